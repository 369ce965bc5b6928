import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { purchasesQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { money } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";
import { useView } from "../useView";
import classes from "./customer.module.css";
import { Figures } from "./Figures";
import { MonthHeat } from "./MonthHeat";
import { PurchaseAxis } from "./PurchaseAxis";
import { StoppedItems } from "./StoppedItems";

const words = text.customer;
const MORE_FIGURES = [
  "revenue_total_cents",
  "revenue_90d_cents",
  "margin_12m_cents",
  "return_rate_12m",
  "purchase_days",
  "mix_12m",
  "main_category",
  "rfm_segment",
  "revenue_share",
  "average_delay_days",
];

/** A customer in words, then its purchases on a time axis and by month, and what it stopped buying. */
export function SummaryTab({ customer }: { customer: Customer }) {
  const { view, asOf } = useView();
  const { data, error, refetch } = useQuery(purchasesQuery(customer.customer, view));
  return (
    <div className={classes.stack}>
      <div className={classes.paragraph}>
        {customer.summary}
        {customer.undelivered_cents > 0 && ` ${words.undelivered(money(customer.undelivered_cents))}`}
        {customer.last_seller && ` ${words.lastSeller(customer.last_seller)}`}
      </div>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={8} height={26} />}
      {data && data.days.length === 0 && <Text c="dimmed">{words.noPurchases}</Text>}
      {data && data.days.length > 0 && (
        <>
          <Panel title={words.axis}>
            <PurchaseAxis purchases={data} asOf={asOf} />
          </Panel>
          <Panel title={words.heat}>
            <MonthHeat months={data.months} />
          </Panel>
        </>
      )}
      <div className={classes.pair}>
        {data && data.items.length > 0 && (
          <Panel title={words.stopped}>
            <StoppedItems items={data.items} />
          </Panel>
        )}
        <Panel title={words.figuresMore}>
          <Figures customer={customer} names={MORE_FIGURES} />
        </Panel>
      </div>
    </div>
  );
}
