import { expect, it } from "vitest";
import type { FieldChange } from "@/api/types";
import { joinedChanges } from "./joinedChanges";

const change = (party: string, value: string, on = "2026-03-12") =>
  ({ party, field: "city", label: "cidade", value, origin: { kind: "document", document: party, on } }) as FieldChange;

it("joins what several establishments say alike", () => {
  const joined = joinedChanges([
    change("11222333000181", "Campinas"),
    change("11222333000262", "Campinas"),
    change("11222333000181", "Campinas"),
    change("11222333000181", "Campinas", "2026-04-01"),
    change("11222333000181", "Santos"),
  ]);
  expect(joined.map(({ value, parties }) => [value, parties.length])).toEqual([
    ["Campinas", 2],
    ["Campinas", 1],
    ["Santos", 1],
  ]);
});
