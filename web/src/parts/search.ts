import type { View } from "@/api/portfolio";
import type { Level } from "@/api/types";

/** What an address says, and what changes in it: null takes a parameter out. */
export type Changes = Record<string, string | null | undefined>;

const LEVELS: readonly string[] = ["root", "establishment", "group"];
/** What goes along from page to page. */
const CARRIED = ["as_of", "level"];

/** The date and level of an address, without those that mean what is usual. */
export function viewOf(search: URLSearchParams): View {
  const asOf = search.get("as_of");
  const level = search.get("level");
  return {
    ...(asOf && /^\d{4}-\d{2}-\d{2}$/.test(asOf) && { as_of: asOf }),
    ...(level && level !== "root" && LEVELS.includes(level) && { level: level as Level }),
  };
}

/** An address's parameters after changes; empty ones leave it. */
export function changedSearch(before: URLSearchParams, changes: Changes): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") after.delete(name);
    else after.set(name, value);
  }
  return after;
}

/** The address of a page, seen as this one is: date and level go along. */
export function addressOf(path: string, search: URLSearchParams, changes: Changes = {}): string {
  const carried = new URLSearchParams();
  for (const name of CARRIED) {
    const value = search.get(name);
    if (value) carried.set(name, value);
  }
  const written = changedSearch(carried, changes).toString();
  return written ? `${path}?${written}` : path;
}

/** A text as a literal of a predicate. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
