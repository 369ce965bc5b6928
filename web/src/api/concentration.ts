import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { View } from "./portfolio";
import type { Answer } from "./types";

export type Alarm = "none" | "attention" | "critical";
export type Share = Answer<"Share">;
export type Concentration = Answer<"Concentration"> & { alarm: Alarm };

export interface ConcentrationOf extends View {
  by: string;
  weight: string;
  where?: string;
  segment?: string;
}

export const concentrationQuery = (asked: ConcentrationOf) =>
  queryOptions({
    queryKey: ["concentration", asked],
    queryFn: async ({ signal }) =>
      (await answer(client.GET("/api/v1/concentration", { params: { query: asked }, signal }))) as Concentration,
    placeholderData: keepPreviousData,
  });
