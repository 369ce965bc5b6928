import type { Metric } from "@/api/types";

/** The columns a list has until someone chooses others. */
export const USUAL_COLUMNS = [
  "name",
  "owner",
  "status",
  "next_purchase_on",
  "abc",
  "revenue_12m_cents",
  "growth_12m",
  "average_ticket_cents",
  "overdue_cents",
];

/** What a column shows besides its own value, and is asked for with it. */
export const COMPANIONS: Record<string, string[]> = {
  name: ["city", "uf", "tax_id"],
  status: ["days_since_purchase", "purchase_cycle_days"],
  abc: ["abc_previous"],
};

const WIDTHS: Record<string, number> = {
  // At the least: the name takes what the others leave.
  name: 168,
  owner: 96,
  team: 96,
  status: 128,
  city: 140,
  uf: 56,
  tags: 150,
  abc: 48,
  tax_id: 146,
  // With a line of its months before the amount.
  revenue_12m_cents: 160,
  growth_12m: 86,
  average_ticket_cents: 108,
  overdue_cents: 122,
};

/** How wide a column is. */
export function widthOf(metric: Metric): number {
  const byUnit = { text: 140, word: 126, date: 92, days: 88, count: 88, cents: 118, share: 90 };
  return WIDTHS[metric.name] ?? byUnit[metric.unit];
}

/** The columns of an address: known ones, the name first; the usual ones where it says none. */
export function chosenColumns(written: string | null, metrics: Metric[]): Metric[] {
  const names = written ? written.split(",") : USUAL_COLUMNS;
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const chosen = [...new Set(["name", ...names])].flatMap((name) => byName.get(name) ?? []);
  return chosen.length > 1 || !written ? chosen : chosenColumns(null, metrics);
}

/** What the API is asked for, so that each column can show all it shows. */
export function askedColumns(columns: Metric[], metrics: Metric[]): string {
  const known = new Set(metrics.map((metric) => metric.name));
  const names = columns.flatMap((column) => [column.name, ...(COMPANIONS[column.name] ?? [])]);
  return [...new Set(["revenue_12m_cents", ...names])].filter((name) => known.has(name)).join(",");
}

/** What an address says of columns: nothing where they are the usual ones. */
export function writtenColumns(names: string[]): string | null {
  return names.join(",") === USUAL_COLUMNS.join(",") ? null : names.join(",");
}
