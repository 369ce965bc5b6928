import { describe, expect, it } from "vitest";
import { editedCents, parsedCents, parsedNumber } from "./writtenNumber";

describe("amounts that people write", () => {
  it.each([
    ["1500", 150_000],
    ["1.500", 150_000],
    ["1.234.567", 123_456_700],
    ["1.234.567,8", 123_456_780],
    ["50.000,00", 5_000_000],
    ["50000,5", 5_000_050],
    ["50000,50", 5_000_050],
    ["R$ 50", 5000],
    ["R$ 1.500,50", 150_050],
    ["r$50", 5000],
    ["-R$ 3,10", -310],
    ["R$ -3", -300],
    ["0,05", 5],
    ["-0", 0],
    ["1,500", null],
    ["1.50", null],
    ["50000.50", null],
    ["1.234.56", null],
    ["1,2,3", null],
    ["--3", null],
    ["mil", null],
    ["R$", null],
    ["99999999999999999", null],
    ["", null],
  ])("%s", (written, cents) => {
    expect(parsedCents(written)).toBe(cents);
  });

  it("are edited as they are understood", () => {
    for (const cents of [0, 5, -5, -150, 150_050, 123_456_789]) {
      expect(parsedCents(editedCents(cents))).toBe(cents);
    }
  });
});

describe("numbers that people write", () => {
  it.each([
    ["31,5", 2, 3150],
    ["12,345", 2, null],
    ["7", 0, 7],
    ["7,0", 0, null],
    ["−20", 1, -200],
  ])("%s with %i decimals", (written, decimals, units) => {
    expect(parsedNumber(written, decimals)).toBe(units);
  });
});
