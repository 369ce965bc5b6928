import { describe, expect, it } from "vitest";
import { editedCents, parsedCents } from "./cents";
import { addMonths, daysOf, parsedMonth } from "./month";

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

describe("amounts that people write", () => {
  it.each([
    ["1500", 150_000],
    ["1.500", 150_000],
    ["1.234.567,8", 123_456_780],
    ["R$ 1.500,50", 150_050],
    ["0,05", 5],
    ["1,500", null],
    ["1.50", null],
    ["-3", null],
    ["mil", null],
    ["", null],
  ])("%s", (written, cents) => {
    expect(parsedCents(written)).toBe(cents);
  });

  it("are edited as they are understood", () => {
    for (const cents of [0, 5, 150_050, 123_456_789]) {
      expect(parsedCents(editedCents(cents))).toBe(cents);
    }
  });
});
