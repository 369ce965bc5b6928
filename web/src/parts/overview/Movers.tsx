import type { Mover } from "@/api/types";
import { CustomerLink } from "@/ui/CustomerLink";
import { Delta } from "@/ui/Delta";
import { Money } from "@/ui/Money";
import classes from "./overview.module.css";

/** Customers who bring more, or less, than in the 12 months before. */
export function Movers({ movers }: { movers: Mover[] }) {
  return (
    <ul className={classes.rows}>
      {movers.slice(0, 6).map((mover) => (
        <li key={mover.customer} className={classes.row}>
          <CustomerLink customer={mover.customer} name={mover.name} short />
          <Money cents={mover.revenue_12m_cents} short />
          <span className={classes.amount}>
            <Delta value={mover.revenue_12m_cents - mover.revenue_prev_12m_cents} unit="cents" />
          </span>
        </li>
      ))}
    </ul>
  );
}
