import { money, shortMoney } from "./format";

interface MoneyProps {
  cents: number | null | undefined;
  /** `R$ 1,2 mi`, with the full value on hover: for panels. */
  short?: boolean;
  /** Paints debts and losses. */
  bad?: boolean;
}

/** An amount. In full on a customer, short on panels. */
export function Money({ cents, short = false, bad = false }: MoneyProps) {
  if (cents === null || cents === undefined) return <span style={{ color: "var(--ink-faint)" }}>—</span>;
  const full = money(cents);
  return (
    <span className="number" title={short ? full : undefined} style={bad ? { color: "var(--bad)" } : undefined}>
      {short ? shortMoney(cents) : full}
    </span>
  );
}
