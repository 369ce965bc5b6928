import type { Customer, Value } from "@/api/types";
import { text } from "@/text/pt-BR";
import { AbcChip } from "@/ui/AbcChip";
import chips from "@/ui/chips.module.css";
import { daysAgo } from "@/ui/format";
import { StatusChip } from "@/ui/StatusChip";
import { Why } from "@/ui/Why";
import classes from "./customer.module.css";

/** Situation, curve and tags of a customer. */
export function Chips({ customer }: { customer: Customer }) {
  const { values } = customer;
  const days = values.days_since_purchase;
  const tags = written(values.tags)?.split(";") ?? [];
  return (
    <div className={classes.chips}>
      {written(values.status) && (
        <Why customer={customer.customer} metric="status">
          <StatusChip
            status={written(values.status)}
            detail={typeof days === "number" ? text.customer.since(daysAgo(days)) : undefined}
          />
        </Why>
      )}
      {written(values.abc) && (
        <Why customer={customer.customer} metric="abc">
          <AbcChip abc={written(values.abc)} previous={written(values.abc_previous)} named />
        </Why>
      )}
      {tags.map((tag) => (
        <span key={tag} className={chips.tag}>
          {tag.trim()}
        </span>
      ))}
    </div>
  );
}

function written(value: Value | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
