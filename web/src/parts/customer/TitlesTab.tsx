import { useQuery } from "@tanstack/react-query";
import { titlesQuery } from "@/api/customers";
import type { Title } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { money } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";
import { useView } from "../useView";
import classes from "./customer.module.css";

const words = text.customer.titles;

const COLUMNS: RecordColumn<Title>[] = [
  { label: words.number, main: true, grows: true, cell: (title) => title.number },
  { label: words.issued, cell: (title) => <DateText on={title.issued_on} plain /> },
  { label: words.due, cell: (title) => <DateText on={title.due_on} plain /> },
  { label: words.state, cell: (title) => <State title={title} /> },
  { label: words.settled, cell: (title) => <DateText on={title.settled_on} plain /> },
  { label: words.amount, right: true, cell: (title) => <Money cents={title.amount_cents} /> },
  {
    label: words.open,
    right: true,
    cell: (title) => <Money cents={title.open_cents} bad={title.state === "overdue"} />,
  },
];

/** What a customer owes, and how it paid. */
export function TitlesTab({ customer }: { customer: string }) {
  const { view } = useView();
  const { data, error, refetch } = useQuery(titlesQuery(customer, view));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={10} height={26} />;
  if (data.items.length === 0) return <EmptyState title={words.none} />;
  return (
    <div className={classes.stack}>
      <div className={classes.paragraph}>{words.answer(money(data.open_cents), money(data.overdue_cents))}</div>
      <Panel title={text.customer.tabs.titulos}>
        <RecordTable
          label={text.customer.tabs.titulos}
          columns={COLUMNS}
          rows={data.items}
          keyOf={(title) => `${title.number}/${title.due_on}`}
        />
      </Panel>
    </div>
  );
}

function State({ title }: { title: Title }) {
  const late = title.days_late !== null && title.days_late > 0 ? ` · ${words.late(title.days_late)}` : "";
  return (
    <span className={classes.state} data-state={title.state}>
      {words.states[title.state]}
      {late}
    </span>
  );
}
