/** A piece of a predicate's text. */
export type Token =
  | { kind: "name"; text: string }
  | { kind: "string"; text: string }
  | { kind: "number"; text: string }
  | { kind: "sign"; text: string };

const PIECES = /\s+|([A-Za-z_][A-Za-z0-9_]*)|'((?:[^']|'')*)'|(\d+(?:\.\d+)?)|(<=|>=|<>|!=|[=<>(),-])/y;

/** The pieces of a predicate, or null where it has something that no filter can show. */
export function tokensOf(predicate: string): Token[] | null {
  const tokens: Token[] = [];
  PIECES.lastIndex = 0;
  while (PIECES.lastIndex < predicate.length) {
    const found = PIECES.exec(predicate);
    if (!found) return null;
    const [, name, string, number, sign] = found;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (string !== undefined) tokens.push({ kind: "string", text: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}
