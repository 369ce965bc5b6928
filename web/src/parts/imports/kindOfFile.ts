import type { Sending } from "./sendFiles";

/** What files are imported together: documents with their own layout, or tables whose columns a person may correct. */
export type LotKind = "documents" | "tables";

const TABLES = /\.(csv|tsv|xlsx|xlsm|xlsb|xls|ods|prn)$/i;

/** How the digital bookkeeping begins, which has the ending of a text as some tables have. */
const BOOKKEEPING = "|0000|";

/** Which kind a file is of, by its name and, where that leaves it open, by how it begins. */
export async function kindOfFile({ path, slice }: Sending): Promise<LotKind> {
  if (TABLES.test(path)) return "tables";
  if (!/\.txt$/i.test(path)) return "documents";
  const head = await (await slice(0, 64)).text();
  return head.replace(/^\uFEFF/, "").startsWith(BOOKKEEPING) ? "documents" : "tables";
}

/** Files by their kind; a kind without files is left out. */
export async function filesByKind(files: readonly Sending[]): Promise<Map<LotKind, Sending[]>> {
  const sorted = new Map<LotKind, Sending[]>();
  for (const sending of files) {
    const kind = await kindOfFile(sending);
    const same = sorted.get(kind);
    if (same) same.push(sending);
    else sorted.set(kind, [sending]);
  }
  return sorted;
}
