import type { MovedCustomer, Since } from "@/api/moves";
import { type Changes, changedSearch } from "@/parts/search";
import { text } from "@/text/pt-BR";

/** Those who buy: whoever passes to a risk of loss was one of them. */
const BUYING = ["novo", "ativo"];

/** A move that the page shows the customers of. */
export interface ShownMove {
  /** Nothing where they may have been anything that buys. */
  from: string | null;
  to: string;
  since: Since;
}

const YESTERDAY = "ontem";

/** The move that an address shows: `mudaram=ativo:risco_de_perda`, with `desde=ontem` since the day before. */
export function shownMove(search: URLSearchParams): ShownMove | null {
  const [from = "", to = ""] = (search.get("mudaram") ?? "").split(":");
  const isStatus = (word: string) => Object.hasOwn(text.statuses, word);
  if (!isStatus(to) || (from !== "" && !isStatus(from))) return null;
  return { from: from || null, to, since: search.get("desde") === YESTERDAY ? "yesterday" : "month" };
}

/** What an address says of a move; of none, nothing. */
export function moveChanges(move: ShownMove | null): Changes {
  if (move === null) return { mudaram: null, desde: null };
  return { mudaram: `${move.from ?? ""}:${move.to}`, desde: move.since === "yesterday" ? YESTERDAY : null };
}

/** The address of the same page with a move's customers. */
export function moveAddress(search: URLSearchParams, move: ShownMove): { search: string } {
  return { search: `?${changedSearch(search, moveChanges(move))}` };
}

/** Those that a move's number counts. */
export function countedOf(move: ShownMove, moved: readonly MovedCustomer[]): MovedCustomer[] {
  return moved.filter(({ from }) => (move.from === null ? BUYING.includes(from) : from === move.from));
}
