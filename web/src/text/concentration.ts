import { count, decimal, percent, ratio, shortMoney } from "@/ui/format";

const plural = (number: number, one: string, many: string) => `${count(number)} ${number === 1 ? one : many}`;

/** What the page of concentration says. */
export const concentration = {
  title: "Concentração",
  by: "Repartir por",
  weight: "O valor",
  customer: "Cliente",
  /** What stands before and after the largest's name: “Os 10 maiores somam 38,2 % de R$ 18,4 mi; o maior é X, 9,1 %.” */
  state: (shares: number, cr10: number, cr1: number, total: number): [string, string] =>
    shares > 10
      ? [`Os 10 maiores somam ${percent(cr10)} de ${shortMoney(total)}; o maior é `, `, com ${percent(cr1)}.`]
      : ["O maior é ", `, com ${percent(cr1)} de ${shortMoney(total)}.`],
  nothing: "Nada a repartir",
  nothingDetail: "Nenhum cliente da seleção tem valor positivo neste indicador.",
  alarm: {
    attention: "Atenção: o maior passa de 10 %.",
    critical: "Crítico: o maior passa de 25 %.",
  },
  filtered: "Só os clientes que cumprem:",
  unfilter: "Mostrar todos",
  measures: "Medidas",
  cr: (number: number) => (number === 1 ? "O maior" : `Os ${count(number)} maiores`),
  crMeans: (number: number) =>
    number === 1 ? "A parte do maior no total (CR1)." : `A soma das partes dos ${count(number)} maiores (CR${number}).`,
  hhi: "HHI",
  hhiMeans: (effective: number) =>
    `A soma dos quadrados das partes, vezes 10.000. É como se fossem ${decimal(effective)} de mesmo tamanho.`,
  hhiWord: (hhi: number) => (hhi < 1500 ? "pouco concentrada" : hhi <= 2500 ? "moderada" : "muito concentrada"),
  gini: "Gini",
  giniOf: (gini: number) => ratio(gini),
  giniMeans: "0 quando todos são iguais; perto de 1 quando quase tudo é de um só.",
  without: "Sem o maior",
  withoutMeans: (hhi: number) => `É o que restaria do valor, com HHI ${count(Math.round(hhi))}.`,
  ignored: (cents: number) => `Fora da conta, por não serem positivos: ${shortMoney(cents)}.`,
  curve: "Quanto somam os maiores",
  curveSays: (share: number, number: number, all: number) =>
    `${percent(share)} do valor vêm de ${count(number)} dos ${count(all)}.`,
  curveBeyond: (share: number, shown: number) => `Nem os ${count(shown)} maiores somam ${percent(share)}.`,
  curveRest: (shown: number, more: number, share: number) =>
    `Tracejado: depois dos ${count(shown)} maiores, uma reta até o total; os outros ${count(more)} somam ${percent(share)}.`,
  list: "Do maior para o menor",
  rank: "Nº",
  unknown: "(não informado)",
  howMany: "Clientes",
  amount: "Valor",
  share: "Parte",
  cumulated: "Acumulada",
  more: (more: number) =>
    `${plural(more, "outro valor não é mostrado", "outros valores não são mostrados")}; exporte a Carteira para vê-los.`,
};
