import classes from "./chips.module.css";
import { count, percent, shortMoney } from "./format";

interface DeltaProps {
  /** The difference: a share, a count or cents. */
  value: number | null | undefined;
  unit?: "share" | "count" | "cents";
  /** Where less is better, as of debts. */
  lessIsBetter?: boolean;
  /** What it is compared with, read aloud and on hover. */
  than?: string;
}

const WRITTEN = { share: percent, count, cents: shortMoney };

/** A change: sign, arrow and words. */
export function Delta({ value, unit = "share", lessIsBetter = false, than }: DeltaProps) {
  if (value === null || value === undefined) return <span style={{ color: "var(--ink-faint)" }}>—</span>;
  const written = WRITTEN[unit](Math.abs(value));
  const same = value === 0;
  const rises = value > 0;
  const way = same ? "same" : rises !== lessIsBetter ? "up" : "down";
  const words = same ? "igual" : `${rises ? "subiu" : "caiu"} ${written}`;
  return (
    <span className={`${classes.delta} number`} data-way={way} title={than ? `${words} ${than}` : words}>
      <span aria-hidden>{same ? "=" : rises ? "▲" : "▼"}</span>
      {same ? "" : written}
    </span>
  );
}
