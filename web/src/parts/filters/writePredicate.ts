import type { Metric, Unit } from "@/api/types";
import { quoted } from "../search";
import type { Comparison, Condition } from "./condition";

const SIGNS: Record<Comparison, string> = {
  at_least: ">=",
  at_most: "<=",
  more_than: ">",
  less_than: "<",
  equal: "=",
};

/** Conditions as the predicate that the API takes: all of them must hold. */
export function writePredicate(conditions: Condition[], metrics: Metric[]): string {
  const units = new Map(metrics.map((metric) => [metric.name, metric.unit]));
  return conditions.map((condition) => written(condition, units.get(condition.metric) ?? "text")).join(" AND ");
}

/** Two predicates that must both hold; either may be empty. */
export function bothOf(one: string, other: string): string {
  if (!one || !other) return one || other;
  return `(${one}) AND (${other})`;
}

function written(condition: Condition, unit: Unit): string {
  const { metric } = condition;
  switch (condition.test) {
    case "any_of":
      return condition.values.length === 1
        ? `${metric} = ${quoted(condition.values[0] ?? "")}`
        : `${metric} IN (${condition.values.map(quoted).join(", ")})`;
    case "none_of":
      return `${metric} NOT IN (${condition.values.map(quoted).join(", ")})`;
    case "contains":
      return `${metric} ILIKE ${quoted(`%${condition.value.replace(/[\\%_]/g, "\\$&")}%`)}`;
    case "between":
      return `${metric} BETWEEN ${literal(condition.from, unit)} AND ${literal(condition.to, unit)}`;
    case "filled":
      return `${metric} IS NOT NULL`;
    case "empty":
      return `${metric} IS NULL`;
    case "tagged":
      return `has_tag(${quoted(condition.value)})`;
    case "untagged":
      return `NOT has_tag(${quoted(condition.value)})`;
    default:
      return `${metric} ${SIGNS[condition.test]} ${literal(condition.value, unit)}`;
  }
}

function literal(value: number | string, unit: Unit): string {
  if (typeof value === "string") return quoted(value);
  return unit === "cents" ? `reais(${decimal(value)})` : String(value);
}

/** Cents as reais, without a float between: 123456 is `1234.56`. */
function decimal(cents: number): string {
  const sign = cents < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = Math.abs(cents) % 100;
  return rest === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(rest).padStart(2, "0")}`;
}
