import type { Origin } from "@/api/types";
import { text } from "@/text/pt-BR";
import { date, localDate } from "@/ui/format";

const words = text.customer.registration;

/** Where a field's value comes from, and when. */
export function originWords(origin: Origin): string {
  if (origin.kind === "document") return words.document(date(origin.on));
  return words.person(date(localDate(new Date(origin.at))));
}
