import type { Share } from "@/api/concentration";

/** A share with its rank from 1, and the sum of it and of all larger ones. */
export interface RankedShare extends Share {
  rank: number;
  cumulated: number;
}

/** Shares with what they come to together, from the largest on. */
export function cumulated(shares: readonly Share[], totalCents: number): RankedShare[] {
  let cents = 0;
  return shares.map((share, place) => {
    // Cents add up exactly; shares would not.
    cents += share.amount_cents;
    return { ...share, rank: place + 1, cumulated: totalCents === 0 ? 0 : cents / totalCents };
  });
}

/** The predicate of the customers that have a value of a metric. */
export function predicateOf(by: string, value: string | null, where: string | undefined): string {
  const own = value === null ? `${by} IS NULL` : `${by} = '${value.replaceAll("'", "''")}'`;
  return where ? `(${where}) AND ${own}` : own;
}
