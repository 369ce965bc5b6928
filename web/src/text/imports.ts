import { bytes, count, moment, shortMonth } from "@/ui/format";

const plural = (number: number, one: string, many: string) => `${count(number)} ${number === 1 ? one : many}`;
const were = (number: number, one: string, many: string) => (number === 1 ? one : many);

/** How long in words: `12 s`, `3 min`, `1 h 20 min`. */
function duration(seconds: number): string {
  if (seconds < 90) return `${count(Math.max(1, seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${count(minutes)} min` : `${count(Math.floor(minutes / 60))} h ${count(minutes % 60)} min`;
}

/** What the page of imports says. */
export const imports = {
  title: "Importações",
  none: "Nada foi importado ainda. Solte aqui as notas e as planilhas que a empresa já tem.",
  state: (live: number, newest: string) =>
    `${plural(live, "importação vale", "importações valem")} na carteira; a última terminou em ${moment(newest)}.`,
  noneLive: "Nenhuma importação vale na carteira agora.",

  drop: {
    label: "Soltar arquivos e pastas",
    title: "Solte aqui pastas, zip, XML e planilhas, tudo junto",
    detail: "Cada arquivo é reconhecido pelo conteúdo. Nada é gravado antes de você ver o que foi entendido.",
    files: "Escolher arquivos",
    folder: "Escolher pasta",
    reading: "Lendo a lista de arquivos…",
    empty: "Não havia nenhum arquivo no que foi solto.",
  },

  lot: {
    documents: "Notas e declarações",
    tables: "Planilhas",
    of: (files: number, first: string, size: number) =>
      files === 1 ? `${first} · ${bytes(size)}` : `${plural(files, "arquivo", "arquivos")} · ${bytes(size)}`,
    sending: (sent: number, all: number) => `Enviando: ${bytes(sent)} de ${bytes(all)}`,
    stopped: "O envio parou",
    lost: "O envio foi interrompido. Solte os mesmos arquivos de novo para continuar de onde parou.",
    resume: "Continuar o envio",
    discard: "Descartar",
    import: "Importar",
    importAll: (lots: number) => `Importar tudo (${count(lots)})`,
    close: "Tirar da tela",
    leave: "O envio ainda não terminou. Se você sair, ele para; solte os mesmos arquivos depois para continuar.",
    forgotten: "O servidor não se lembra mais deste ensaio.",
    rehearseAgain: "Ensaiar de novo",
  },

  progress: {
    rehearsal: "Ensaiando, sem gravar nada",
    import: "Importando",
    waiting: (whom: string) => `Esperando a vez: ${whom} está importando.`,
    waitingShort: "Esperando a vez",
    done: (records: number, rate: number) => `${plural(records, "registro", "registros")}, ${count(rate)} por segundo`,
    left: (seconds: number) => `faltam cerca de ${duration(seconds)}`,
    refused: (rejects: number) => `${plural(rejects, "recusado", "recusados")} até aqui`,
    stays: "Continua no servidor mesmo se você sair desta página.",
    by: (name: string, at: string) => `${name}, ${moment(at)}`,
  },

  result: {
    rehearsed: (accepted: number, documents: number) =>
      documents === 0
        ? `Entendi ${plural(accepted, "registro novo", "registros novos")}.`
        : `Entendi ${plural(accepted, "registro novo", "registros novos")}, ${plural(documents, "deles documento", "deles documentos")}.`,
    rehearsedKnown: "Tudo o que entendi já está na base.",
    rehearsedNothing: "Não achei nada que se possa importar.",
    imported: (accepted: number, seconds: number) =>
      `${plural(accepted, "registro novo entrou", "registros novos entraram")} na carteira em ${duration(seconds)}.`,
    importedKnown: "Nada mudou: tudo o que veio já estava na base.",
    importedNothing: "Nada entrou na carteira.",
    seeImport: "Ver a importação",
    seePortfolio: "Ver a carteira",
    accepted: "aceitos",
    duplicates: "repetidos",
    ignored: "ignorados",
    rejects: "recusados",
    warnings: "avisos",
    /** What stands below a count. */
    counted: {
      accepted: (number: number) => were(number, "aceito", "aceitos"),
      duplicates: (number: number) => were(number, "repetido", "repetidos"),
      ignored: (number: number) => were(number, "ignorado", "ignorados"),
      rejects: (number: number) => were(number, "recusado", "recusados"),
      warnings: (number: number) => were(number, "aviso", "avisos"),
    },
    explained: {
      accepted: "Documentos novos, ou cópias melhores de documentos que já estavam na base.",
      duplicates: "Já estavam na base: não somam duas vezes.",
      ignored: "Não dizem nada à carteira; cada um tem o motivo.",
      rejects: "Deviam ter sido lidos e não puderam; cada um diz o que fazer.",
      warnings: "Esquisitices de registros que contaram.",
    },
    howMany: "Quantos",
    firstRejects: (shown: number, all: number) =>
      shown === all ? "Recusados" : `Os primeiros ${count(shown)} recusados de ${count(all)}`,
    misreadBelow: "São planilhas que não entendi: veja abaixo.",
    rejectsEach: "O motivo de cada um fica na lista da importação, depois de feita; desfazê-la é um clique.",
    ignoredEach: "A lista de cada um fica na importação, depois de feita.",
    warningsEach: "A lista de cada aviso fica na importação, depois de feita.",
  },

  table: {
    understood: (kind: string, columns: number, known: number) =>
      `Planilha de ${kind}: ${plural(columns, "coluna", "colunas")}, ${were(known, "1 reconhecida", `${count(known)} reconhecidas`)}`,
    rows: (rows: number, ignored: number, rejects: number) =>
      [
        plural(rows, "linha entra", "linhas entram"),
        ignored > 0 && `${plural(ignored, "ignorada", "ignoradas")}`,
        rejects > 0 && `${plural(rejects, "recusada", "recusadas")}`,
      ]
        .filter(Boolean)
        .join(", "),
    layout: (name: string) => `formato do ${name}`,
    sheet: (name: string) => `aba ${name}`,
    check: "Conferir colunas",
    hide: "Esconder colunas",
    column: "Coluna do arquivo",
    samples: "Primeiros valores",
    field: "É o campo",
    fieldOf: (header: string) => `Campo da coluna ${header}`,
    unused: "não usar",
    unnamed: (place: number) => `coluna ${count(place)}`,
    dates: "Datas",
    dateOrders: { day_first: "dia/mês/ano", month_first: "mês/dia/ano" } as Record<string, string>,
    decimals: "Valores",
    decimalStyles: { comma: "1.234,56", point: "1,234.56" } as Record<string, string>,
    kind: "Do que trata",
    kinds: {
      sales: "vendas",
      customers: "clientes",
      receivables: "títulos a receber",
      products: "produtos",
      sellers: "vendedores",
    },
    apply: "Reler com esta correspondência",
    revert: "Voltar ao que foi entendido",
    apart: "Esta planilha passa a ser importada à parte das outras, com a sua própria correspondência.",
    inArchive:
      "Esta planilha está junto de outras num arquivo que só o servidor tem aberto. Para corrigir as colunas, solte-a sozinha, fora do zip.",
    misread: "Não entendi",
    sayKind: "Se é uma planilha, diga do que ela trata e ela será relida.",
  },

  history: {
    title: "Histórico",
    gaps: "O que parece faltar",
    number: "Nº",
    when: "Quando",
    who: "Quem",
    state: "Situação",
    actions: "Ações",
    states: { writing: "em andamento", live: "vale", undone: "desfeita", dead: "interrompida" },
    statesExplained: {
      writing: "Ainda não aparece na carteira.",
      live: "Os documentos dela contam na carteira.",
      undone: "A carteira está como se ela nunca tivesse sido feita.",
      dead: "O programa parou no meio; nada dela ficou.",
    },
    undoneAt: (at: string) => `desfeita em ${moment(at)}`,
    unknown: "linha de comando",
  },

  undo: {
    action: "Desfazer importação",
    short: "Desfazer",
    title: (number: number) => `Desfazer a importação ${count(number)}?`,
    effect: (accepted: number) =>
      `A carteira fica como se ela nunca tivesse sido feita: sai o que só ela trouxe, no máximo ${plural(accepted, "registro", "registros")}. O que outra importação também trouxe fica, e o que as pessoas corrigiram não muda.`,
    again: "Para voltar atrás, importe os mesmos arquivos de novo.",
    done: (number: number, documents: number, restored: number, kept: number) =>
      `${[
        `Importação ${count(number)} desfeita: ${plural(documents, "documento saiu", "documentos saíram")}`,
        restored > 0 && plural(restored, "voltou à versão anterior", "voltaram à versão anterior"),
        kept > 0 && `${plural(kept, "ficou", "ficaram")}, porque outra importação também trouxe`,
      ]
        .filter(Boolean)
        .join("; ")}.`,
  },

  one: {
    title: (number: number) => `Importação ${count(number)}`,
    live: (at: string, by: string | null) =>
      `Feita em ${moment(at)}${by ? ` por ${by}` : ""}; os documentos contam na carteira.`,
    lists: { rejects: "Recusados", warnings: "Avisos", ignored: "Ignorados" },
    counts: "O que houve com cada registro",
    sum: (records: number) => `${plural(records, "registro", "registros")} ao todo`,
    whatReason: "Motivo",
    whatKind: "Tipo",
    whatClass: "Classe",
    reasons: "Ignorados, por motivo",
    kinds: "Avisos, por tipo",
    classes: "Itens das notas aceitas, por classe",
    download: "Baixar CSV",
    file: "Arquivo",
    place: "Onde",
    value: "Valor",
    reason: "O que houve e o que fazer",
    line: (line: number) => `linha ${count(line)}`,
    empty: {
      rejects: "Nenhum registro foi recusado.",
      warnings: "Nenhum aviso.",
      ignored: "Nenhum registro foi ignorado.",
    },
    back: "Todas as importações",
    absent: "Esta importação não existe",
    absentDetail: "O número do endereço não é de nenhuma importação feita aqui. Veja as que há na lista.",
  },

  gaps: {
    none: "Nada parece faltar: não há números pulados, e todos os meses com notas têm cancelamentos.",
    numbers: "Números de nota que faltam",
    numbersDetail: "Entre o primeiro e o último de cada série. Podem ser notas inutilizadas de que falta o evento.",
    months: "Meses com notas e nenhum cancelamento",
    monthsDetail: "Muitos ERPs exportam as notas sem os eventos; uma venda cancelada estaria contando.",
    issuer: "Emitente",
    series: "Modelo e série",
    seriesOf: (model: number, series: number) => `${model === 65 ? "NFC-e" : "NF-e"}, série ${series}`,
    missing: "Números",
    range: (first: number, last: number) => (first === last ? count(first) : `${count(first)} a ${count(last)}`),
    howMany: "Quantos",
    month: "Mês",
    monthOf: (month: string) => shortMonth(month),
    notes: "Notas",
  },
};
