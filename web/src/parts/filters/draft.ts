import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { editedCents, parsedCents, parsedNumber } from "@/ui/writtenNumber";
import { type Condition, type Test, testsOf } from "./condition";

const words = text.filters;

/** A condition while it is edited: numbers as people write them, reais and percents. */
export interface Draft {
  test: Test;
  values: string[];
  value: string;
  to: string;
}

type Kept = number | string;
type UnitOf = Pick<Metric, "unit">;

/** How many decimals a number may have; a share one of its percents. */
const DECIMALS = 6;
const SHARE_DECIMALS = 4;

/** Whether values of a unit are numbers. */
function isNumber({ unit }: UnitOf): boolean {
  return unit === "cents" || unit === "share" || unit === "days" || unit === "count";
}

function written(value: Kept, { unit }: UnitOf): string {
  if (typeof value === "string") return value;
  if (unit === "cents") return editedCents(value);
  const shown = unit === "share" ? (value * 100).toFixed(SHARE_DECIMALS) : value.toFixed(DECIMALS);
  return shown.replace(/\.?0+$/, "").replace(".", ",");
}

/** What a written value says, or null where it says nothing. */
function kept(value: string, metric: UnitOf): Kept | null {
  if (value.trim() === "") return null;
  if (!isNumber(metric)) return value;
  if (metric.unit === "cents") return parsedCents(value);
  const isShare = metric.unit === "share";
  const units = parsedNumber(isShare ? value.replace(/%\s*$/, "") : value, isShare ? SHARE_DECIMALS : DECIMALS);
  // Percents with four decimals are shares with six.
  return units === null ? null : units / 10 ** DECIMALS;
}

/** Why what is written is no value; null where it is one, or nothing is written. */
export function problemOf(value: string, metric: UnitOf): string | null {
  if (value.trim() === "" || kept(value, metric) !== null) return null;
  if (metric.unit === "cents") return words.noAmount;
  return metric.unit === "share" ? words.noPercent : words.noNumber;
}

/** The draft of a condition, or of a new one. */
export function draftOf(metric: Metric, condition: Condition | undefined): Draft {
  const draft: Draft = { test: testsOf(metric)[0] ?? "filled", values: [], value: "", to: "" };
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

/** The condition of a draft, or null while something is missing or is no value. */
export function completed(draft: Draft, metric: Metric): Condition | null {
  const name = metric.name;
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
      const value = draft.value.trim();
      return value ? { metric: name, test: draft.test, value } : null;
    }
    case "between": {
      const [from, to] = [kept(draft.value, metric), kept(draft.to, metric)];
      return from === null || to === null ? null : { metric: name, test: "between", from, to };
    }
    default: {
      const value = kept(draft.value, metric);
      return value === null ? null : { metric: name, test: draft.test, value };
    }
  }
}
