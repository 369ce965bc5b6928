import { describe, expect, it } from "vitest";
import { chosenFiles, filesOf } from "./droppedFiles";

function file(fullPath: string): FileSystemEntry {
  const name = fullPath.split("/").at(-1) ?? "";
  const entry = { isFile: true, fullPath, file: (resolve: (file: File) => void) => resolve(new File([name], name)) };
  return entry as unknown as FileSystemEntry;
}

/** A folder whose reader gives its entries in batches, as browsers do. */
function folder(batches: FileSystemEntry[][]): FileSystemEntry {
  const createReader = () => {
    const left = [...batches, []];
    return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(left.shift() ?? []) };
  };
  return { isFile: false, createReader } as unknown as FileSystemEntry;
}

describe("dropped files", () => {
  it("are found in folders within folders, in every batch of a reader", async () => {
    const inner = folder([[file("/2026/10/3.xml")]]);
    const found = await filesOf([folder([[file("/2026/1.xml"), inner], [file("/2026/2.xml")]]), file("/vendas.xlsx")]);
    expect(found.map((sending) => sending.path)).toEqual(["2026/1.xml", "2026/10/3.xml", "2026/2.xml", "vendas.xlsx"]);
    expect(await Promise.all(found.map(async (sending) => (await sending.slice(0, 99)).text()))).toContain("3.xml");
  });

  it("have their own name where no folder was chosen", () => {
    expect(chosenFiles([new File([""], "nota.xml")]).map((sending) => sending.path)).toEqual(["nota.xml"]);
  });
});
