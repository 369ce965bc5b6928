import { useQuery } from "@tanstack/react-query";
import { explanationQuery, titlesQuery } from "@/api/customers";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { DocumentName } from "@/ui/DocumentName";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { date, documentName, money } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";
import { useView } from "../useView";
import classes from "./customer.module.css";
import { olderOverdue, type TitleLine, titleLines } from "./titleLines";

const words = text.customer.titles;

const COLUMNS: RecordColumn<TitleLine>[] = [
  { label: words.number, main: true, grows: true, cell: (title) => <Name title={title} /> },
  { label: words.issued, cell: (title) => <DateText on={title.issued_on} plain /> },
  { label: words.due, cell: (title) => <DateText on={title.due_on} plain /> },
  { label: words.state, cell: (title) => <State title={title} /> },
  { label: words.amount, right: true, cell: (title) => <Money cents={title.amount_cents} /> },
  {
    label: words.open,
    right: true,
    cell: (title) => <Money cents={title.open_cents} bad={title.state === "overdue"} />,
  },
];

/** What a customer owes, and how it paid. */
export function TitlesTab({ customer }: { customer: string }) {
  const { view, asOf } = useView();
  const { data, error, refetch } = useQuery(titlesQuery(customer, view));
  const open = useQuery(explanationQuery(customer, "open_cents", view)).data;
  const due = useQuery(explanationQuery(customer, "average_delay_days", view)).data;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={10} height={26} />;
  if (data.items.length === 0) return <EmptyState title={words.none} />;
  const older = olderOverdue(data.items, asOf);
  return (
    <div className={classes.stack}>
      <div className={classes.paragraph}>
        {words.answer(money(data.open_cents), money(data.overdue_cents))}
        {older > 0 ? words.older(money(older)) : "."}
      </div>
      <Panel title={text.customer.tabs.titulos}>
        <RecordTable
          label={text.customer.tabs.titulos}
          columns={COLUMNS}
          rows={titleLines(data.items, open?.documents ?? [], due?.documents ?? [])}
          keyOf={(title) => title.place}
        />
      </Panel>
    </div>
  );
}

/** A title by its note, where that is known, and its own number; those of tables are known by their numbers. */
function Name({ title }: { title: TitleLine }) {
  if (title.document === null || documentName(title.document) === null) return title.number;
  return (
    <span>
      <DocumentName document={title.document} /> <span className={classes.faint}>{words.instalment(title.number)}</span>
    </span>
  );
}

/** How a title stands; when it was paid and how late, below. */
function State({ title }: { title: TitleLine }) {
  const more = [
    title.settled_on && words.settledOn(date(title.settled_on)),
    title.days_late !== null && title.days_late > 0 && words.late(title.days_late),
  ].filter(Boolean);
  return (
    <span className={classes.state} data-state={title.state}>
      {words.states[title.state]}
      {more.length > 0 && <span className={classes.stateMore}>{more.join(" · ")}</span>}
    </span>
  );
}
