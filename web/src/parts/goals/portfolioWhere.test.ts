import { describe, expect, it } from "vitest";
import type { Owner } from "@/api/types";
import { portfolioWhere } from "./portfolioWhere";

const owners = [
  { owner: "Ana Lima", team: "Sul" },
  { owner: "Bia D'Ávila", team: "Sul" },
  { owner: "Caio", team: null },
  { owner: null, team: null },
] as Owner[];

describe("the customers that positivation counts", () => {
  it("are all in no team where there are none", () => {
    expect(portfolioWhere("team", null, "2026-11", "all", [])).toMatch(/^team IS NULL AND status/);
  });

  it.each([
    ["all", ""],
    ["buyers", " AND last_purchase_on >= '2026-11-01'"],
    ["missing", " AND last_purchase_on < '2026-11-01'"],
  ] as const)("%s", (part, bought) => {
    expect(portfolioWhere("seller", "Ana Lima", "2026-11", part, [])).toBe(
      `coalesce(owner, last_seller) = 'Ana Lima' AND status NOT IN ('sem_compra', 'ex_cliente')${bought}`,
    );
  });

  it.each([
    ["seller", null, "owner IS NULL AND last_seller IS NULL"],
    ["team", "Sul", "(team = 'Sul' OR owner IS NULL AND last_seller IN ('Ana Lima', 'Bia D''Ávila'))"],
    ["team", "Norte", "team = 'Norte'"],
    [
      "team",
      null,
      "team IS NULL AND (owner IS NOT NULL OR last_seller IS NULL OR last_seller NOT IN ('Ana Lima', 'Bia D''Ávila'))",
    ],
  ] as const)("of the %s %s", (by, name, whose) => {
    expect(portfolioWhere(by, name, "2026-11", "all", owners)).toBe(
      `${whose} AND status NOT IN ('sem_compra', 'ex_cliente')`,
    );
  });
});
