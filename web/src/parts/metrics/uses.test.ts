import { describe, expect, it } from "vitest";
import type { Metric, Segment } from "@/api/types";
import { dependents, foundMetrics, segmentsAbout } from "./uses";

function metric(name: string, label: string, formula: string, inputs: string[] = []): Metric {
  const inputsNamed = inputs.map((input) => ({ name: input, label: input }));
  return { name, label, english: name, formula, inputs: inputsNamed } as unknown as Metric;
}

const catalogue = [
  metric("status", "Situação comercial", "Pelos dias desde a última compra e o ciclo.", ["cycle_days"]),
  metric("cycle_days", "Ciclo de compra", "Mediana dos intervalos entre compras."),
  metric("abc", "Curva ABC", "Pela receita em 12 meses."),
];

const names = (metrics: Metric[]) => metrics.map(({ name }) => name);

describe("the catalogue of indicators", () => {
  it.each([
    ["situacao", ["status"]],
    ["CICLO", ["cycle_days", "status"]],
    ["compra ciclo", ["cycle_days", "status"]],
    ["abc", ["abc"]],
    ["", ["status", "cycle_days", "abc"]],
    ["margem", []],
  ])("searched for “%s”", (search, found) => {
    expect(names(foundMetrics(catalogue, search))).toEqual(found);
  });

  it("tells which are computed from one", () => {
    expect(names(dependents(catalogue, "cycle_days"))).toEqual(["status"]);
  });

  it("tells which segments ask about one, not those that only name it as a value", () => {
    const predicates = ["abc = 'A'", "abc_previous = 'A'", "name = 'abc'", "uf = 'SP' AND (abc IN ('B'))"];
    const all = predicates.map((predicate) => ({ name: predicate, predicate }) as Segment);
    expect(segmentsAbout(all, "abc").map(({ name }) => name)).toEqual(["abc = 'A'", "uf = 'SP' AND (abc IN ('B'))"]);
  });
});
