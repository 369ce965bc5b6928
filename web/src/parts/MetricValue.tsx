import type { Metric, Value } from "@/api/types";
import { text } from "@/text/pt-BR";
import { AbcChip } from "@/ui/AbcChip";
import { DateText } from "@/ui/DateText";
import { Delta } from "@/ui/Delta";
import { count, percent, ratio, taxId } from "@/ui/format";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";

interface MetricValueProps {
  metric: Pick<Metric, "name" | "unit" | "words">;
  value: Value | undefined;
  /** Near dates are near to this day. */
  today?: string;
  /** Amounts short, with the full value on hover. */
  short?: boolean;
}

const DEBTS = new Set(["overdue_cents", "overdue_days_max"]);

/** The value of an indicator, as every place writes it. */
export function MetricValue({ metric, value, today, short = false }: MetricValueProps) {
  if (value === null || value === undefined || value === "")
    return <span style={{ color: "var(--ink-faint)" }}>—</span>;
  if (typeof value === "number") return <NumberValue metric={metric} value={value} short={short} />;
  const written = String(value);
  if (metric.name === "status") return <StatusChip status={written} />;
  if (metric.unit === "word" && metric.name.startsWith("abc")) return <AbcChip abc={written} />;
  if (metric.unit === "date") return <DateText on={written} {...(today && { today })} />;
  if (metric.name === "tax_id") return <span className="number">{taxId(written)}</span>;
  return <span>{metric.words.find((word) => word.code === written)?.label ?? written}</span>;
}

function NumberValue({ metric, value, short }: { metric: MetricValueProps["metric"]; value: number; short: boolean }) {
  switch (metric.unit) {
    case "cents":
      return <Money cents={value} short={short} bad={DEBTS.has(metric.name) && value > 0} />;
    case "share":
      return metric.name.startsWith("growth") ? (
        <Delta value={value} />
      ) : (
        <span className="number">{percent(value)}</span>
      );
    case "days":
      return <span className="number">{text.decimalDays(value)}</span>;
    default:
      return <span className="number">{Number.isInteger(value) ? count(value) : ratio(value)}</span>;
  }
}
