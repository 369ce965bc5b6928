import { describe, expect, it } from "vitest";
import { cumulated, predicateOf } from "./cumulated";
import { curvePath, howManyMake, restPath } from "./curvePath";

const share = (cents: number) => ({ value: "SP", name: null, customers: 1, amount_cents: cents, share: cents / 1000 });

describe("shares of an amount", () => {
  it("come to the whole together", () => {
    const ranked = cumulated([share(500), share(300), share(200)], 1000);
    expect(ranked.map(({ rank, cumulated: sum }) => [rank, sum])).toEqual([
      [1, 0.5],
      [2, 0.8],
      [3, 1],
    ]);
    expect(cumulated([], 0)).toEqual([]);
  });

  it.each([
    ["uf", "SP", undefined, "uf = 'SP'"],
    ["city", "Santa Bárbara d'Oeste", undefined, "city = 'Santa Bárbara d''Oeste'"],
    ["owner", null, undefined, "owner IS NULL"],
    ["uf", "SP", "abc = 'A' OR abc = 'B'", "(abc = 'A' OR abc = 'B') AND uf = 'SP'"],
  ])("lead to the customers of %s %s", (by, value, where, predicate) => {
    expect(predicateOf(by, value, where)).toBe(predicate);
  });
});

describe("the curve of shares", () => {
  it("rises from nothing to the whole", () => {
    expect(curvePath([0.5, 0.8, 1], 3)).toBe("M 0 100 L 33.33 50 L 66.67 20 L 100 0");
  });

  it("ends where only the largest are at hand, with a line to the whole", () => {
    expect(curvePath([0.5, 0.6], 10)).toBe("M 0 100 L 10 50 L 20 40");
    expect(restPath([0.5, 0.6], 10)).toBe("M 20 40 L 100 0");
    expect(restPath([0.5, 1], 2)).toBeNull();
  });

  it("has few points, and the last one always", () => {
    const sums = Array.from({ length: 501 }, (_, place) => (place + 1) / 501);
    const path = curvePath(sums, 501);
    expect(path.split("L").length).toBeLessThan(205);
    expect(path.endsWith("L 100 0")).toBe(true);
  });

  it.each([
    [0.8, 2],
    [0.5, 1],
    [0.81, 3],
  ])("says how many make %f", (share, number) => {
    expect(howManyMake(share, [0.5, 0.8, 1])).toBe(number);
    expect(howManyMake(share, [])).toBeNull();
  });
});
