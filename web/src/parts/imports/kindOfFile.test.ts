import { describe, expect, it } from "vitest";
import { filesByKind, kindOfFile } from "./kindOfFile";
import { fileSending } from "./sendFiles";

describe("the kind of a file", () => {
  it.each([
    ["notas/2026/nota.xml", "<nfeProc>", "documents"],
    ["notas-2026-01.zip", "PK", "documents"],
    ["Clientes.XLSX", "PK", "tables"],
    ["vendas.csv", "cliente;valor", "tables"],
    ["sped.txt", "|0000|017|", "documents"],
    ["sped com marca.txt", "\uFEFF|0000|017|", "documents"],
    ["relatório.txt", "CLIENTE   VALOR", "tables"],
    ["sem ending", "?", "documents"],
  ])("%s, %s: %s", async (path, text, kind) => {
    expect(await kindOfFile(fileSending(path, new Blob([text])))).toBe(kind);
  });

  it("puts files of a kind together, in their order", async () => {
    const files = ["a.xml", "b.csv", "c.zip"].map((path) => fileSending(path, new Blob(["x"])));
    const sorted = await filesByKind(files);
    expect([...sorted].map(([kind, some]) => [kind, some.map((each) => each.path)])).toEqual([
      ["documents", ["a.xml", "c.zip"]],
      ["tables", ["b.csv"]],
    ]);
  });
});
