import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { View } from "./portfolio";
import type { Answer } from "./types";

/** Since when a status is another: the day before, or the end of the month before. */
export type Since = "yesterday" | "month";

export interface MovesOf extends View {
  /** The status before; any, where it is absent. */
  from?: string;
  to?: string;
  since: Since;
}

/** A customer who has another status than before. */
export type MovedCustomer = Answer<"Moved">;

/** Who changed status, the largest first. */
export const movesQuery = (asked: MovesOf) =>
  queryOptions({
    queryKey: ["overview", "moves", asked],
    queryFn: async ({ signal }) =>
      (await answer(client.GET("/api/v1/overview/moves", { params: { query: asked }, signal }))).items,
  });
