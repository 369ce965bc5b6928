import { date, localDate, moment, nearDate } from "./format";

interface DateTextProps {
  /** A date `2026-11-30`, or a moment. */
  on: string | null | undefined;
  /** What is near is near to this day; without it, to the reader's today. */
  today?: string;
  /** Always as a date. */
  plain?: boolean;
}

/** A date: near ones in words with the date on hover. */
export function DateText({ on, today, plain = false }: DateTextProps) {
  if (!on) return <span style={{ color: "var(--ink-faint)" }}>—</span>;
  const isMoment = on.length > 10;
  const day = isMoment ? localDate(new Date(on)) : on;
  const words = plain ? date(day) : nearDate(day, today ?? localDate(new Date()));
  return (
    <time className="number" dateTime={on} title={isMoment ? moment(on) : date(day)}>
      {words}
    </time>
  );
}
