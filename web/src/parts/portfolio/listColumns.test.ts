import { describe, expect, it } from "vitest";
import type { Metric } from "@/api/types";
import { askedColumns, chosenColumns, USUAL_COLUMNS, writtenColumns } from "./listColumns";

const catalogue = (...names: string[]) => names.map((name) => ({ name, unit: "text" }) as Metric);
const METRICS = catalogue(...USUAL_COLUMNS, "uf", "city", "tax_id", "days_since_purchase", "purchase_cycle_days");
const names = (metrics: Metric[]) => metrics.map((metric) => metric.name);

describe("the columns of an address", () => {
  it.each([
    [null, USUAL_COLUMNS],
    ["uf,abc", ["name", "uf", "abc"]],
    ["abc,name,abc", ["name", "abc"]],
    ["no_such", USUAL_COLUMNS],
  ])("%s", (written, expected) => {
    expect(names(chosenColumns(written, METRICS))).toEqual(expected);
  });

  it("leave out what the person may not see", () => {
    expect(names(chosenColumns(null, catalogue("name", "owner")))).toEqual(["name", "owner"]);
  });

  it("are not written where they are the usual ones", () => {
    expect(writtenColumns(USUAL_COLUMNS)).toBeNull();
    expect(writtenColumns(["name", "uf"])).toBe("name,uf");
  });
});

it("a column is asked for with what it shows besides", () => {
  expect(askedColumns(chosenColumns("status", METRICS), METRICS)).toBe(
    "revenue_12m_cents,name,city,uf,tax_id,status,days_since_purchase,purchase_cycle_days",
  );
});
