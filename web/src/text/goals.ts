import { count, percent, shortMoney } from "@/ui/format";

const MONTHS = [
  "janeiro",
  "fevereiro",
  "março",
  "abril",
  "maio",
  "junho",
  "julho",
  "agosto",
  "setembro",
  "outubro",
  "novembro",
  "dezembro",
];

/** What the page of goals says. */
export const goals = {
  title: "Metas",
  month: "Mês",
  monthOf: (month: string) => `${MONTHS[Number(month.slice(5, 7)) - 1]} de ${month.slice(0, 4)}`,
  before: "Mês anterior",
  after: "Mês seguinte",
  state: (month: string, attained: number, goal: number, share: number) =>
    `Em ${month}, ${shortMoney(attained)} de ${shortMoney(goal)} em metas: ${percent(share)}.`,
  heading: (projected: number, goal: number) =>
    projected >= goal
      ? `No ritmo, fecha em ${shortMoney(projected)}, acima das metas.`
      : `No ritmo, fecha em ${shortMoney(projected)}, abaixo das metas.`,
  noGoals: (month: string, attained: number) => `Nenhuma meta em ${month}; foram vendidos ${shortMoney(attained)}.`,
  list: "Metas por vendedor",
  seller: "Vendedor",
  noSeller: "(sem vendedor)",
  goal: "Meta",
  set: "definir",
  goalOf: (seller: string) => `Meta de ${seller}`,
  edit: (seller: string) => `Mudar a meta de ${seller}`,
  attained: "Realizado",
  share: "Da meta",
  projected: "No ritmo, fecha em",
  meets: "alcança",
  misses: "não alcança",
  add: "Acrescentar meta",
  addHint: "Vendedor responsável por clientes",
  saved: (seller: string) => `Meta de ${seller} salva.`,
  removed: (seller: string) => `Meta de ${seller} retirada.`,
  noAmount: "Escreva um valor em reais, como 150.000,50.",
  outOfBounds: "Uma meta vai de 0 a 9.999.999.999,99.",
  ownOnly: "O realizado aqui soma só as vendas aos clientes que você vê; o do gestor, todas as que dizem o vendedor.",
  empty: "Nada foi vendido neste mês e não há metas.",
  positivation: "Positivação",
  positivationMeans: "Clientes da carteira que compraram no mês ÷ clientes da carteira.",
  by: "Por",
  bySeller: "Vendedor",
  byTeam: "Equipe",
  noTeam: "(sem equipe)",
  customers: "Clientes",
  buyers: "Positivados",
  positivated: "Positivação",
  missing: "Faltam comprar",
  ofAll: (buyers: number, customers: number) => `${count(buyers)} de ${count(customers)} clientes`,
};
