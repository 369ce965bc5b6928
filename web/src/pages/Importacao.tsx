import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { type Import, importQuery, type KindCount, type Report } from "@/api/imports";
import { Counts } from "@/parts/imports/Counts";
import { importAddress, listOfAddress } from "@/parts/imports/importAddress";
import { NoticeList } from "@/parts/imports/NoticeList";
import { UndoButton } from "@/parts/imports/UndoButton";
import { imports } from "@/text/imports";
import { ErrorState } from "@/ui/ErrorState";
import { count, moment } from "@/ui/format";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";

const words = imports.one;

/** One import: what it brought, what it refused and why, and the way back. */
export function Importacao() {
  const number = Number(useParams().number);
  const { data, error, refetch } = useQuery(importQuery(number));
  return (
    <>
      <PageHead title={words.title(number)} manual="importacoes" actions={data && <UndoButton of={data} />}>
        {data && sentence(data)}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={6} />}
      {data?.report && <Found number={number} report={data.report} />}
      <Button
        component={Link}
        to="/importacoes"
        variant="subtle"
        mt="md"
        leftSection={<IconArrowLeft size={15} aria-hidden />}
      >
        {words.back}
      </Button>
    </>
  );
}

function sentence(of: Import): string {
  if (of.undone_at !== null) {
    return `${words.title(of.import)} ${imports.history.undoneAt(of.undone_at)}. ${imports.history.statesExplained.undone}`;
  }
  return of.state === "live" && of.committed_at !== null
    ? words.live(of.committed_at, of.by)
    : `${moment(of.started_at)}: ${imports.history.statesExplained[of.state]}`;
}

function Found({ number, report }: { number: number; report: Report }) {
  const [search] = useSearchParams();
  const list = listOfAddress(search);
  return (
    <Stack gap="md">
      <Panel title={words.counts} aside={words.sum(report.records)}>
        <Counts
          report={report}
          address={(kind) => (kind === "accepted" || kind === "duplicates" ? null : importAddress(number, kind))}
          open={list}
        />
      </Panel>
      {list && <NoticeList number={number} list={list} total={report[list]} />}
      <Group align="flex-start" gap="md" grow preventGrowOverflow={false}>
        <Kinds title={words.reasons} what={words.whatReason} counts={report.ignored_by_reason} />
        <Kinds title={words.kinds} what={words.whatKind} counts={report.warnings_by_kind} />
        <Kinds title={words.classes} what={words.whatClass} counts={report.items_by_class} />
      </Group>
    </Stack>
  );
}

/** How many of each kind, where there are any. */
function Kinds({ title, what, counts }: { title: string; what: string; counts: KindCount[] }) {
  if (counts.length === 0) return null;
  const columns: RecordColumn<KindCount>[] = [
    { label: what, main: true, grows: true, cell: (kind) => kind.label },
    { label: imports.result.howMany, right: true, cell: (kind) => <span className="number">{count(kind.count)}</span> },
  ];
  const largestFirst = counts.toSorted((one, other) => other.count - one.count);
  return (
    <Panel title={title}>
      <Text component="div" size="sm">
        <RecordTable narrow label={title} columns={columns} rows={largestFirst} keyOf={(kind) => kind.code} />
      </Text>
    </Panel>
  );
}
