import { count } from "@/ui/format";

/** What the page of indicators says. */
export const metrics = {
  title: "Indicadores",
  state: (all: number) => `${count(all)} indicadores: o que cada coluna da carteira quer dizer e como se calcula.`,
  found: (some: number, all: number) => `${count(some)} de ${count(all)} indicadores.`,
  search: "Procurar",
  searchHint: "Nome, código ou palavra da explicação",
  nothing: (words: string) => `Nenhum indicador com “${words}”.`,
  layers: {
    registration: "Cadastro",
    own: "Do próprio cliente",
    rank: "Comparados com a carteira inteira",
  },
  layersMean: {
    registration: "Quem é o cliente, segundo a melhor fonte.",
    own: "Dependem só do que aconteceu com o cliente.",
    rank: "Mudam também quando outros clientes mudam.",
  },
  units: {
    text: "texto",
    word: "uma palavra",
    date: "data",
    days: "dias",
    count: "quantidade",
    cents: "valor em reais",
    share: "parte do todo",
  },
  code: "Código",
  unit: "Unidade",
  words: "Palavras",
  source: "Fonte",
  computedBy: "Calculado em",
  inputs: "Calculado a partir de",
  settings: "Ajustes",
  usedByMetrics: "Entra no cálculo de",
  usedBySegments: "Usado nas segmentações",
  column: "Ver na Carteira",
};
