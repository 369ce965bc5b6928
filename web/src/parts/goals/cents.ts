/** An amount as a person writes it in reais, in cents: `1.500`, `1500,5`, `R$ 1.500,50`. Nothing where it is none. */
export function parsedCents(written: string): number | null {
  const bare = written.replace(/[\sR$\u00a0]/g, "");
  const match = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(bare);
  const [, reais, cents = ""] = match ?? [];
  if (reais === undefined) return null;
  return Number(reais.replaceAll(".", "")) * 100 + Number(cents.padEnd(2, "0"));
}

/** Cents as a person edits them: `1500,50`. */
export function editedCents(cents: number): string {
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`;
}
