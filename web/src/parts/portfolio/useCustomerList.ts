import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { customersQuery, type ListOf, metricsQuery, monthsQuery, segmentsQuery } from "@/api/portfolio";
import type { CustomerPage } from "@/api/types";
import { bothOf } from "../filters/writePredicate";
import { useView } from "../useView";
import { askedColumns, chosenColumns } from "./listColumns";

const USUAL_SORT = "-revenue_12m_cents";

/** The list that the address asks for. */
export function useCustomerList() {
  const { view, level, search, change } = useView();
  const metrics = useQuery(metricsQuery);
  const segments = useQuery(segmentsQuery(view));
  const catalogue = useMemo(() => metrics.data ?? [], [metrics.data]);
  const where = search.get("where") ?? "";
  const segment = search.get("segment");
  const sort = search.get("sort") ?? USUAL_SORT;
  const written = search.get("columns");
  const columns = useMemo(() => chosenColumns(written, catalogue), [written, catalogue]);
  const list: ListOf = {
    ...view,
    ...(where && { where }),
    ...(segment && { segment }),
    sort,
    columns: askedColumns(columns, catalogue),
  };
  const pages = useInfiniteQuery({ ...customersQuery(list), enabled: catalogue.length > 0 });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const first = pages.data?.pages[0];
  const hasLines = pages.isSuccess && columns.some((column) => column.name === "revenue_12m_cents");
  const lines = useLines(list, hasLines ? pages.data.pages : NO_PAGES);
  const ofSegment = segments.data?.find((each) => each.name === segment)?.predicate ?? "";
  return {
    metrics: catalogue,
    columns,
    list,
    level,
    where,
    segment,
    sort,
    /** The whole condition: of the segment and of the filters. */
    predicate: bothOf(ofSegment, where),
    rows,
    /** What customers brought month by month, as far as it is there yet. */
    lines,
    count: first?.count ?? 0,
    totals: first?.totals,
    error: metrics.error ?? pages.error,
    isPending: metrics.isPending || pages.isPending,
    pages,
    setWhere: (changed: string) => change({ where: changed, aberto: null }),
    setSegment: (name: string | null) => change({ segment: name, aberto: null }),
    setSegmentAlone: (name: string) => change({ segment: name, where: null, aberto: null }),
    setSort: (changed: string) => change({ sort: changed === USUAL_SORT ? null : changed }, { replace: true }),
    setColumns: (changed: string | null) => change({ columns: changed }, { replace: true }),
    expandSegment: () => change({ segment: null, where: bothOf(ofSegment, where) }),
  };
}

const NO_PAGES: CustomerPage[] = [];

type Lines = ReadonlyMap<string, number[]>;

/** The months of the customers on some pages of a list, asked for once the pages are there. */
function useLines({ columns: _, ...list }: ListOf, pages: CustomerPage[]): Lines {
  const begins = pages.map((_page, place) => pages[place - 1]?.next ?? null);
  return useQueries({ queries: begins.map((after) => monthsQuery(list, after)), combine: joined });
}

function joined(pages: { data: Lines | undefined }[]): Lines {
  return new Map(pages.flatMap((page) => [...(page.data ?? [])]));
}

export type CustomerList = ReturnType<typeof useCustomerList>;
