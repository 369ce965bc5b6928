import { Problem } from "@/api/Problem";

/** What problems say of one setting: the first that names it, by its whole name or as one of the values sent. */
export function fieldProblem(name: string, ...errors: unknown[]): string | undefined {
  const problems = errors.filter((error) => error instanceof Problem);
  return problems.map((problem) => problem.field(name) ?? problem.field(`values.${name}`)).find(Boolean);
}
