import type { Notice } from "@/api/imports";
import { imports } from "@/text/imports";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import classes from "./NoticeTable.module.css";

const words = imports.one;

/** Where in its file a notice is. */
function placeOf(notice: Notice): string {
  const parts = [notice.record, notice.line === null ? null : words.line(notice.line), notice.field];
  return parts.filter((part) => part !== null && part !== "").join(", ");
}

const COLUMNS: RecordColumn<Notice>[] = [
  { label: words.file, main: true, cell: (notice) => <span className={classes.file}>{notice.file}</span> },
  { label: words.place, cell: (notice) => <span className={classes.place}>{placeOf(notice)}</span> },
  { label: words.value, cell: (notice) => notice.value && <code className={classes.value}>{notice.value}</code> },
  { label: words.reason, grows: true, cell: (notice) => <span className={classes.reason}>{notice.reason}</span> },
];

/** What an import had to say about single records: file, place, value, and what to do. */
export function NoticeTable({ label, notices }: { label: string; notices: readonly Notice[] }) {
  const numbered = new Map(notices.map((notice, place) => [notice, place]));
  return <RecordTable label={label} columns={COLUMNS} rows={notices} keyOf={(notice) => numbered.get(notice) ?? 0} />;
}
