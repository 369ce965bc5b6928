import { expect, it } from "vitest";
import { parsedDate } from "./writtenDate";

it.each([
  ["30/11/2026", "2026-11-30"],
  ["01/12/2026", "2026-12-01"],
  [" 5/1/26 ", "2026-01-05"],
  ["5.1.2026", "2026-01-05"],
  ["29/02/2024", "2024-02-29"],
  ["29/02/2026", null],
  ["31/13/2026", null],
  ["0/1/2026", null],
  ["30/11/202", null],
  ["30/11", null],
  ["ontem", null],
  ["", null],
])("%s", (written, date) => {
  expect(parsedDate(written)).toBe(date);
});
