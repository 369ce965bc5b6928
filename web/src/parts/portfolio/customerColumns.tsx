import type { CustomerRow, Metric } from "@/api/types";
import { text } from "@/text/pt-BR";
import { AbcChip } from "@/ui/AbcChip";
import { CustomerLink } from "@/ui/CustomerLink";
import type { DataColumn } from "@/ui/DataTable";
import { count, daysAgo, decimal } from "@/ui/format";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";
import { MetricValue } from "../MetricValue";
import { widthOf } from "./listColumns";
import { MetricLabel } from "./MetricLabel";
import { MonthsLine } from "./MonthsLine";
import classes from "./portfolio.module.css";

const words = text.list;
const MEASURED = new Set(["days", "count", "cents", "share"]);

interface Shown {
  totals: Record<string, number> | undefined;
  count: number;
  today: string;
}

/** The columns of a list of customers, with the totals at their feet. */
export function customerColumns(metrics: Metric[], shown: Shown): DataColumn<CustomerRow>[] {
  return metrics.map((metric) => ({
    id: metric.name,
    label: metric.label,
    head: <MetricLabel metric={metric} />,
    width: widthOf(metric),
    right: MEASURED.has(metric.unit),
    cell: (row) => <CustomerCell metric={metric} row={row} today={shown.today} />,
    foot: footOf(metric, shown),
  }));
}

function footOf(metric: Metric, { totals, count: number }: Shown) {
  if (metric.name === "name") return `${words.total}: ${text.customers(number)}`;
  const total = totals?.[metric.name];
  if (total === undefined) return null;
  return metric.unit === "cents" ? <Money cents={total} short /> : count(total);
}

interface CustomerCellProps {
  metric: Metric;
  row: CustomerRow;
  today: string;
}

function CustomerCell({ metric, row, today }: CustomerCellProps) {
  switch (metric.name) {
    case "name":
      return (
        <CustomerLink
          customer={row.customer}
          name={asText(row.name)}
          city={asText(row.city)}
          uf={asText(row.uf)}
          taxId={asText(row.tax_id)}
        />
      );
    case "status":
      return <StatusChip status={asText(row.status)} detail={rhythmOf(row)} stacked />;
    case "abc":
      return <AbcChip abc={asText(row.abc)} previous={asText(row.abc_previous)} stacked />;
    case "revenue_12m_cents":
      return (
        <span className={classes.withLine}>
          <MonthsLine customer={row.customer} />
          <MetricValue metric={metric} value={row[metric.name]} today={today} />
        </span>
      );
    default:
      return <MetricValue metric={metric} value={row[metric.name]} today={today} />;
  }
}

/** `há 74 dias; ciclo 31`. */
function rhythmOf(row: CustomerRow): string | undefined {
  if (typeof row.days_since_purchase !== "number") return undefined;
  const cycle = typeof row.purchase_cycle_days === "number" ? decimal(row.purchase_cycle_days) : null;
  return words.cycle(daysAgo(row.days_since_purchase), cycle);
}

function asText(value: CustomerRow[string] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
