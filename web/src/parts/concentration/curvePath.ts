/** How many points a curve is drawn with at most. */
const POINTS = 200;

/**
 * The curve of cumulated shares in a square of 100 by 100, from the lower left on. `sums` are those of the largest,
 * from 0 to 1; of all there are, which may be more.
 */
export function curvePath(sums: readonly number[], all: number): string {
  const step = Math.max(1, Math.ceil(sums.length / POINTS));
  const places = sums.map((_, place) => place).filter((place) => place % step === 0 || place === sums.length - 1);
  const points = places.map(
    (place) => `L ${round((100 * (place + 1)) / all)} ${round(100 - 100 * (sums[place] ?? 0))}`,
  );
  return ["M 0 100", ...points].join(" ");
}

/** From where the curve ends to the whole: how the others lie between is not at hand. Nothing where there are none. */
export function restPath(sums: readonly number[], all: number): string | null {
  const last = sums.at(-1);
  if (last === undefined || sums.length >= all) return null;
  return `M ${round((100 * sums.length) / all)} ${round(100 - 100 * last)} L 100 0`;
}

/** How many of the largest make up a share; nothing where those at hand do not. */
export function howManyMake(share: number, sums: readonly number[]): number | null {
  const place = sums.findIndex((sum) => sum >= share);
  return place < 0 ? null : place + 1;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
