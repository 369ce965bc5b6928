import { text } from "@/text/pt-BR";
import type { ProblemBody, ProblemError } from "./types";

/** What the server answered instead of what was asked: what happened, where, what to do. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: ProblemError[];
  /** The number by which the server's log knows the request. */
  readonly request: string | undefined;

  constructor(body: Omit<ProblemBody, "type">, request?: string) {
    super(body.detail);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.errors = body.errors ?? [];
    this.request = request;
  }

  /** The problem that a body of an answer says. */
  static of(body: unknown, response: Response): Problem {
    const request = response.headers.get("x-request-id") ?? undefined;
    const said = isProblemBody(body) ? body : { ...text.problems.unreadable, status: response.status };
    return new Problem(said, request);
  }

  /** The problem of no answer at all. */
  static unreachable(): Problem {
    return new Problem({ ...text.problems.unreachable, status: 0 });
  }

  /** What it says of one field, if it does. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.detail;
  }
}

/** Whether what was asked for is not there, or not for this person. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Problem && error.status === 404;
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}
