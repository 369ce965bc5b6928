import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, apiUrl, client } from "./client";
import type { Change, CustomerPage, Level, Metric, Request } from "./types";

/** What of the portfolio is looked at. */
export interface View {
  as_of?: string;
  level?: Level;
}

/** A list of customers: which, in what order, with which columns. */
export interface ListOf extends View {
  where?: string;
  segment?: string;
  sort?: string;
  columns?: string;
}

/** How many rows of a list come at a time. */
const PAGE = 100;
/** How many changes. */
const CHANGES = 30;

export const metricsQuery = queryOptions({
  queryKey: ["metrics"],
  queryFn: async () => (await answer(client.GET("/api/v1/metrics"))).items as Metric[],
  staleTime: 60 * 60_000,
});

export const overviewQuery = (view: View) =>
  queryOptions({
    queryKey: ["overview", view],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/overview", { params: { query: view }, signal })),
    placeholderData: keepPreviousData,
  });

async function customers(list: ListOf, after: string | null, signal: AbortSignal): Promise<CustomerPage> {
  const query = { ...list, limit: PAGE, ...(after && { after }) };
  const page = await answer(client.GET("/api/v1/customers", { params: { query }, signal }));
  return page as unknown as CustomerPage;
}

export const customersQuery = (list: ListOf) =>
  infiniteQueryOptions({
    queryKey: ["customers", list],
    queryFn: ({ pageParam, signal }) => customers(list, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

/** What the customers of a page of a list brought month by month, the newest month last, by their keys. */
export const monthsQuery = (list: ListOf, after: string | null) =>
  queryOptions({
    queryKey: ["customers", "months", list, after],
    queryFn: async ({ signal }) => {
      const query = { ...list, limit: PAGE, ...(after && { after }) };
      const { items } = await answer(client.GET("/api/v1/customers/months", { params: { query }, signal }));
      return new Map(items.map((line) => [line.customer, line.revenue_cents]));
    },
  });

/** The segments, with how many customers each has at a date and level. */
export const segmentsQuery = (view: View) =>
  queryOptions({
    queryKey: ["segments", "list", view],
    queryFn: async ({ signal }) =>
      (await answer(client.GET("/api/v1/segments", { params: { query: view }, signal }))).items,
    placeholderData: keepPreviousData,
  });

export const ownersQuery = queryOptions({
  queryKey: ["owners"],
  queryFn: async () => (await answer(client.GET("/api/v1/owners"))).items,
});

export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  queryFn: async () => (await answer(client.GET("/api/v1/tags"))).items,
});

export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ["search", words],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/search", { params: { query: { q: words, limit: 12 } }, signal })),
    enabled: words.trim().length > 1,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const checkPredicate = (predicate: string, level: Level) =>
  answer(client.POST("/api/v1/segments/check", { body: { predicate, level } }));
export const saveSegment = (name: string, predicate: string) =>
  answer(client.PUT("/api/v1/segments/{name}", { params: { path: { name } }, body: { predicate } }));
export const makeChange = (change: Change) => answer(client.POST("/api/v1/changes", { body: change }));
export const recentChangesQuery = infiniteQueryOptions({
  queryKey: ["changes"],
  queryFn: ({ pageParam }) =>
    answer(
      client.GET("/api/v1/changes", { params: { query: { limit: CHANGES, ...(pageParam && { after: pageParam }) } } }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export const undoChange = (change: number) =>
  answer(client.POST("/api/v1/changes/{change}/undo", { params: { path: { change } } }));
export const simulateTransfer = (body: Request<"TransferPlan">) =>
  answer(client.POST("/api/v1/transfers/simulation", { body }));

export type ExportFormat = "xlsx" | "csv" | "parquet";
export const exportUrl = (format: ExportFormat, list: ListOf) => apiUrl("/export", { format, ...list });
