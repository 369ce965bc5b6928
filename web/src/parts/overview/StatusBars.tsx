import { Link } from "react-router";
import type { Overview } from "@/api/types";
import { quoted } from "@/parts/search";
import { useAddress } from "@/parts/useAddress";
import { count } from "@/ui/format";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";
import classes from "./overview.module.css";

/** How many customers are in each status, and what they brought in 12 months. */
export function StatusBars({ statuses }: { statuses: Overview["statuses"] }) {
  const address = useAddress();
  const most = Math.max(1, ...statuses.map((each) => each.customers));
  return (
    <ul className={classes.rows}>
      {statuses.map((each) => (
        <li key={each.value}>
          <Link
            className={`${classes.row} ${classes.barred}`}
            to={address("/carteira", { where: `status = ${quoted(each.value ?? "")}` })}
          >
            <StatusChip status={each.value} />
            <span className={classes.bar} aria-hidden>
              {each.customers > 0 && (
                <span
                  style={{ width: `${(each.customers / most) * 100}%`, background: `var(--status-${each.value})` }}
                />
              )}
            </span>
            <b className="number">{count(each.customers)}</b>
            <span className={classes.amount}>
              <Money cents={each.revenue_12m_cents} short />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
