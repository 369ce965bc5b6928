/** A line of a predicate, cut around the word that something is wrong with. */
export interface MarkedLine {
  before: string;
  word: string;
  after: string;
}

/** A literal in quotes, a word, or a single sign. */
const WORD = /^(?:'[^']*'?|[\p{L}\p{N}_]+|.)/u;

/** The line of an error, cut at its place; lines and columns count from 1. Nothing where it says no place. */
export function markedLine(predicate: string, line: number | undefined, column: number | undefined): MarkedLine | null {
  if (line === undefined || column === undefined) return null;
  const whole = predicate.split("\n")[line - 1];
  if (whole === undefined) return null;
  // Columns count characters, which may be two units of a string.
  const letters = [...whole];
  const before = letters.slice(0, column - 1).join("");
  const rest = letters.slice(column - 1).join("");
  const word = WORD.exec(rest)?.[0] ?? " ";
  return { before, word, after: rest.slice(word.length) };
}
