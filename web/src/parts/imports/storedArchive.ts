import type { Sending } from "./sendFiles";

/** Bytes of a file's header, of its line in the directory, and of the directory's end (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). */
const HEADER = 30;
const LINE = 46;
const END = 22;

/** General purpose bit 11: names are UTF-8. */
const UTF8_NAMES = 1 << 11;

/** 1 January 1980, the first date that the format knows: the same files make the same bytes, whenever they are sent. */
const DATE = (1 << 5) | 1;

const CRC_TABLE = crcTable();
const encoder = new TextEncoder();

/** Bytes of an archive of files that are not compressed. */
export function storedSize(files: readonly Pick<Sending, "path" | "size">[]): number {
  const each = (file: Pick<Sending, "path" | "size">) =>
    HEADER + LINE + 2 * encoder.encode(file.path).length + file.size;
  return files.reduce((sum, file) => sum + each(file), END);
}

/** Files as one zip archive, not compressed. */
export async function storedArchive(files: readonly Sending[]): Promise<Blob> {
  const contents: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  for (const file of files) {
    const name = encoder.encode(file.path);
    const bytes = new Uint8Array(await (await file.slice(0, file.size)).arrayBuffer());
    const about = described(name.length, bytes);
    contents.push(header(about), name, bytes);
    directory.push(line(about, offset), name);
    offset += HEADER + name.length + bytes.length;
  }
  return new Blob([...contents, ...directory, end(files, offset)]);
}

/** What an archive says of a file. */
interface Described {
  crc: number;
  size: number;
  nameLength: number;
}

function described(nameLength: number, bytes: Uint8Array): Described {
  return { crc: crc32(bytes), size: bytes.length, nameLength };
}

function header(file: Described): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(HEADER));
  view.setUint32(0, 0x04034b50, true);
  common(view, 4, file);
  return view.buffer;
}

function line(file: Described, offset: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(LINE));
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, 20, true);
  common(view, 6, file);
  view.setUint32(42, offset, true);
  return view.buffer;
}

/** What header and line have alike. */
function common(view: DataView, at: number, { crc, size, nameLength }: Described): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}

function end(files: readonly Sending[], offset: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(END));
  const directoryBytes = files.reduce((sum, file) => sum + LINE + encoder.encode(file.path).length, 0);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, files.length, true);
  view.setUint16(10, files.length, true);
  view.setUint32(12, directoryBytes, true);
  view.setUint32(16, offset, true);
  return view.buffer;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function crcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    }
    return crc >>> 0;
  });
}
