import { text } from "@/text/pt-BR";

/** The shortest password the server takes. */
const SHORTEST = 10;

/** What is wrong with a password, or null. */
export function tooShort(password: string): string | null {
  return password.length < SHORTEST ? text.invitation.short : null;
}

/** What is wrong with the second writing of a password, or null. */
export function differs(password: string, repeated: string): string | null {
  return password === repeated ? null : text.invitation.different;
}
