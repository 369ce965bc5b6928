import type { NoticeList } from "@/api/imports";
import type { CountKind } from "./Counts";

/** What lists are called in addresses. */
const WORDS: Record<NoticeList, string> = { rejects: "recusados", warnings: "avisos", ignored: "ignorados" };

const isList = (kind: string): kind is NoticeList => kind in WORDS;

/** Where an import is shown, with one of its lists open; accepted and known records have none. */
export function importAddress(number: number, kind?: CountKind): string {
  const address = `/importacoes/${number}`;
  return kind !== undefined && isList(kind) ? `${address}?lista=${WORDS[kind]}` : address;
}

/** The list that an address says is open. */
export function listOfAddress(search: URLSearchParams): NoticeList | null {
  const word = search.get("lista");
  return (Object.keys(WORDS) as NoticeList[]).find((list) => WORDS[list] === word) ?? null;
}
