import type { FactDocument, Title } from "@/api/types";
import { dayNumber } from "@/ui/format";

/** A title, and its document where it is known. */
export interface TitleLine extends Title {
  document: string | null;
  /** Its place in the list: numbers of instalments repeat. */
  place: number;
}

/** What tells open titles apart. */
const known = (number: string, due: string, cents: number) => `${number}/${due}/${cents}`;

/** Titles with their documents: the list of titles does not name them, what is behind “Em aberto” does. */
export function titleLines(titles: readonly Title[], behind: readonly FactDocument[]): TitleLine[] {
  const documents = new Map<string, string[]>();
  for (const { detail, on, amount_cents, key } of behind) {
    const name = known(detail ?? "", on, amount_cents);
    documents.set(name, [...(documents.get(name) ?? []), key]);
  }
  return titles.map((title, place) => {
    const keys = documents.get(known(title.number, title.due_on, title.open_cents));
    return { ...title, place, document: (title.open_cents > 0 && keys?.shift()) || null };
  });
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
