import type { RecordedChange } from "@/api/types";
import { changes as words } from "@/text/changes";

/** What a change did, in words. */
export function changeWords({ what, value, undoes }: RecordedChange): string {
  if (undoes !== null) return words.undoing(undoes);
  return (words.what[what] ?? words.other)(value);
}
