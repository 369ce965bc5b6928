import { beginUpload, importUpload, type ReadingOptions, rehearse, removeUpload } from "@/api/imports";
import { Problem } from "@/api/Problem";
import { bundles } from "./bundles";
import { filesByKind, type LotKind } from "./kindOfFile";
import { type Sending, sendFiles } from "./sendFiles";
import { serverTransport } from "./serverTransport";

/** Files that are sent, rehearsed and imported together. */
export interface Lot {
  key: string;
  kind: LotKind;
  /** How many files, and the name of the first. */
  count: number;
  first: string;
  bytes: number;
  sent: number;
  options: ReadingOptions;
  upload: string | null;
  /** The rehearsal or the import under way. */
  job: number | null;
  isImporting: boolean;
  /** Why sending stopped. */
  problem: string | null;
}

const KEPT_UNDER = "carteira-lots";

/** How often whoever looks on is told of bytes sent. */
const TOLD_EVERY_MS = 120;

/**
 * What is on its way in. It lives outside any page: sending goes on when the person looks at something else, and
 * what the server has already is found again when the page is opened anew.
 */
class Lots {
  private lots: readonly Lot[] = kept();
  private readonly files = new Map<string, readonly Sending[]>();
  private readonly stops = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private telling: ReturnType<typeof setTimeout> | null = null;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.lots;

  /** Takes in what a person dropped: one lot of documents, one of tables. */
  async add(files: readonly Sending[], options: ReadingOptions = {}): Promise<void> {
    for (const [kind, some] of await filesByKind(files)) {
      this.begin(kind, some, options);
    }
  }

  /** Whether the files themselves are at hand, not only what the server has of them. */
  hasFiles(key: string): boolean {
    return this.files.has(key);
  }

  /** Sends on what stopped. */
  resume(key: string): void {
    void this.carry(key);
  }

  /** Reads a lot anew in another way. Where it has other files too, those of `path` become a lot of their own. */
  async reread(key: string, path: string, options: ReadingOptions): Promise<void> {
    const lot = this.find(key);
    const files = this.files.get(key);
    if (!lot) return;
    if (lot.count > 1 && files) {
      this.discard(key);
      const isOwn = (sending: Sending) => sending.path === path;
      this.begin(lot.kind, files.filter(isOwn), options);
      this.begin(
        lot.kind,
        files.filter((sending) => !isOwn(sending)),
        lot.options,
      );
    } else {
      this.change(key, { options, job: null });
      await this.carry(key);
    }
  }

  /** Imports a lot that was sent. */
  async import(key: string): Promise<void> {
    const lot = this.find(key);
    if (!lot?.upload) return;
    await this.guarded(key, async (upload) => {
      const job = await importUpload(upload, lot.options);
      this.change(key, { job: job.id, isImporting: true });
    });
  }

  /** Takes a lot off the page; what was sent of it and not imported is thrown away. */
  discard(key: string): void {
    const lot = this.find(key);
    this.stops.get(key)?.abort();
    this.forget(key);
    if (lot?.upload && !lot.isImporting) {
      // Whatever is left behind, the server sweeps within a day.
      removeUpload(lot.upload).catch(() => {});
    }
  }

  private begin(kind: LotKind, files: readonly Sending[], options: ReadingOptions): void {
    const bytes = files.reduce((sum, sending) => sum + sending.size, 0);
    const same = (lot: Lot) =>
      lot.job === null &&
      !this.files.has(lot.key) &&
      lot.kind === kind &&
      lot.count === files.length &&
      lot.bytes === bytes;
    const interrupted = this.lots.find(same);
    const key = interrupted?.key ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.files.set(key, files);
    if (!interrupted) {
      const first = files[0]?.path ?? "";
      const blank = { sent: 0, upload: null, job: null, isImporting: false, problem: null };
      this.set([...this.lots, { key, kind, count: files.length, first, bytes, options, ...blank }]);
    }
    void this.carry(key);
  }

  /** Sends what is missing, then rehearses. */
  private async carry(key: string): Promise<void> {
    const lot = this.find(key);
    const files = this.files.get(key) ?? [];
    if (!lot) return;
    const stop = new AbortController();
    this.stops.set(key, stop);
    this.change(key, { sent: 0, problem: null });
    await this.guarded(key, async (known) => {
      const begun = known === "" ? await beginUpload() : { upload: known, part_bytes: PART_BYTES };
      this.change(key, { upload: begun.upload });
      let sent = 0;
      const packed = lot.kind === "documents" ? bundles(files) : files;
      await sendFiles(packed, begun.upload, begun.part_bytes, serverTransport, stop.signal, (bytes) => {
        sent += bytes;
        this.change(key, { sent: Math.min(sent, lot.bytes) });
      });
      const job = await rehearse(begun.upload, this.find(key)?.options ?? {});
      this.change(key, { job: job.id, sent: lot.bytes });
    });
  }

  /** Does something with a lot's upload, and keeps why it could not be done. */
  private async guarded(key: string, work: (upload: string) => Promise<void>): Promise<void> {
    try {
      await work(this.find(key)?.upload ?? "");
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      const isGone = error instanceof Problem && error.status === 404;
      this.change(key, {
        problem: error instanceof Error ? error.message : String(error),
        ...(isGone && { upload: null }),
      });
    }
  }

  private find(key: string): Lot | undefined {
    return this.lots.find((lot) => lot.key === key);
  }

  private change(key: string, change: Partial<Lot>): void {
    this.set(this.lots.map((lot) => (lot.key === key ? { ...lot, ...change } : lot)));
  }

  private forget(key: string): void {
    this.files.delete(key);
    this.stops.delete(key);
    this.set(this.lots.filter((lot) => lot.key !== key));
  }

  private set(lots: readonly Lot[]): void {
    this.lots = lots;
    this.telling ??= setTimeout(() => {
      this.telling = null;
      localStorage.setItem(KEPT_UNDER, JSON.stringify(this.lots));
      for (const listener of this.listeners) listener();
    }, TOLD_EVERY_MS);
  }
}

/** The size of parts where an upload goes on that an earlier page began. */
const PART_BYTES = 8 << 20;

/** What an earlier page left. Its files are gone; what the server has of them is not. */
function kept(): readonly Lot[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT_UNDER) ?? "[]");
    return Array.isArray(found) ? (found as Lot[]).filter((lot) => lot.upload !== null) : [];
  } catch {
    return [];
  }
}

/** What is on its way in, from this browser. */
export const lots = new Lots();
