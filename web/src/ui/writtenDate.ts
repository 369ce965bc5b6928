import { addDays } from "./format";

/** A date as a person writes it, `30/11/2026` or `5/1/26`, as `2026-11-30`. Nothing where it is none. */
export function parsedDate(written: string): string | null {
  const match = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\s*$/.exec(written);
  const [, day = "", month = "", year = ""] = match ?? [];
  if (year === "") return null;
  const iso = `${year.padStart(4, "20")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  // 30/02 is a date of March to whoever counts days.
  return Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) || addDays(iso, 0) !== iso ? null : iso;
}
