import type { Metric } from "@/api/types";
import { type Condition, type Test, testsOf } from "./condition";

/** A condition while it is edited: numbers as people write them, reais and percents. */
export interface Draft {
  test: Test;
  values: string[];
  value: number | string | null;
  to: number | string | null;
}

/** How many of the unit that people write make one of the unit that is kept. */
function scale(metric: Pick<Metric, "unit">): number {
  if (metric.unit === "cents") return 100;
  return metric.unit === "share" ? 0.01 : 1;
}

const written = (value: number | string, metric: Metric) =>
  typeof value === "number" ? Number((value / scale(metric)).toFixed(4)) : value;
const kept = (value: number | string, metric: Metric) => {
  if (typeof value !== "number") return value;
  const scaled = value * scale(metric);
  return metric.unit === "cents" ? Math.round(scaled) : Number(scaled.toFixed(6));
};

/** The draft of a condition, or of a new one. */
export function draftOf(metric: Metric, condition: Condition | undefined): Draft {
  const draft: Draft = { test: testsOf(metric)[0] ?? "filled", values: [], value: null, to: null };
  if (!condition) return draft;
  draft.test = condition.test;
  if ("values" in condition) draft.values = condition.values;
  if ("value" in condition) draft.value = written(condition.value, metric);
  if ("from" in condition) {
    draft.value = written(condition.from, metric);
    draft.to = written(condition.to, metric);
  }
  return draft;
}

/** The condition of a draft, or null while something is missing. */
export function completed(draft: Draft, metric: Metric): Condition | null {
  const name = metric.name;
  const given = (value: number | string | null): value is number | string => value !== null && value !== "";
  switch (draft.test) {
    case "filled":
    case "empty":
      return { metric: name, test: draft.test };
    case "any_of":
    case "none_of":
      return draft.values.length > 0 ? { metric: name, test: draft.test, values: draft.values } : null;
    case "contains":
    case "tagged":
    case "untagged": {
      const value = String(draft.value ?? "").trim();
      return value ? { metric: name, test: draft.test, value } : null;
    }
    case "between":
      if (!given(draft.value) || !given(draft.to)) return null;
      return { metric: name, test: "between", from: kept(draft.value, metric), to: kept(draft.to, metric) };
    default:
      return given(draft.value) ? { metric: name, test: draft.test, value: kept(draft.value, metric) } : null;
  }
}
