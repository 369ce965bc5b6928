import { Problem } from "@/api/Problem";
import { text } from "@/text/pt-BR";

/** Codes whose titles say less than what happened. */
const GENERIC = new Set(["bad_request", "not_found", "conflict", "invalid", "not_allowed"]);

interface ProblemWords {
  /** What is above the message; nothing where the message says it all. */
  title: string | null;
  message: string;
}

/** What a problem says to people: what happened, and what kind of thing that is where it adds something. */
export function problemWords(error: unknown): ProblemWords {
  if (!(error instanceof Problem)) return { title: text.problems.page, message: text.problems.pageDetail };
  const { title, message, code, errors } = error;
  const [only, ...others] = errors;
  const said = message || (others.length === 0 ? only?.detail : undefined);
  if (!said) return { title: null, message: title };
  return { title: GENERIC.has(code) && others.length === 0 ? null : title, message: sentence(said) };
}

const sentence = (words: string) => words.charAt(0).toLocaleUpperCase("pt-BR") + words.slice(1);

/** Whether asking again may help: what is not there, or not allowed, stays so. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof Problem) || (error.status !== 403 && error.status !== 404);
}

/** The number by which the server's log knows a request that it failed; mistakes of the reader have none worth saying. */
export function requestOf(error: unknown): string | undefined {
  return error instanceof Problem && error.status >= 500 ? error.request : undefined;
}
