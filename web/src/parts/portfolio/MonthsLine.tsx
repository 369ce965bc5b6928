import { createContext, useContext } from "react";
import { text } from "@/text/pt-BR";
import { Sparkline } from "@/ui/Sparkline";

/**
 * What customers brought month by month, by their keys. The lines come after the rows, page by page: a context draws
 * them alone anew, and not the rows that they stand in.
 */
export const Lines = createContext<ReadonlyMap<string, number[]>>(new Map());

/** The line of a customer's months, once it is there. */
export function MonthsLine({ customer }: { customer: string }) {
  const line = useContext(Lines).get(customer);
  return line ? <Sparkline values={line} label={text.list.line} /> : null;
}
