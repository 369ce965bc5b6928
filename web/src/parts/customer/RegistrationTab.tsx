import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { changesQuery } from "@/api/customers";
import type { Customer } from "@/api/types";
import { text } from "@/text/pt-BR";
import { taxId } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { useAddress } from "../useAddress";
import { useView } from "../useView";
import classes from "./customer.module.css";
import { FieldRow } from "./FieldRow";
import { fieldWords } from "./fieldWords";
import { type JoinedChange, joinedChanges } from "./joinedChanges";
import { originWords } from "./originWords";

const words = text.customer.registration;

const COLUMNS: RecordColumn<JoinedChange>[] = [
  { label: words.field, main: true, cell: (change) => change.label },
  { label: words.value, grows: true, cell: (change) => fieldWords(change.field, change.value) },
  { label: words.origin, cell: (change) => originWords(change.origin) },
];

/** The same, of a customer with several establishments. */
const COLUMNS_OF_SEVERAL: RecordColumn<JoinedChange>[] = COLUMNS.with(1, {
  label: words.value,
  grows: true,
  cell: (change) => <ChangedValue change={change} />,
});

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
            columns={customer.establishments.length > 1 ? COLUMNS_OF_SEVERAL : COLUMNS}
            rows={joinedChanges(changes)}
            keyOf={(change) => change.id}
          />
        </Panel>
      )}
    </div>
  );
}

/** What a field became, and on which establishments. */
function ChangedValue({ change: { field, value, parties } }: { change: JoinedChange }) {
  const [only, ...others] = parties.map(taxId);
  const where = only && others.length === 0 ? words.ofEstablishment(only) : words.ofEstablishments(parties.length);
  return (
    <span>
      {fieldWords(field, value)}{" "}
      <span className={classes.faint} title={parties.map(taxId).join(", ")}>
        {where}
      </span>
    </span>
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
