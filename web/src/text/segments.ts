import { count } from "@/ui/format";
import { text } from "./pt-BR";

/** What the page of segments says. */
export const segments = {
  title: "Segmentações",
  state: (number: number, largest: string, customers: number) =>
    `${count(number)} segmentações; a maior, “${largest}”, tem ${text.customers(customers)}.`,
  none: "Nenhuma segmentação ainda.",
  noneDetail: "Uma segmentação é uma condição com nome: ela filtra a Carteira e pode ser acompanhada entre datas.",
  add: "Nova segmentação",
  name: "Nome",
  predicate: "Condição",
  customers: "Clientes",
  actions: "Ações",
  uncounted: "A condição pergunta algo que você não pode ver.",
  starter: "de fábrica",
  edit: (name: string) => `Editar ${name}`,
  remove: (name: string) => `Excluir ${name}`,
  removed: (name: string) => `Segmentação “${name}” excluída.`,
  moves: "Quem entrou e saiu",
  movesOf: (name: string) => `Quem entrou e quem saiu de “${name}”`,
  from: "De",
  to: "Até",
  entered: "Entraram",
  left: "Saíram",
  nobody: "Ninguém.",

  editor: {
    newTitle: "Nova segmentação",
    editTitle: (name: string) => `Editar “${name}”`,
    nameHint: "Como ela aparece na Carteira",
    insert: "Inserir indicador",
    insertHint: "Nome ou código do indicador",
    saved: (name: string) => `Segmentação “${name}” gravada.`,
    replacesStarter: "Esta é de fábrica. Depois de mudada, excluí-la traz a de fábrica de volta.",
  },

  taken: {
    saved: "Já existe uma segmentação com este nome. Escolha outro, ou troque a condição dela, que é:",
    starter: "Uma segmentação de fábrica já tem este nome. Escolha outro, ou troque a condição dela, que é:",
    replace: "Trocar a condição da que existe",
  },

  check: {
    label: "Condição",
    hint: "Exemplo: status = 'inativo' AND abc = 'A' AND revenue_12m_cents > reais(10000)",
    manual: "Como se escrevem condições",
    holds: (customers: number) => `${text.customers(customers)} agora.`,
    checking: "Conferindo…",
    place: (line: number, column: number) => `Linha ${line}, coluna ${column}`,
  },
};
