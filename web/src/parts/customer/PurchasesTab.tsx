import { useQuery } from "@tanstack/react-query";
import { purchasesQuery } from "@/api/customers";
import type { PurchaseItem, Purchases } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { DocumentName } from "@/ui/DocumentName";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";
import { useView } from "../useView";
import classes from "./customer.module.css";

const words = text.customer.purchases;

const ITEMS: RecordColumn<PurchaseItem>[] = [
  { label: words.product, main: true, grows: true, cell: (item) => <Product item={item} /> },
  { label: words.last, cell: (item) => <DateText on={item.last_on} plain /> },
  { label: words.times, right: true, cell: (item) => count(item.times) },
  {
    label: words.gap,
    right: true,
    cell: (item) => (item.median_gap_days === null ? text.none : text.decimalDays(item.median_gap_days)),
  },
  { label: words.price, right: true, cell: (item) => <Money cents={item.last_price_cents} /> },
  { label: words.revenue, right: true, cell: (item) => <Money cents={item.revenue_12m_cents} /> },
];

type Document = Purchases["documents"][number];

const DOCUMENTS: RecordColumn<Document>[] = [
  { label: words.on, cell: (document) => <DateText on={document.on} plain /> },
  { label: words.kind, cell: (document) => document.kind_label },
  {
    label: words.key,
    main: true,
    grows: true,
    cell: (document) => <DocumentName document={document.key} />,
  },
  { label: words.lines, right: true, cell: (document) => count(document.lines) },
  { label: words.amount, right: true, cell: (document) => <Money cents={document.amount_cents} /> },
];

/** What a customer buys: by product, and document by document. */
export function PurchasesTab({ customer }: { customer: string }) {
  const { view } = useView();
  const { data, error, refetch } = useQuery(purchasesQuery(customer, view));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={10} height={26} />;
  if (data.documents.length === 0) return <EmptyState title={text.customer.noPurchases} />;
  return (
    <div className={classes.stack}>
      <Panel title={words.items}>
        <RecordTable label={words.items} columns={ITEMS} rows={data.items} keyOf={(item) => item.product} />
      </Panel>
      <Panel title={words.documents} aside={words.documentsShown}>
        <RecordTable
          label={words.documents}
          columns={DOCUMENTS}
          rows={data.documents}
          keyOf={(document) => `${document.key}/${document.kind}/${document.on}`}
        />
      </Panel>
    </div>
  );
}

function Product({ item }: { item: PurchaseItem }) {
  return (
    <span>
      {item.description ?? item.product} <span className={classes.faint}>{item.product}</span>
      {item.stopped && <span className={classes.stoppedMark}>{words.isStopped}</span>}
    </span>
  );
}
