/** Where a field stands: the column of a header, or of a position from 1. */
export type Place = string | number;

/** A line of the section `[columns]`: a field, commented out where no column has it. */
const COLUMN = /^(#\s*)?"([a-z_.]+)"\s*=\s*/;

/** A line `key = value` above the columns. */
const KEY = /^([a-z]+)\s*=\s*/;

/**
 * How a table is read, in the TOML of the server: one line a field. Its lines are changed in place, so that
 * comments and whatever this page does not know stay as they are.
 */
export class TableMap {
  private constructor(private readonly lines: readonly string[]) {}

  static parse(toml: string): TableMap {
    return new TableMap(toml.split("\n"));
  }

  toString(): string {
    return this.lines.join("\n");
  }

  /** The fields that some column has. */
  places(): Map<string, Place> {
    const places = new Map<string, Place>();
    for (const line of this.lines) {
      const [whole, commented, field] = COLUMN.exec(line) ?? [];
      const place = whole === undefined ? null : parsedValue(line.slice(whole.length));
      if (field !== undefined && commented === undefined && place !== null) {
        places.set(field, place);
      }
    }
    return places;
  }

  /** The map with a field in another column, or in none. */
  withField(field: string, place: Place | null): TableMap {
    const at = this.lines.findIndex((line) => COLUMN.exec(line)?.[2] === field);
    const label = at < 0 ? "" : commentOf(this.lines[at] ?? "");
    const line = place === null ? `# "${field}" = ""${label}` : `"${field}" = ${written(place)}${label}`;
    return new TableMap(at < 0 ? [...this.lines, line] : this.lines.with(at, line));
  }

  /** The value of a key above the columns, such as `dates`. */
  setting(key: string): string | null {
    const line = this.lines.find((each) => KEY.exec(each)?.[1] === key);
    const value = line === undefined ? null : parsedValue(line.replace(KEY, ""));
    return value === null ? null : String(value);
  }

  /** The map with another value of a key above the columns. */
  withSetting(key: string, value: Place): TableMap {
    const line = `${key} = ${written(value)}`;
    const at = this.lines.findIndex((each) => KEY.exec(each)?.[1] === key);
    return new TableMap(at < 0 ? [line, ...this.lines] : this.lines.with(at, line));
  }
}

function written(place: Place): string {
  return typeof place === "number" ? String(place) : JSON.stringify(place);
}

function parsedValue(rest: string): Place | null {
  const basic = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0];
  if (basic !== undefined) {
    return unescaped(basic);
  }
  const literal = /^'([^']*)'/.exec(rest)?.[1];
  const digits = /^\d+/.exec(rest)?.[0];
  return literal ?? (digits === undefined ? null : Number(digits));
}

/** A basic string of TOML; its escapes are those of JSON but for one of eight digits. */
function unescaped(basic: string): string | null {
  const short = basic.replace(/\\U([0-9A-Fa-f]{8})/g, (_, digits) => String.fromCodePoint(Number.parseInt(digits, 16)));
  try {
    return JSON.parse(short) as string;
  } catch {
    return null;
  }
}

/** What stands behind a line's value: two blanks and the field's label. */
function commentOf(line: string): string {
  const rest = line.replace(COLUMN, "");
  const comment = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|\d+)(\s*#.*)$/.exec(rest)?.[1];
  return comment ?? "";
}
