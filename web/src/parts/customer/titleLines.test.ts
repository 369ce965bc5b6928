import { describe, expect, it } from "vitest";
import type { FactDocument, Title } from "@/api/types";
import { olderOverdue, titleLines, yearBefore } from "./titleLines";

const title = (number: string, due_on: string, open_cents: number, state = "overdue") =>
  ({ number, due_on, open_cents, amount_cents: open_cents, state }) as Title;
const behind = (detail: string, on: string, amount_cents: number, key: string) =>
  ({ detail, on, amount_cents, key }) as FactDocument;

describe("titles", () => {
  it("are named by the documents that are behind what is open", () => {
    const titles = [
      title("001", "2026-11-10", 5000),
      title("001", "2026-11-10", 5000),
      title("001", "2026-10-10", 0, "settled"),
      title("002", "2026-11-10", 7000),
    ];
    const documents = [
      behind("001", "2026-11-10", 5000, "A"),
      behind("001", "2026-11-10", 5000, "B"),
      behind("001", "2026-10-10", 0, "C"),
    ];
    expect(titleLines(titles, documents).map((line) => line.document)).toEqual(["A", "B", null, null]);
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
