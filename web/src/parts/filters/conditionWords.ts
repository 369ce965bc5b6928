import type { Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { count, date, money, percent } from "@/ui/format";
import type { Condition } from "./condition";

const words = text.filters;
const SHOWN = 3;

/** A condition as people read it: `Situação comercial: risco de perda`, `Receita: acima de R$ 10.000,00`. */
export function conditionWords(condition: Condition, metric: Metric): string {
  return `${metric.label}: ${askedWords(condition, metric)}`;
}

function askedWords(condition: Condition, metric: Metric): string {
  const test = words.tests[condition.test];
  switch (condition.test) {
    case "any_of":
      return listed(condition.values, metric);
    case "none_of":
      return `${test} ${listed(condition.values, metric)}`;
    case "between":
      return `${test} ${valueWords(condition.from, metric)} ${words.and} ${valueWords(condition.to, metric)}`;
    case "filled":
    case "empty":
      return test;
    default:
      return `${test} ${valueWords(condition.value, metric)}`;
  }
}

function listed(values: string[], metric: Metric): string {
  const labels = values.map((value) => valueWords(value, metric));
  if (labels.length <= SHOWN) return labels.join(", ");
  return `${labels.slice(0, SHOWN - 1).join(", ")} e mais ${labels.length - SHOWN + 1}`;
}

function valueWords(value: number | string, metric: Metric): string {
  if (typeof value === "string") {
    if (metric.unit === "date") return date(value);
    return metric.words.find((word) => word.code === value)?.label ?? value;
  }
  switch (metric.unit) {
    case "cents":
      return money(value);
    case "share":
      return percent(value);
    case "days":
      return text.decimalDays(value);
    default:
      return count(value);
  }
}
