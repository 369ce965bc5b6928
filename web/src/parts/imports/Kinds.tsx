import type { KindCount } from "@/api/imports";
import { imports } from "@/text/imports";
import { count } from "@/ui/format";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";

export interface KindsProps {
  title: string;
  /** What the kinds are of. */
  what: string;
  counts: KindCount[];
}

/** How many records of each kind, the most frequent first. */
export function Kinds({ title, what, counts }: KindsProps) {
  const columns: RecordColumn<KindCount>[] = [
    { label: what, main: true, grows: true, cell: (kind) => kind.label },
    { label: imports.result.howMany, right: true, cell: (kind) => <span className="number">{count(kind.count)}</span> },
  ];
  const largestFirst = counts.toSorted((one, other) => other.count - one.count);
  return <RecordTable narrow label={title} columns={columns} rows={largestFirst} keyOf={(kind) => kind.code} />;
}
