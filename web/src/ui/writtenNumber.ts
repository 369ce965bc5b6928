/** How people write numbers in a field, and how a field shows what it holds. */

const NUMBER = /^(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$/;

/**
 * A number as a person writes it, `1.234.567`, `50000,5`, `-20`, counted in units of its last of so many decimals:
 * with 2 of them `50000,5` is 5000050. Nothing where it is none or has more decimals; never another number.
 */
export function parsedNumber(written: string, decimals: number): number | null {
  const match = NUMBER.exec(written.replace(/\s/g, "").replace("−", "-"));
  const [, sign = "", whole, rest = ""] = match ?? [];
  if (whole === undefined || rest.length > decimals) return null;
  const units = Number(whole.replaceAll(".", "") + rest.padEnd(decimals, "0"));
  if (!Number.isSafeInteger(units)) return null;
  return sign && units !== 0 ? -units : units;
}

/** An amount as a person writes it in reais, in cents: `1.500`, `1500,5`, `R$ 1.500,50`. Nothing where it is none. */
export function parsedCents(written: string): number | null {
  return parsedNumber(written.replace(/^(\s*[-−]?)\s*R\$/i, "$1"), 2);
}

/** Cents as a person edits them: `1500,50`. */
export function editedCents(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  return `${cents < 0 ? "-" : ""}${whole},${String(Math.abs(cents) % 100).padStart(2, "0")}`;
}
