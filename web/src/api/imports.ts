import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, apiUrl, client } from "./client";
import type { Answer, Page } from "./types";

/** How many of a kind there are. */
export type KindCount = Answer<"Count">;
/** What an import came to: `records = accepted + duplicates + ignored + rejects`. */
export type Report = Answer<"Report">;
export type ImportState = Answer<"StateName">;
export type Import = Answer<"Import">;
/** What an import had to say about one record. */
export type Notice = Answer<"Notice">;
export type Undone = Answer<"Undone">;
export type Gaps = Answer<"Gaps">;

/** A list of notices of an import. */
export type NoticeList = "rejects" | "warnings" | "ignored";

export type TableKind = "customers" | "sales" | "receivables" | "products" | "sellers";
export type TableColumn = Answer<"TableColumn">;
export type Table = Omit<Answer<"Table">, "kind"> & { kind: TableKind };
export type Job = Omit<Answer<"Job">, "tables"> & { tables: Table[] };

/** How tables are to be read; what is left out is found out. */
export interface ReadingOptions {
  kind?: TableKind;
  source?: string;
  map?: string;
}

const of = (number: number) => ({ path: { import: number } });
const to = (upload: string) => ({ path: { upload } });
const from = (after: string | null) => ({ query: after ? { after } : {} });

export const importsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  queryFn: ({ pageParam }) => answer(client.GET("/api/v1/imports", { params: from(pageParam) })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

export const importQuery = (number: number) =>
  queryOptions({
    queryKey: ["imports", "one", number],
    queryFn: () => answer(client.GET("/api/v1/imports/{import}", { params: of(number) })),
  });

export const noticesQuery = (number: number, list: NoticeList) =>
  infiniteQueryOptions({
    queryKey: ["imports", "notices", number, list],
    queryFn: async ({ pageParam }) => {
      const call = client.GET(`/api/v1/imports/{import}/${list}`, { params: { ...of(number), ...from(pageParam) } });
      return (await answer(call)) as Page<Notice>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const noticesUrl = (number: number, list: NoticeList) => apiUrl(`/imports/${number}/${list}`, { format: "csv" });

export const gapsQuery = queryOptions({
  queryKey: ["imports", "gaps"],
  queryFn: () => answer(client.GET("/api/v1/imports/gaps")),
});

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: async () => (await answer(client.GET("/api/v1/jobs"))).items as Job[],
});

export const jobQuery = (id: number) =>
  queryOptions({
    queryKey: ["job", id],
    queryFn: async () => (await answer(client.GET("/api/v1/jobs/{id}", { params: { path: { id } } }))) as Job,
    retry: false,
  });

export const undoImport = (number: number) =>
  answer(client.POST("/api/v1/imports/{import}/undo", { params: of(number) }));
export const beginUpload = () => answer(client.POST("/api/v1/uploads"));
export const uploadedFiles = (upload: string) => answer(client.GET("/api/v1/uploads/{upload}", { params: to(upload) }));
export const removeUpload = (upload: string) =>
  answer(client.DELETE("/api/v1/uploads/{upload}", { params: to(upload) }));
export const rehearse = async (upload: string, body: ReadingOptions) =>
  (await answer(client.POST("/api/v1/uploads/{upload}/rehearsal", { params: to(upload), body }))) as Job;
export const importUpload = async (upload: string, body: ReadingOptions) =>
  (await answer(client.POST("/api/v1/uploads/{upload}/import", { params: to(upload), body }))) as Job;
