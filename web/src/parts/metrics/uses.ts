import type { Metric, Segment } from "@/api/types";

/** Letters as people type them when they search: no accents, no capitals. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** The indicators in whose names or explanation every word of a search is found; those named so come first. */
export function foundMetrics(metrics: readonly Metric[], search: string): Metric[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const hasAll = (text: string) => words.every((word) => plain(text).includes(word));
  const isNamed = (metric: Metric) => hasAll(`${metric.label} ${metric.name} ${metric.english}`);
  const isExplained = (metric: Metric) =>
    hasAll([metric.label, metric.name, metric.formula, ...(metric.words ?? []).map((word) => word.label)].join(" "));
  const named = metrics.filter(isNamed);
  return [...named, ...metrics.filter((metric) => !isNamed(metric) && isExplained(metric))];
}

/** The indicators that are computed from one. */
export function dependents(metrics: readonly Metric[], name: string): Metric[] {
  return metrics.filter((metric) => metric.inputs.some((input) => input.name === name));
}

/** The segments whose predicates ask about an indicator. */
export function segmentsAbout(segments: readonly Segment[], name: string): Segment[] {
  // Inside quotes a word is a value and no indicator.
  const words = (predicate: string): string[] => predicate.replace(/'[^']*'/g, "").match(/\w+/g) ?? [];
  return segments.filter((segment) => words(segment.predicate).includes(name));
}
