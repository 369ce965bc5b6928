import type { Problem } from "@/api/Problem";
import { segments } from "@/text/segments";
import { markedLine } from "./markedLine";
import classes from "./PredicateInput.module.css";

/** What is wrong with a predicate, with the place marked in its line. */
export function PredicateProblem({ predicate, problem }: { predicate: string; problem: Problem }) {
  if (problem.errors.length === 0) return <div className={classes.words}>{problem.message}</div>;
  return problem.errors.map((error) => {
    const marked = markedLine(predicate, error.line ?? undefined, error.column ?? undefined);
    return (
      <div key={`${error.line ?? 0}/${error.column ?? 0}/${error.detail}`}>
        <div className={classes.words}>
          {marked && `${segments.check.place(error.line ?? 1, error.column ?? 1)}: `}
          {error.detail}
        </div>
        {marked && (
          <pre className={classes.line} aria-hidden>
            {marked.before}
            <mark>{marked.word}</mark>
            {marked.after}
          </pre>
        )}
      </div>
    );
  });
}
