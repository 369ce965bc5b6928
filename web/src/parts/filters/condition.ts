import type { Metric, Unit } from "@/api/types";

/** One thing asked of an indicator. Amounts are cents, shares fractions, dates `2026-11-30`. */
export type Condition =
  | { metric: string; test: "any_of" | "none_of"; values: string[] }
  | { metric: string; test: "contains"; value: string }
  | { metric: string; test: Comparison; value: number | string }
  | { metric: string; test: "between"; from: number | string; to: number | string }
  | { metric: string; test: "filled" | "empty" }
  | { metric: string; test: "tagged" | "untagged"; value: string };

export type Comparison = "at_least" | "at_most" | "more_than" | "less_than" | "equal";
export type Test = Condition["test"];

/** The metric of tags, which is asked about with `has_tag`. */
export const TAGS = "tags";

const MEASURED: Test[] = ["more_than", "at_least", "less_than", "at_most", "between", "equal", "filled", "empty"];

/** What can be asked of an indicator. */
export function testsOf(metric: Pick<Metric, "name" | "unit">): Test[] {
  if (metric.name === TAGS) return ["tagged", "untagged", "filled", "empty"];
  const byUnit: Record<Unit, Test[]> = {
    word: ["any_of", "none_of", "filled", "empty"],
    text: ["any_of", "none_of", "contains", "filled", "empty"],
    date: ["at_least", "at_most", "between", "equal", "filled", "empty"],
    days: MEASURED,
    count: MEASURED,
    cents: MEASURED,
    share: MEASURED,
  };
  return byUnit[metric.unit];
}
