import { describe, expect, it } from "vitest";
import type { Metric } from "@/api/types";
import type { Condition } from "./condition";
import { readPredicate } from "./readPredicate";
import { bothOf, writePredicate } from "./writePredicate";

const metric = (name: string, unit: Metric["unit"]): Metric => ({
  name,
  unit,
  label: name,
  english: name,
  layer: "own",
  formula: "",
  source: "",
  computed_by: "",
  inputs: [],
  words: [],
  settings: [],
  scope: false,
  summable: false,
});

const METRICS = [
  metric("status", "word"),
  metric("abc", "word"),
  metric("uf", "text"),
  metric("name", "text"),
  metric("owner", "text"),
  metric("tags", "text"),
  metric("revenue_12m_cents", "cents"),
  metric("growth_12m", "share"),
  metric("purchase_cycle_days", "days"),
  metric("last_purchase_on", "date"),
];

const CASES: [predicate: string, conditions: Condition[]][] = [
  ["status = 'inativo'", [{ metric: "status", test: "any_of", values: ["inativo"] }]],
  ["uf IN ('SP', 'MG')", [{ metric: "uf", test: "any_of", values: ["SP", "MG"] }]],
  ["uf NOT IN ('SP')", [{ metric: "uf", test: "none_of", values: ["SP"] }]],
  ["name ILIKE '%D''Ávila%'", [{ metric: "name", test: "contains", value: "D'Ávila" }]],
  ["name ILIKE '%50\\%%'", [{ metric: "name", test: "contains", value: "50%" }]],
  ["revenue_12m_cents > reais(10000)", [{ metric: "revenue_12m_cents", test: "more_than", value: 1_000_000 }]],
  ["revenue_12m_cents <= reais(1234.05)", [{ metric: "revenue_12m_cents", test: "at_most", value: 123_405 }]],
  ["growth_12m < -0.2", [{ metric: "growth_12m", test: "less_than", value: -0.2 }]],
  ["purchase_cycle_days BETWEEN 7 AND 31.5", [{ metric: "purchase_cycle_days", test: "between", from: 7, to: 31.5 }]],
  ["last_purchase_on >= '2026-11-30'", [{ metric: "last_purchase_on", test: "at_least", value: "2026-11-30" }]],
  ["owner IS NULL", [{ metric: "owner", test: "empty" }]],
  ["owner IS NOT NULL", [{ metric: "owner", test: "filled" }]],
  ["has_tag('vip')", [{ metric: "tags", test: "tagged", value: "vip" }]],
  ["NOT has_tag('vip')", [{ metric: "tags", test: "untagged", value: "vip" }]],
  [
    "status = 'risco_de_perda' AND uf IN ('SP', 'MG') AND revenue_12m_cents > reais(10000)",
    [
      { metric: "status", test: "any_of", values: ["risco_de_perda"] },
      { metric: "uf", test: "any_of", values: ["SP", "MG"] },
      { metric: "revenue_12m_cents", test: "more_than", value: 1_000_000 },
    ],
  ],
];

describe("a predicate that filters can show", () => {
  it.each(CASES)("%s is read", (predicate, conditions) => {
    expect(readPredicate(predicate, METRICS)).toEqual(conditions);
  });

  it.each(CASES)("%s is written", (predicate, conditions) => {
    expect(writePredicate(conditions, METRICS)).toBe(predicate);
  });
});

describe("another way of writing the same", () => {
  it.each([
    ["status='inativo' and uf in('SP')", "status = 'inativo' AND uf = 'SP'"],
    ["status <> 'inativo'", "status NOT IN ('inativo')"],
    ["uf != 'SP'", "uf NOT IN ('SP')"],
    ["revenue_12m_cents > 1000", "revenue_12m_cents > reais(10)"],
    ["  ", ""],
  ])("%s", (written, canonical) => {
    expect(writePredicate(readPredicate(written, METRICS) ?? [], METRICS)).toBe(canonical);
  });
});

describe("a predicate that only the text can show", () => {
  it.each([
    ["abc = 'C' OR status = 'sem_compra'"],
    ["(abc = 'C')"],
    ["NOT abc = 'C'"],
    ["days_since(last_purchase_on) > 30"],
    ["revenue_12m_cents > open_cents"],
    ["revenue_12m_cents / 12 > 5"],
    ["no_such_metric = 'A'"],
    ["status > 'a'"],
    ["status ILIKE '%a%'"],
    ["name ILIKE 'a%'"],
    ["name ILIKE '%a%b%'"],
    ["purchase_cycle_days > reais(3)"],
    ["revenue_12m_cents = 'muito'"],
    ["abc = 'A' AND"],
    ["abc ="],
    ["abc = 'A"],
    ["abc = 'A';"],
  ])("%s", (predicate) => {
    expect(readPredicate(predicate, METRICS)).toBeNull();
  });
});

describe("two predicates that must both hold", () => {
  it.each([
    ["", "", ""],
    ["abc = 'A'", "", "abc = 'A'"],
    ["", "uf = 'SP'", "uf = 'SP'"],
    ["abc = 'A' OR abc = 'B'", "uf = 'SP'", "(abc = 'A' OR abc = 'B') AND (uf = 'SP')"],
  ])("%s and %s", (one, other, both) => {
    expect(bothOf(one, other)).toBe(both);
  });
});
