import { sendBytes } from "@/api/client";
import { uploadedFiles } from "@/api/imports";
import { Problem } from "@/api/Problem";
import type { Sent, Transport } from "./sendFiles";

/** The first wait before a lost part is sent again; each further one is twice as long. */
const FIRST_PAUSE_MS = 500;

/** Answers that another try may change: the server is busy, or starts anew. */
const PASSING = new Set([0, 408, 429, 502, 503, 504]);

/** Sending to the server. */
export const serverTransport: Transport = {
  async received(upload) {
    const { files } = await uploadedFiles(upload);
    return new Map(files.map((file) => [file.path, file.bytes]));
  },

  async put(upload, path, offset, part, signal): Promise<Sent> {
    try {
      const address = `/uploads/${encodeURIComponent(upload)}/parts`;
      await sendBytes<void>("PUT", address, { path, offset }, part, signal);
      return { kind: "taken" };
    } catch (error) {
      if (error instanceof Problem) return sentOf(error);
      throw error;
    }
  },

  pause(attempt, signal) {
    return new Promise((resume, reject) => {
      const timer = setTimeout(resume, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  },
};

/** What a problem means for the part that met it. */
export function sentOf(problem: Problem): Sent {
  if (PASSING.has(problem.status)) return { kind: "lost" };
  const expected = problem.code === "part_out_of_order" ? Number(problem.field("offset")) : Number.NaN;
  return Number.isInteger(expected)
    ? { kind: "expected", offset: expected }
    : { kind: "refused", detail: problem.message };
}
