import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Answer } from "./types";

export type Goal = Answer<"GoalProgress">;
export type Positivation = Answer<"Positivation">;
export type PositivationBy = "seller" | "team";

const at = (asOf: string | undefined) => (asOf ? { as_of: asOf } : {});

export const goalsQuery = (month: string, asOf: string | undefined) =>
  queryOptions({
    queryKey: ["goals", month, asOf],
    queryFn: async () =>
      (await answer(client.GET("/api/v1/goals", { params: { query: { month, ...at(asOf) } } }))).items,
    placeholderData: keepPreviousData,
  });

export const positivationQuery = (by: PositivationBy, month: string, asOf: string | undefined) =>
  queryOptions({
    queryKey: ["goals", "positivacao", by, month, asOf],
    queryFn: async () =>
      (await answer(client.GET("/api/v1/positivacao", { params: { query: { by, month, ...at(asOf) } } }))).items,
    placeholderData: keepPreviousData,
  });

export const setGoal = (month: string, seller: string, revenueCents: number | null) =>
  answer(
    client.PUT("/api/v1/goals/{month}/{seller}", {
      params: { path: { month, seller } },
      body: { revenue_cents: revenueCents },
    }),
  );
