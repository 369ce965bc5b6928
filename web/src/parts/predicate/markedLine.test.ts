import { describe, expect, it } from "vitest";
import { markedLine } from "./markedLine";

const predicate = "status = 'inativ'\nAND abcd = 'A'";

describe("the place of an error", () => {
  it.each([
    [1, 10, "status = ", "'inativ'", ""],
    [2, 5, "AND ", "abcd", " = 'A'"],
    [2, 10, "AND abcd ", "=", " 'A'"],
    [2, 15, "AND abcd = 'A'", " ", ""],
  ])("line %i, column %i", (line, column, before, word, after) => {
    expect(markedLine(predicate, line, column)).toEqual({ before, word, after });
  });

  it("counts characters, not units of a string", () => {
    expect(markedLine("'😀' = x", 1, 7)?.word).toBe("x");
  });

  it("is nowhere where the error names none", () => {
    expect(markedLine(predicate, undefined, undefined)).toBeNull();
    expect(markedLine(predicate, 3, 1)).toBeNull();
  });
});
