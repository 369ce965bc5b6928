import { percent } from "./format";
import classes from "./ShareBar.module.css";

interface ShareBarProps {
  /** From 0 to 1; more than 1 fills the bar. */
  share: number | null;
  /** What a full bar is: the largest share, where bars are compared with it. */
  of?: number;
  tone?: "main" | "good" | "attention";
}

/** A share, written and as a bar. */
export function ShareBar({ share, of = 1, tone = "main" }: ShareBarProps) {
  if (share === null) return <span style={{ color: "var(--ink-faint)" }}>—</span>;
  const width = of > 0 ? Math.min(Math.max(share / of, 0), 1) : 0;
  return (
    <span className={classes.share}>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} data-tone={tone} style={{ width: `${100 * width}%` }} />
      </span>
      <span className={`${classes.number} number`}>{percent(share)}</span>
    </span>
  );
}
