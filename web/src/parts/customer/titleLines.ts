import type { FactDocument, Title } from "@/api/types";
import { dayNumber } from "@/ui/format";

/** A title, and its document where it is known. */
export interface TitleLine extends Title {
  document: string | null;
  /** Its place in the list: numbers of instalments repeat. */
  place: number;
}

/** What tells titles apart: the number of an open one, how late a settled one was. */
const known = (word: string, due: string, cents: number) => `${word}/${due}/${cents}`;

/**
 * Titles with their documents, which the list of titles does not name: of open ones those behind “Em aberto”, of
 * settled ones those behind “Atraso médio”, where just one was so late with so much.
 */
export function titleLines(
  titles: readonly Title[],
  open: readonly FactDocument[],
  due: readonly FactDocument[],
): TitleLine[] {
  const ofOpen = keysOf(open, "open_title");
  const ofSettled = keysOf(due, "settled_title");
  return titles.map((title, place) => ({ ...title, place, document: documentOf(title) ?? null }));

  function documentOf(title: Title): string | undefined {
    // Those that nothing tells apart may change places.
    if (title.open_cents > 0) return ofOpen.get(known(title.number, title.due_on, title.open_cents))?.shift();
    const keys = ofSettled.get(known(String(title.days_late), title.due_on, title.amount_cents)) ?? [];
    return keys.length === 1 ? keys[0] : undefined;
  }
}

function keysOf(documents: readonly FactDocument[], kind: string): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const document of documents) {
    if (document.kind !== kind) continue;
    const name = known(document.detail ?? "", document.on, document.amount_cents);
    keys.set(name, [...(keys.get(name) ?? []), document.key]);
  }
  return keys;
}

/** The date 12 months before another, as the indicators count them: the month's last day where it is shorter. */
export function yearBefore(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - 1, month - 1, Math.min(day, last))).toISOString().slice(0, 10);
}

/** What is overdue for so long that the indicator “Em atraso” leaves it out. */
export function olderOverdue(titles: readonly Title[], asOf: string): number {
  const border = dayNumber(yearBefore(asOf));
  const older = titles.filter((title) => title.state === "overdue" && dayNumber(title.due_on) <= border);
  return older.reduce((sum, title) => sum + title.open_cents, 0);
}
