/** A file on its way in, under the path that the person's folder gives it. */
export interface Sending {
  path: string;
  size: number;
  /** Its bytes from one place to another. */
  slice(start: number, end: number): Promise<Blob>;
}

/** A file of the disk. */
export function fileSending(path: string, file: Blob): Sending {
  return { path, size: file.size, slice: async (start, end) => file.slice(start, end) };
}

/** The requests that sending makes. */
export interface Transport {
  /** What the server has of an upload already: bytes by path. */
  received(upload: string): Promise<Map<string, number>>;
  /** Sends the part of a file that begins at an offset. */
  put(upload: string, path: string, offset: number, part: Blob, signal: AbortSignal): Promise<Sent>;
  /** Waits before a part is tried again. */
  pause(attempt: number, signal: AbortSignal): Promise<void>;
}

/** What became of a part. */
export type Sent =
  | { kind: "taken" }
  /** The server wants the file from another offset. */
  | { kind: "expected"; offset: number }
  /** Nobody answered, or the server is busy: worth another try. */
  | { kind: "lost" }
  /** No other try will help. */
  | { kind: "refused"; detail: string };

/** Files that are sent at the same time. */
const AT_ONCE = 4;

/** How often a part is tried before the sending stops, to be resumed by the person. */
const ATTEMPTS = 6;

/** Why sending stopped. */
export class SendingStopped extends Error {}

/**
 * Sends files part by part, leaving out what the server has already. `onSent` is told of bytes as they arrive,
 * those of an earlier try first.
 */
export async function sendFiles(
  files: readonly Sending[],
  upload: string,
  partBytes: number,
  transport: Transport,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  const received = await transport.received(upload);
  const stopped = new AbortController();
  const way = { upload, partBytes, transport, signal: AbortSignal.any([signal, stopped.signal]), onSent };
  const waiting = files.values();
  const sendNext = async () => {
    for (const sending of waiting) {
      await sendFile(sending, received.get(sending.path) ?? null, way);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  } finally {
    // Where one file stops, the others do.
    stopped.abort();
  }
}

interface Way {
  upload: string;
  partBytes: number;
  transport: Transport;
  signal: AbortSignal;
  onSent: (bytes: number) => void;
}

async function sendFile(sending: Sending, received: number | null, way: Way): Promise<void> {
  let offset = Math.min(received ?? 0, sending.size);
  way.onSent(offset);
  // A file without a byte is sent too: the import says that it is empty.
  let isFirst = received === null;
  while (isFirst || offset < sending.size) {
    const end = Math.min(offset + way.partBytes, sending.size);
    const next = await sendPart(sending, offset, end, way);
    way.onSent(next - offset);
    offset = next;
    isFirst = false;
  }
}

/** Sends a part, again where nobody answers; the offset of the next one. */
async function sendPart(sending: Sending, offset: number, end: number, way: Way): Promise<number> {
  const part = await sending.slice(offset, end);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    way.signal.throwIfAborted();
    const sent = await way.transport.put(way.upload, sending.path, offset, part, way.signal);
    switch (sent.kind) {
      case "taken":
        return end;
      case "expected":
        return Math.min(sent.offset, sending.size);
      case "refused":
        throw new SendingStopped(sent.detail);
      case "lost":
        await way.transport.pause(attempt, way.signal);
    }
  }
  throw new SendingStopped("O servidor não responde. O que já foi enviado fica guardado: tente continuar.");
}
