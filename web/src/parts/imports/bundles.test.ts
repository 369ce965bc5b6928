import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bundles } from "./bundles";
import { fileSending, type Sending } from "./sendFiles";
import { storedArchive, storedSize } from "./storedArchive";

const notes = (count: number, text = "<nfeProc/>") =>
  Array.from({ length: count }, (_, place) => fileSending(`notas/emissão ${place}.xml`, new Blob([`${text}${place}`])));

/** Names and contents of an archive, found by its directory, each checked against its checksum by the runtime. */
async function unpacked(archive: Blob): Promise<[string, string][]> {
  const bytes = Buffer.from(await archive.arrayBuffer());
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let line = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    const [crc, size, name] = [
      bytes.readUInt32LE(line + 16),
      bytes.readUInt32LE(line + 24),
      bytes.readUInt16LE(line + 28),
    ];
    const header = bytes.readUInt32LE(line + 42);
    const begin = header + 30 + bytes.readUInt16LE(header + 26);
    const content = bytes.subarray(begin, begin + size);
    expect(crc32(content)).toBe(crc);
    const path = bytes.toString("utf8", line + 46, line + 46 + name);
    line += 46 + name;
    return [path, content.toString()];
  });
}

describe("an archive of files that are not compressed", () => {
  it("holds every file, has the size that was foretold, and the same bytes each time", async () => {
    const files = [...notes(3), fileSending("vazio.xml", new Blob([]))];
    const archive = await storedArchive(files);
    expect(archive.size).toBe(storedSize(files));
    expect(await unpacked(archive)).toEqual([
      ["notas/emissão 0.xml", "<nfeProc/>0"],
      ["notas/emissão 1.xml", "<nfeProc/>1"],
      ["notas/emissão 2.xml", "<nfeProc/>2"],
      ["vazio.xml", ""],
    ]);
    expect(await archive.arrayBuffer()).toEqual(await (await storedArchive(files)).arrayBuffer());
  });
});

describe("many small files", () => {
  it("are sent as they are while they are few", () => {
    const few = notes(50);
    expect(bundles(few)).toEqual(few);
  });

  it("are put together in parts of at most 8 MB, none lost", async () => {
    const files = notes(120, "x".repeat(200_000));
    const sent = bundles(files);
    expect(sent.map((sending) => sending.path)).toEqual(["lote-1.zip", "lote-2.zip", "lote-3.zip"]);
    expect(sent.every((sending) => sending.size <= 8 << 20)).toBe(true);
    const sizes = await Promise.all(sent.map(async (sending) => (await sending.slice(0, sending.size)).size));
    expect(sizes).toEqual(sent.map((sending) => sending.size));
  });

  it("leave large files and archives alone", () => {
    const large = fileSending("sped.txt", new Blob(["x".repeat((1 << 20) + 1)]));
    const archive = fileSending("notas.zip", new Blob(["PK"]));
    const paths = bundles([large, ...notes(60), archive]).map((sending: Sending) => sending.path);
    expect(paths).toEqual(["lote-1.zip", "sped.txt", "notas.zip"]);
  });
});
