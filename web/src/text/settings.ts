import { count, moment } from "@/ui/format";
import { text } from "./pt-BR";

/** What the page of settings says. */
export const settings = {
  title: "Configurações",
  state: "Os limites pelos quais a carteira é julgada. O efeito de uma mudança aparece antes de ela ser gravada.",
  changed: (at: string, by: string | null) => `Última mudança em ${moment(at)}${by ? `, por ${by}` : ""}.`,
  units: {
    days: "dias",
    factor: "vezes o ciclo",
    percent: "%",
    months: "meses",
    boolean: "",
    count: "",
  },
  yes: "sim",
  no: "não",
  default: (value: string) => `padrão: ${value}`,
  restore: "Voltar ao padrão",
  unsaved: (number: number) => (number === 1 ? "1 mudança por gravar" : `${count(number)} mudanças por gravar`),
  leaveTitle: "Sair sem gravar?",
  leaveDetail: (number: number) =>
    number === 1 ? "A mudança por gravar se perde." : `As ${count(number)} mudanças por gravar se perdem.`,
  leave: "Sair sem gravar",
  stay: "Continuar aqui",
  save: "Gravar",
  discard: "Desistir",
  saved: "Configurações gravadas. A carteira já usa os novos limites.",
  effect: "O que mudaria",
  effectNone: "Mude um limite para ver aqui o efeito na carteira de hoje.",
  effectSame: "Nenhum cliente mudaria de situação nem de curva.",
  statuses: "Situação comercial",
  abc: "Curva",
  before: "Agora",
  after: "Depois",
  moved: (customers: number) => `${text.customers(customers)} ${customers === 1 ? "mudaria" : "mudariam"} de situação`,
  curve: (abc: string) => `curva ${abc}`,
};
