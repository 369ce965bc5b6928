import { describe, expect, it } from "vitest";
import { goals } from "@/text/goals";
import { addMonths, daysOf, parsedMonth } from "./month";
import { writtenGoal } from "./writtenGoal";

describe("months", () => {
  it.each([
    ["2026-11", 1, "2026-12"],
    ["2026-11", 2, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-03", -15, "2024-12"],
  ])("%s and %i", (month, months, sum) => {
    expect(addMonths(month, months)).toBe(sum);
  });

  it.each([
    ["2026-11", "2026-11"],
    ["2026-13", null],
    ["nov/26", null],
    [null, null],
  ])("%s is %s", (written, month) => {
    expect(parsedMonth(written)).toBe(month);
  });

  it.each([
    ["2024-02", "2024-02-29"],
    ["2026-02", "2026-02-28"],
    ["2026-12", "2026-12-31"],
  ])("%s ends on %s", (month, last) => {
    expect(daysOf(month)).toEqual([`${month}-01`, last]);
  });
});

describe("goals that people write", () => {
  it.each([
    ["150.000,50", { cents: 15_000_050, problem: null }],
    ["R$ 1.500", { cents: 150_000, problem: null }],
    ["0", { cents: 0, problem: null }],
    ["9.999.999.999,99", { cents: 999_999_999_999, problem: null }],
    ["  ", { cents: null, problem: null }],
    ["abc", { cents: null, problem: goals.noAmount }],
    ["1.50", { cents: null, problem: goals.noAmount }],
    ["-5", { cents: null, problem: goals.outOfBounds }],
    ["10.000.000.000,00", { cents: null, problem: goals.outOfBounds }],
    ["99999999999999999", { cents: null, problem: goals.outOfBounds }],
  ])("%s", (written, goal) => {
    expect(writtenGoal(written)).toEqual(goal);
  });
});
