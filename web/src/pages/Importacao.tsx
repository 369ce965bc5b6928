import { Button, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { type Import, importQuery, type Report } from "@/api/imports";
import { isAbsent } from "@/api/Problem";
import { Counts } from "@/parts/imports/Counts";
import { importAddress, listOfAddress } from "@/parts/imports/importAddress";
import { Kinds, type KindsProps } from "@/parts/imports/Kinds";
import { NoticeList } from "@/parts/imports/NoticeList";
import { UndoButton } from "@/parts/imports/UndoButton";
import { imports } from "@/text/imports";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { moment } from "@/ui/format";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

const words = imports.one;

/** `/importacoes/:number`: one import, where the address names one. */
export function Importacao() {
  const { number: written = "" } = useParams();
  return /^[1-9]\d{0,14}$/.test(written) ? <One number={Number(written)} /> : <Absent />;
}

/** One import: what it brought, what it refused and why, and the way back. */
function One({ number }: { number: number }) {
  const { data, error, refetch } = useQuery(importQuery(number));
  if (isAbsent(error)) return <Absent />;
  return (
    <>
      <PageHead title={words.title(number)} manual="importacoes" actions={data && <UndoButton of={data} />}>
        {data && sentence(data)}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={6} />}
      {data?.report && <Found number={number} report={data.report} />}
      <Back />
    </>
  );
}

/** Where there is no such import. */
function Absent() {
  return (
    <>
      <PageHead title={imports.title} manual="importacoes" />
      <EmptyState title={words.absent} action={<Back />}>
        {words.absentDetail}
      </EmptyState>
    </>
  );
}

function Back() {
  return (
    <Button
      component={Link}
      to="/importacoes"
      variant="subtle"
      mt="md"
      leftSection={<IconArrowLeft size={15} aria-hidden />}
    >
      {words.back}
    </Button>
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
        <KindsPanel title={words.reasons} what={words.whatReason} counts={report.ignored_by_reason} />
        <KindsPanel title={words.kinds} what={words.whatKind} counts={report.warnings_by_kind} />
        <KindsPanel title={words.classes} what={words.whatClass} counts={report.items_by_class} />
      </Group>
    </Stack>
  );
}

/** How many of each kind, where there are any. */
function KindsPanel(kinds: KindsProps) {
  if (kinds.counts.length === 0) return null;
  return (
    <Panel title={kinds.title}>
      <Kinds {...kinds} />
    </Panel>
  );
}
