import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { changesQuery } from "@/api/customers";
import type { Customer, FieldChange, Origin } from "@/api/types";
import { text } from "@/text/pt-BR";
import { date, localDate, taxId } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { useAddress } from "../useAddress";
import { useView } from "../useView";
import classes from "./customer.module.css";
import { FieldRow } from "./FieldRow";

const words = text.customer.registration;

const CHANGES: RecordColumn<FieldChange>[] = [
  { label: words.field, main: true, cell: (change) => change.label },
  { label: words.value, grows: true, cell: (change) => change.value || text.none },
  { label: words.origin, cell: (change) => originWords(change.origin) },
];

/** Where a field's value comes from, and when. */
export function originWords(origin: Origin): string {
  if (origin.kind === "document") return words.document(date(origin.on));
  return words.person(date(localDate(new Date(origin.at))));
}

interface RegistrationTabProps {
  customer: Customer;
  etag: string | undefined;
}

/** What is known of who the customer is: each field with its source and date, changed in place. */
export function RegistrationTab({ customer, etag }: RegistrationTabProps) {
  const { view } = useView();
  const { data: changes } = useQuery(changesQuery(customer.customer, view));
  return (
    <div className={classes.stack}>
      <Panel title={words.fields}>
        <dl className={classes.fields}>
          {customer.fields.map((field) => (
            <FieldRow key={field.field} customer={customer.customer} field={field} etag={etag} />
          ))}
        </dl>
      </Panel>
      {customer.establishments.length > 1 && (
        <Panel title={words.establishments}>
          <Establishments customer={customer} />
        </Panel>
      )}
      {changes && changes.length > 0 && (
        <Panel title={words.changes}>
          <RecordTable
            label={words.changes}
            columns={CHANGES}
            rows={changes}
            keyOf={(change) => `${change.party}/${change.field}/${change.value}/${originWords(change.origin)}`}
          />
        </Panel>
      )}
    </div>
  );
}

function Establishments({ customer }: { customer: Customer }) {
  const address = useAddress();
  return (
    <ul className={classes.stopped}>
      {customer.establishments.map((key) => (
        <li key={key}>
          <Link to={address(`/clientes/${encodeURIComponent(key)}`, { level: "establishment" })} className="number">
            {taxId(key)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
