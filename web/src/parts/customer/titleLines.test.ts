import { describe, expect, it } from "vitest";
import type { FactDocument, Title } from "@/api/types";
import { olderOverdue, titleLines, yearBefore } from "./titleLines";

const title = (number: string, due_on: string, open_cents: number, state = "overdue") =>
  ({ number, due_on, open_cents, amount_cents: open_cents, state }) as Title;
const behind = (kind: string, detail: string, on: string, amount_cents: number, key: string) =>
  ({ kind, detail, on, amount_cents, key }) as FactDocument;
const settled = (number: string, due_on: string, amount_cents: number, days_late: number) =>
  ({ ...title(number, due_on, 0, "settled"), amount_cents, days_late }) as Title;

describe("titles", () => {
  it("are named by the documents that are behind what is open", () => {
    const titles = [
      title("001", "2026-11-10", 5000),
      title("001", "2026-11-10", 5000),
      title("002", "2026-11-10", 7000),
    ];
    const open = [
      behind("open_title", "001", "2026-11-10", 5000, "A"),
      behind("open_title", "001", "2026-11-10", 5000, "B"),
    ];
    expect(titleLines(titles, open, []).map((line) => line.document)).toEqual(["A", "B", null]);
  });

  it("that were paid are named where just one document was so late with so much", () => {
    const titles = [
      settled("001", "2026-10-10", 5000, 3),
      settled("001", "2026-09-10", 5000, 0),
      settled("002", "2026-08-10", 100, 0),
    ];
    const due = [
      behind("settled_title", "3", "2026-10-10", 5000, "A"),
      behind("settled_title", "0", "2026-09-10", 5000, "B"),
      behind("settled_title", "0", "2026-09-10", 5000, "C"),
      behind("open_title", "0", "2026-08-10", 100, "D"),
    ];
    expect(titleLines(titles, [], due).map((line) => line.document)).toEqual(["A", null, null]);
  });

  it("that are overdue for 12 months are out of the indicator", () => {
    const titles = [
      title("1", "2025-12-01", 100),
      title("2", "2025-11-30", 20),
      title("3", "2024-01-15", 3),
      title("4", "2024-01-15", 0, "settled"),
    ];
    expect(olderOverdue(titles, "2026-11-30")).toBe(23);
  });

  it.each([
    ["2026-11-30", "2025-11-30"],
    ["2024-02-29", "2023-02-28"],
  ])("a year before %s", (date, before) => {
    expect(yearBefore(date)).toBe(before);
  });
});
