import { useQuery } from "@tanstack/react-query";
import { ownerPeriodsQuery } from "@/api/customers";
import { text } from "@/text/pt-BR";
import { date } from "@/ui/format";
import classes from "./customer.module.css";

const words = text.customer.history;

/** Who answered for a customer, and since when. */
export function OwnerPeriods({ customer }: { customer: string }) {
  const { data } = useQuery(ownerPeriodsQuery(customer));
  return (
    <div className={classes.notes}>
      {data?.length === 0 && <div className={classes.faint}>{text.customer.noOwner}</div>}
      {data?.map((period) => (
        <div key={`${period.owner}/${period.from}/${period.change}`} className={classes.noteWords}>
          <b>{period.owner ?? text.customer.noOwner}</b> {period.from && words.since(date(period.from))}
          <div className={classes.faint}>{[period.reason, period.by].filter(Boolean).join(" · ")}</div>
        </div>
      ))}
    </div>
  );
}
