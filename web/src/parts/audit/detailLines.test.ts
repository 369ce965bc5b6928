import { expect, it } from "vitest";
import type { AuditEntry } from "@/api/audit";
import type { Setting } from "@/api/settings";
import { detailLines } from "./detailLines";

const catalogue = {
  settings: [{ name: "status.active_days", label: "Ativo até", unit: "days" } as Setting],
  metrics: [{ name: "revenue_12m_cents", label: "Receita 12 meses" }],
};

const told = (action: string, detail: Record<string, unknown>) =>
  detailLines({ action, detail: detail as AuditEntry["detail"] }, catalogue).map(
    ({ label, value }) => `${label}: ${value.replace(/\u00a0/g, " ")}`,
  );

it("tells changes of customers in words, without what is empty", () => {
  const detail = {
    what: "owner",
    field: "owner",
    value: "Ana",
    reason: null,
    effective_on: "2026-12-01",
    customers: 1,
  };
  expect(told("customers_changed", detail)).toEqual([
    "O que mudou: vendedor responsável",
    "Valor: Ana",
    "A partir de: 01/12/2026",
    "Clientes: 1",
  ]);
  expect(told("customer_edited", { phone: "+5519987654321", cep: "14010310", city: null })).toEqual([
    "telefone: (19) 98765-4321",
    "CEP: 14010-310",
    "cidade: volta ao que dizem os documentos",
  ]);
});

it("tells amounts, months, settings and columns by their words", () => {
  expect(told("goal_set", { month: "2026-11", revenue_cents: 123450 })).toEqual([
    "Mês: novembro de 2026",
    "Meta: R$ 1.234,50",
  ]);
  expect(told("settings_saved", { "status.active_days": 30, "abc.a": null })).toEqual([
    "Ativo até: 30 dias",
    "abc.a: volta ao padrão",
  ]);
  expect(
    told("exported", { format: "xlsx", as_of: "2026-11-30", columns: ["revenue_12m_cents"], where: null }),
  ).toEqual(["Formato: XLSX", "Carteira em: 30/11/2026", "Colunas: Receita 12 meses"]);
});

it("tells what a person was and is", () => {
  expect(told("user_changed", { role: ["seller", "manager"], seller: ["ANA", null], disabled: [false, true] })).toEqual(
    ["Papel: Vendedor → Gestor", "Vendedor: ANA → nada", "Desativado: não → sim"],
  );
});
