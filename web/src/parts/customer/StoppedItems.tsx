import { Text } from "@mantine/core";
import type { PurchaseItem } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { money } from "@/ui/format";
import classes from "./customer.module.css";

const words = text.customer;
const SHOWN = 8;

/** What a customer used to buy and does not any more, with the last price. */
export function StoppedItems({ items }: { items: PurchaseItem[] }) {
  const stopped = items.filter((item) => item.stopped).slice(0, SHOWN);
  if (stopped.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.noneStopped}
      </Text>
    );
  }
  return (
    <ul className={classes.stopped}>
      {stopped.map((item) => (
        <li key={item.product}>
          <span>
            {item.description ?? item.product}
            <span className={classes.faint}>
              {item.median_gap_days !== null &&
                ` ${words.purchases.gap.toLowerCase()} ${text.decimalDays(item.median_gap_days)}`}
            </span>
          </span>
          <span className={classes.stoppedRight}>
            <DateText on={item.last_on} plain />
            {item.last_price_cents !== null && <b className="number">{money(item.last_price_cents)}</b>}
          </span>
        </li>
      ))}
    </ul>
  );
}
