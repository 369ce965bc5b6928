import type { Metric } from "@/api/types";
import { type Comparison, type Condition, TAGS, testsOf } from "./condition";
import { type Token, tokensOf } from "./tokens";

const COMPARISONS: Record<string, Comparison> = {
  "=": "equal",
  ">": "more_than",
  ">=": "at_least",
  "<": "less_than",
  "<=": "at_most",
};

/** The conditions of a predicate, or null where filters cannot show it: it is then shown as text. */
export function readPredicate(predicate: string, metrics: Metric[]): Condition[] | null {
  if (predicate.trim() === "") return [];
  const tokens = tokensOf(predicate);
  if (!tokens) return null;
  const reader = new Reader(tokens, new Map(metrics.map((metric) => [metric.name, metric])));
  try {
    return reader.all();
  } catch (error) {
    if (error instanceof NotShown) return null;
    throw error;
  }
}

/** Said by the reader where it meets what no filter shows. */
class NotShown extends Error {}

type Literal = string | number;

class Reader {
  private place = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly metrics: Map<string, Metric>,
  ) {}

  all(): Condition[] {
    const conditions = [this.one()];
    while (this.place < this.tokens.length) {
      this.word("AND");
      conditions.push(this.one());
    }
    return conditions;
  }

  private one(): Condition {
    const untagged = this.accepts("NOT");
    const name = this.take("name");
    if (name.toLowerCase() === "has_tag") {
      this.sign("(");
      const value = this.take("string");
      this.sign(")");
      return { metric: TAGS, test: untagged ? "untagged" : "tagged", value };
    }
    const metric = this.metrics.get(name);
    if (untagged || !metric) throw new NotShown();
    const condition = this.test(metric);
    if (!testsOf(metric).includes(condition.test)) throw new NotShown();
    return condition;
  }

  private test(metric: Metric): Condition {
    const { name } = metric;
    if (this.accepts("IS")) {
      const filled = this.accepts("NOT");
      this.word("NULL");
      return { metric: name, test: filled ? "filled" : "empty" };
    }
    if (this.accepts("NOT")) {
      this.word("IN");
      return { metric: name, test: "none_of", values: this.list() };
    }
    if (this.accepts("IN")) return { metric: name, test: "any_of", values: this.list() };
    if (this.accepts("ILIKE")) return { metric: name, test: "contains", value: contained(this.take("string")) };
    if (this.accepts("BETWEEN")) {
      const from = this.literal(metric);
      this.word("AND");
      return { metric: name, test: "between", from, to: this.literal(metric) };
    }
    return this.comparison(metric);
  }

  private comparison(metric: Metric): Condition {
    const sign = this.take("sign");
    const value = this.literal(metric);
    const worded = metric.unit === "word" || metric.unit === "text";
    if (worded && typeof value === "string") {
      if (sign === "=") return { metric: metric.name, test: "any_of", values: [value] };
      if (sign === "<>" || sign === "!=") return { metric: metric.name, test: "none_of", values: [value] };
    }
    const test = COMPARISONS[sign];
    if (!test) throw new NotShown();
    return { metric: metric.name, test, value };
  }

  private literal(metric: Metric): Literal {
    const next = this.tokens[this.place];
    if (next?.kind === "string") return this.fitting(metric, this.take("string"));
    if (next?.kind === "name" && next.text.toLowerCase() === "reais") {
      this.place += 1;
      this.sign("(");
      const cents = Math.round(this.number() * 100);
      this.sign(")");
      if (metric.unit !== "cents") throw new NotShown();
      return cents;
    }
    return this.fitting(metric, this.number());
  }

  /** Only a literal of the metric's own class has an editor. */
  private fitting(metric: Metric, value: Literal): Literal {
    const wantsText = metric.unit === "word" || metric.unit === "text" || metric.unit === "date";
    if (wantsText !== (typeof value === "string")) throw new NotShown();
    return value;
  }

  private number(): number {
    const minus = this.tokens[this.place]?.text === "-";
    if (minus) this.place += 1;
    const value = Number(this.take("number"));
    return minus ? -value : value;
  }

  private list(): string[] {
    this.sign("(");
    const values = [this.take("string")];
    while (this.tokens[this.place]?.text === ",") {
      this.place += 1;
      values.push(this.take("string"));
    }
    this.sign(")");
    return values;
  }

  private take(kind: Token["kind"]): string {
    const token = this.tokens[this.place];
    if (token?.kind !== kind) throw new NotShown();
    this.place += 1;
    return token.text;
  }

  private accepts(word: string): boolean {
    const token = this.tokens[this.place];
    if (token?.kind !== "name" || token.text.toUpperCase() !== word) return false;
    this.place += 1;
    return true;
  }

  private word(word: string) {
    if (!this.accepts(word)) throw new NotShown();
  }

  private sign(sign: string) {
    if (this.take("sign") !== sign) throw new NotShown();
  }
}

/** What `%...%` looks for, where it looks for a plain text. */
function contained(pattern: string): string {
  const inside = /^%((?:[^\\%_]|\\[\\%_])+)%$/.exec(pattern)?.[1];
  if (inside === undefined) throw new NotShown();
  return inside.replace(/\\([\\%_])/g, "$1");
}
