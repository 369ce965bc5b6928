/** The month so many months after another, both `2026-11`. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const whole = year * 12 + (number - 1) + months;
  return `${Math.floor(whole / 12)}-${String((whole % 12) + 1).padStart(2, "0")}`;
}

/** A month as an address or a field says it; nothing where it is none. */
export function parsedMonth(written: string | null): string | null {
  return written !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(written) ? written : null;
}

/** The first and the last day of a month. */
export function daysOf(month: string): [string, string] {
  const last = new Date(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`) - 86_400_000);
  return [`${month}-01`, last.toISOString().slice(0, 10)];
}
