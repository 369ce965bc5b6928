import { count } from "@/ui/format";

/** What the page of the audit log says. */
export const audit = {
  title: "Auditoria",
  state: "Toda mudança e toda exportação: quem, quando, o quê e sobre quem. Nada é apagado nem mudado aqui.",
  entries: "Registros, do mais novo ao mais antigo",
  who: "Pessoa",
  everyone: "todas",
  what: "Ação",
  everything: "todas",
  number: "Nº",
  when: "Quando",
  subject: "Sobre",
  detail: "Detalhe",
  see: "ver",
  hash: "Resumo na corrente",
  none: "Nenhum registro com este filtro.",
  verify: "Conferir a corrente",
  verifying: "Conferindo…",
  whole: (entries: number) => `A corrente está inteira: ${count(entries)} registros, cada um preso ao anterior.`,
  broken: (at: number, entries: number) =>
    `A corrente se quebra no registro ${count(at)}, de ${count(entries)}: ele ou o anterior foi mudado ou tirado fora do Carteira.`,
};
