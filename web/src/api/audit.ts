import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Answer } from "./types";

export type AuditEntry = Answer<"AuditEntry">;

export interface AuditFilter {
  user?: number;
  action?: string;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, ...(pageParam && { after: pageParam }) };
      return answer(client.GET("/api/v1/audit", { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const auditActionsQuery = queryOptions({
  queryKey: ["audit", "actions"],
  queryFn: async () => (await answer(client.GET("/api/v1/audit/actions"))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const verificationQuery = queryOptions({
  queryKey: ["audit", "verification"],
  queryFn: () => answer(client.GET("/api/v1/audit/verification")),
  enabled: false,
});
