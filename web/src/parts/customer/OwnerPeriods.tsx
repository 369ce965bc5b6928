import { useQuery } from "@tanstack/react-query";
import { ownerPeriodsQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { date, localDate } from "@/ui/format";
import classes from "./customer.module.css";
import { originWords } from "./originWords";

const words = text.customer.history;

/** Who people made answer for a customer, and since when, the newest first; without them, whom documents say. */
export function OwnerPeriods({ customer }: { customer: Customer }) {
  const { data } = useQuery(ownerPeriodsQuery(customer.customer));
  return (
    <div className={classes.notes}>
      {data?.length === 0 && <OwnerOfDocuments customer={customer} />}
      {data?.toReversed().map((period, place) => (
        <div key={`${period.owner}/${period.at}/${period.change}`} className={classes.noteWords}>
          <b>{period.owner ?? (place === 0 ? words.backTo(ownerOf(customer)) : words.backToLists)}</b>{" "}
          {words.since(date(period.from ?? localDate(new Date(period.at))))}
          <div className={classes.faint}>{[period.reason, period.by].filter(Boolean).join(" · ")}</div>
        </div>
      ))}
    </div>
  );
}

/** Who answers for a customer now. */
function ownerOf({ values }: Customer): string {
  return typeof values.owner === "string" && values.owner ? values.owner : text.customer.noOwner;
}

function OwnerOfDocuments({ customer }: { customer: Customer }) {
  const origin = customer.fields.find((field) => field.field === "owner")?.origin;
  return (
    <div className={classes.noteWords}>
      <b>{ownerOf(customer)}</b>
      {origin && ` ${words.ownerFrom(originWords(origin))}`}
      <div className={classes.faint}>{words.nobodyDecided}</div>
    </div>
  );
}
