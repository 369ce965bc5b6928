import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { View } from "./portfolio";

/** Since when a status is another: the day before, or the end of the month before. */
export type Since = "yesterday" | "month";

export interface MovesOf extends View {
  /** The status before; any, where it is absent. */
  from?: string;
  to?: string;
  since: Since;
}

/** A customer who has another status than before. */
export interface MovedCustomer {
  customer: string;
  name: string | null;
  revenue_12m_cents: number;
  from: string;
  to: string;
}

interface Asked {
  params: { query: MovesOf };
  signal: AbortSignal;
}

type Moves = (path: string, asked: Asked) => Promise<{ data?: { items: MovedCustomer[] }; response: Response }>;

// SCHEMA: the types of this file and this cast go once schema.d.ts has /overview/moves.
const getMoves = client.GET as unknown as Moves;

/** Who changed status, the largest first. */
export const movesQuery = (asked: MovesOf) =>
  queryOptions({
    queryKey: ["overview", "moves", asked],
    queryFn: async ({ signal }) =>
      (await answer(getMoves("/api/v1/overview/moves", { params: { query: asked }, signal }))).items,
  });
