import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Answer } from "./types";

const named = (name: string) => ({ path: { name } });

export type SegmentMove = Answer<"Move">;

export const segmentMovesQuery = (name: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["segments", name, "moves", from, to],
    queryFn: async () => {
      const call = client.GET("/api/v1/segments/{name}/moves", { params: { ...named(name), query: { from, to } } });
      return (await answer(call)).items;
    },
  });

export const removeSegment = (name: string) =>
  answer(client.DELETE("/api/v1/segments/{name}", { params: named(name) }));
