import type { Sending } from "./sendFiles";
import { storedArchive, storedSize } from "./storedArchive";

/** Files up to this many bytes are sent together: a request for each of a hundred thousand notes would take hours. */
const SMALL_BYTES = 1 << 20;

/** Bytes of a bundle at most: one part. */
const BUNDLE_BYTES = 8 << 20;

/** How few files are sent as they are. */
const FEW = 50;

/** Archives are not put into archives. */
const PACKED = /\.(zip|gz|7z|rar|tgz)$/i;

/** Many small files as few archives, made when they are sent; large ones as they are. */
export function bundles(files: readonly Sending[]): Sending[] {
  if (files.length <= FEW) return [...files];
  const isSmall = (sending: Sending) => sending.size <= SMALL_BYTES && !PACKED.test(sending.path);
  const groups = grouped(files.filter(isSmall));
  const digits = String(groups.length).length;
  const small = groups.map((group, place) => bundle(`lote-${String(place + 1).padStart(digits, "0")}.zip`, group));
  return [...small, ...files.filter((sending) => !isSmall(sending))];
}

/** Files in their order, as many together as a bundle holds. */
function grouped(files: readonly Sending[]): Sending[][] {
  const groups: Sending[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const sending of files) {
    size += storedSize([sending]);
    if (size > BUNDLE_BYTES) {
      groups.push([]);
      size = storedSize([sending]);
    }
    groups.at(-1)?.push(sending);
  }
  return groups;
}

function bundle(path: string, files: readonly Sending[]): Sending {
  const [only] = files;
  if (only !== undefined && files.length === 1) return only;
  const size = storedSize(files);
  const slice = async (start: number, end: number) => (await storedArchive(files)).slice(start, end);
  return { path, size, slice };
}
