import { count, date } from "@/ui/format";
import { text } from "./pt-BR";

/** What the list of changes of many customers says. */
export const changes = {
  title: "Mudanças recentes",
  detail: "Transferências e etiquetas, da mais nova à mais antiga. Quem foi mudado de novo depois fica como está.",
  none: "Nenhuma mudança ainda.",
  of: (customers: number) => text.customers(customers),
  what: {
    owner: (value: string | null) =>
      value ? `Vendedor responsável: ${value}` : "Vendedor responsável: volta ao que dizem as listas",
    add_tags: (value: string | null) => `Etiqueta acrescentada: ${value ?? text.none}`,
    remove_tags: (value: string | null) => `Etiqueta retirada: ${value ?? text.none}`,
  } as Record<string, (value: string | null) => string>,
  other: (value: string | null) => `Cadastro corrigido: ${value ?? text.none}`,
  undoing: (number: number) => `Desfez a mudança nº ${count(number)}`,
  on: (day: string) => `a partir de ${date(day)}`,
  number: (number: number) => `nº ${count(number)}`,
  undone: (by: number) => `desfeita pela nº ${count(by)}`,
  undo: (number: number) => `Desfazer a mudança ${count(number)}`,
  done: (customers: number, leftAlone: number) =>
    `${text.customers(customers)} ${customers === 1 ? "voltou" : "voltaram"} ao que era antes${
      leftAlone > 0
        ? `; ${count(leftAlone)} ${leftAlone === 1 ? "foi mudado de novo depois e fica como está" : "foram mudados de novo depois e ficam como estão"}`
        : ""
    }.`,
};
