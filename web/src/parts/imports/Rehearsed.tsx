import { Stack, Text } from "@mantine/core";
import type { Job, Report } from "@/api/imports";
import { imports } from "@/text/imports";
import { Counts } from "./Counts";
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

/** What importing would do: counts, tables as they were understood, the first rejects. */
export function Rehearsed({ lot, job, report }: { lot: Lot; job: Job; report: Report }) {
  const hasOthers = lot.count > 1;
  const fixed = hasOthers && !lots.hasFiles(lot.key) ? imports.table.inArchive : null;
  // A file of a lot of tables that is refused as a whole was no table that could be understood.
  const isMisread = (notice: Job["rejects_shown"][number]) => lot.kind === "tables" && notice.line === null;
  const misread = job.rejects_shown.filter(isMisread);
  const rejects = job.rejects_shown.filter((notice) => !isMisread(notice));
  return (
    <Stack gap="md">
      <Text size="lg" fw={550}>
        {sentence(report)}
      </Text>
      <Counts report={report} address={() => null} />
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
      {rejects.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            {words.firstRejects(rejects.length, report.rejects)}
          </Text>
          <NoticeTable label={words.rejects} notices={rejects} />
        </div>
      )}
    </Stack>
  );
}
