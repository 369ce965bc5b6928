import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Import, importsQuery } from "@/api/imports";
import { imports } from "@/text/imports";
import { text } from "@/text/pt-BR";
import { DateText } from "@/ui/DateText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { count } from "@/ui/format";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";
import type { CountKind } from "./Counts";
import { ImportStateChip } from "./ImportStateChip";
import { importAddress } from "./importAddress";
import { UndoButton } from "./UndoButton";

const words = imports.history;

function RecordCount({ of, kind }: { of: Import; kind: CountKind }) {
  const number = of.report?.[kind] ?? null;
  if (number === null) return text.none;
  const hasList = kind === "rejects" || kind === "ignored";
  return hasList && number > 0 ? (
    <Link className="number" to={importAddress(of.import, kind)}>
      {count(number)}
    </Link>
  ) : (
    <span className="number">{count(number)}</span>
  );
}

const counted = (kind: CountKind): RecordColumn<Import> => ({
  label: imports.result[kind],
  right: true,
  cell: (of) => <RecordCount of={of} kind={kind} />,
});

const COLUMNS: RecordColumn<Import>[] = [
  {
    label: words.number,
    main: true,
    cell: (of) => (
      <Link className="number" to={importAddress(of.import)}>
        {imports.one.title(of.import)}
      </Link>
    ),
  },
  { label: words.when, cell: (of) => <DateText on={of.committed_at ?? of.started_at} /> },
  { label: words.who, grows: true, cell: (of) => of.by ?? words.unknown },
  counted("accepted"),
  counted("duplicates"),
  counted("ignored"),
  counted("rejects"),
  { label: words.state, cell: (of) => <ImportStateChip of={of} /> },
  { label: words.actions, right: true, cell: (of) => <UndoButton of={of} short /> },
];

/** Every import there was, the newest first. */
export function ImportHistory() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(importsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={5} />;
  const all = data.pages.flatMap((page) => page.items);
  if (all.length === 0) return <EmptyState title={imports.none} />;
  return (
    <>
      <RecordTable
        label={words.title}
        columns={COLUMNS}
        rows={all}
        keyOf={(of) => of.import}
        faint={(of) => of.state === "undone" || of.state === "dead"}
      />
      {hasNextPage && (
        <Button variant="subtle" mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </Button>
      )}
    </>
  );
}
