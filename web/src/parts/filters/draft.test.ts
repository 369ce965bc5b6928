import { describe, expect, it } from "vitest";
import type { Metric, Unit } from "@/api/types";
import type { Condition } from "./condition";
import { completed, draftOf, problemOf } from "./draft";

const metric = (unit: Unit, name = "some"): Metric => ({ name, unit }) as Metric;

describe("a condition survives its editor", () => {
  it.each<[Unit, Condition]>([
    ["cents", { metric: "some", test: "more_than", value: 1_000_001 }],
    ["cents", { metric: "some", test: "between", from: 0, to: 10 }],
    ["share", { metric: "some", test: "less_than", value: -0.2 }],
    ["share", { metric: "some", test: "at_least", value: 0.075 }],
    ["days", { metric: "some", test: "at_most", value: 31.5 }],
    ["date", { metric: "some", test: "between", from: "2026-01-01", to: "2026-11-30" }],
    ["word", { metric: "some", test: "any_of", values: ["A", "B"] }],
    ["text", { metric: "some", test: "contains", value: "mercado" }],
    ["text", { metric: "some", test: "empty" }],
  ])("%s %o", (unit, condition) => {
    expect(completed(draftOf(metric(unit), condition), metric(unit))).toEqual(condition);
  });
});

it.each<[Unit]>([["cents"], ["date"], ["word"], ["text"]])("a new filter of %s is not ready", (unit) => {
  expect(completed(draftOf(metric(unit), undefined), metric(unit))).toBeNull();
});

it("amounts are edited in reais and shares in percents", () => {
  expect(draftOf(metric("cents"), { metric: "some", test: "equal", value: 123_456 }).value).toBe("1234,56");
  expect(draftOf(metric("share"), { metric: "some", test: "equal", value: 0.062 }).value).toBe("6,2");
  expect(draftOf(metric("share"), { metric: "some", test: "equal", value: 1 }).value).toBe("100");
  expect(draftOf(metric("count"), { metric: "some", test: "equal", value: 120 }).value).toBe("120");
});

describe("a number is what was written, or none", () => {
  it.each<[Unit, string, number | null]>([
    ["cents", "1.234.567", 123_456_700],
    ["cents", "50.000,00", 5_000_000],
    ["cents", "50000,50", 5_000_050],
    ["cents", "R$ 50", 5000],
    ["cents", "50000.50", null],
    ["cents", "muito", null],
    ["share", "6,2", 0.062],
    ["share", "-20 %", -0.2],
    ["share", "6.2", null],
    ["days", "31,5", 31.5],
    ["days", "1.500", 1500],
    ["days", "1.5", null],
    ["count", "12", 12],
    ["count", "doze", null],
  ])("%s %s", (unit, written, value) => {
    const draft = { test: "more_than" as const, values: [], value: written, to: "" };
    const condition = value === null ? null : { metric: "some", test: "more_than", value };
    expect(completed(draft, metric(unit))).toEqual(condition);
    expect(problemOf(written, metric(unit)) === null).toBe(value !== null);
  });

  it("nothing written is no mistake", () => {
    expect(problemOf(" ", metric("cents"))).toBeNull();
  });
});
