import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Job, Notice, Report } from "@/api/imports";
import { imports } from "@/text/imports";
import { type CountKind, Counts } from "./Counts";
import { Kinds } from "./Kinds";
import { type Lot, lots } from "./lots";
import { MisreadCard } from "./MisreadCard";
import { NoticeTable } from "./NoticeTable";
import { TableCard } from "./TableCard";

const words = imports.result;

/** What a rehearsal found, in one sentence. */
function sentence(report: Report): string {
  if (report.accepted > 0) return words.rehearsed(report.accepted, report.documents);
  return report.duplicates > 0 ? words.rehearsedKnown : words.rehearsedNothing;
}

/** What a count of a rehearsal opens. */
const BEHIND: readonly CountKind[] = ["rejects", "ignored", "warnings"];

/** What importing would do: counts and what is behind them, tables as they were understood. */
export function Rehearsed({ lot, job, report }: { lot: Lot; job: Job; report: Report }) {
  const [open, setOpen] = useState<CountKind | null>(report.rejects > 0 ? "rejects" : null);
  const hasOthers = lot.count > 1;
  const fixed = hasOthers && !lots.hasFiles(lot.key) ? imports.table.inArchive : null;
  // A file of a lot of tables that is refused as a whole was no table that could be understood.
  const isMisread = (notice: Notice) => lot.kind === "tables" && notice.line === null;
  const misread = job.rejects_shown.filter(isMisread);
  const rejects = job.rejects_shown.filter((notice) => !isMisread(notice));
  return (
    <Stack gap="md">
      <Text size="lg" fw={550}>
        {sentence(report)}
      </Text>
      <Counts
        report={report}
        onOpen={(kind) => (BEHIND.includes(kind) ? () => setOpen(open === kind ? null : kind) : null)}
        open={open}
      />
      {open && <Behind kind={open} report={report} rejects={rejects} misread={misread.length} />}
      {job.tables.map((table) => (
        <TableCard
          key={`${table.file}/${table.sheet ?? ""}/${table.map}`}
          table={table}
          fixed={fixed}
          putsApart={hasOthers}
          onReread={(options) => void lots.reread(lot.key, table.file, options)}
        />
      ))}
      {misread.map((notice) => (
        <MisreadCard
          key={notice.file}
          notice={notice}
          onReread={(options) => void lots.reread(lot.key, notice.file, options)}
        />
      ))}
    </Stack>
  );
}

interface BehindProps {
  kind: CountKind;
  report: Report;
  /** The first records that were refused, but for whole tables. */
  rejects: Notice[];
  /** How many whole tables were refused; each is told of below. */
  misread: number;
}

/** What is behind a count before anything is imported: the first rejects one by one, the others by their reasons. */
function Behind({ kind, report, rejects, misread }: BehindProps) {
  if (kind === "rejects" && rejects.length === 0) {
    return <Text size="sm">{misread > 0 ? words.misreadBelow : words.rejectsEach}</Text>;
  }
  if (kind === "rejects") {
    return (
      <div>
        <Text size="sm" fw={600} mb={4}>
          {words.firstRejects(rejects.length, report.rejects)}
        </Text>
        <NoticeTable label={words.rejects} notices={rejects} />
      </div>
    );
  }
  const isIgnored = kind === "ignored";
  const { reasons, whatReason, kinds, whatKind } = imports.one;
  return (
    <div>
      <Kinds
        title={isIgnored ? reasons : kinds}
        what={isIgnored ? whatReason : whatKind}
        counts={isIgnored ? report.ignored_by_reason : report.warnings_by_kind}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {isIgnored ? words.ignoredEach : words.warningsEach}
      </Text>
    </div>
  );
}
