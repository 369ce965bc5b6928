import { describe, expect, it } from "vitest";
import type { Table } from "@/api/imports";
import { assigned, fieldsOfColumns, recognised } from "./mapping";
import { TableMap } from "./TableMap";

const headers = ["CNPJ", "Valor", "Valor", "", "Cidade"];
const table = {
  columns: headers.map((header) => ({ header, field: null, samples: [] })),
  fields: [],
} as unknown as Table;

const map = TableMap.parse(
  'kind = "customers"\n[columns]\n"customer.tax_id" = "CNPJ"  # CNPJ\n"item.total" = 3\n# "customer.city" = ""  # cidade',
);

const fields = (of: TableMap) => fieldsOfColumns(table, of).map(({ field }) => field);

describe("the columns of a table", () => {
  it("are what the map says, by header or by position", () => {
    expect(fields(map)).toEqual(["customer.tax_id", null, "item.total", null, null]);
    expect(recognised(table, map)).toBe(2);
  });

  it.each([
    ["a column by its header", 4, "customer.city", '"customer.city" = "Cidade"  # cidade'],
    ["a column without header by its position", 3, "customer.city", '"customer.city" = 4  # cidade'],
    ["a column whose header is there twice by its position", 1, "customer.city", '"customer.city" = 2  # cidade'],
  ])("name %s", (_, place, field, line) => {
    expect(assigned(table, map, place, field).toString().split("\n")).toContain(line);
  });

  it("leave the field they had, and take it from the column that had it", () => {
    expect(fields(assigned(table, map, 0, null))).toEqual([null, null, "item.total", null, null]);
    expect(fields(assigned(table, map, 0, "item.total"))).toEqual(["item.total", null, null, null, null]);
    expect(fields(assigned(table, map, 0, "customer.tax_id"))).toEqual(fields(map));
  });

  it("are named by position where the table has no header", () => {
    const headless = map.withSetting("header", "none");
    expect(assigned(table, headless, 4, "customer.city").places().get("customer.city")).toBe(5);
  });
});
