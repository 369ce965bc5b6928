import { describe, expect, it } from "vitest";
import { fileSending, type Sending, SendingStopped, type Sent, sendFiles, type Transport } from "./sendFiles";

/** A server in memory, which loses the parts it is told to lose. */
class Server implements Transport {
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  pauses = 0;

  constructor(private readonly answers: Sent[] = []) {}

  async received() {
    return new Map([...this.files].map(([path, text]) => [path, text.length]));
  }

  async put(_upload: string, path: string, offset: number, part: Blob): Promise<Sent> {
    this.asked.push(`${path}@${offset}`);
    const answer = this.answers.shift();
    if (answer !== undefined && answer.kind !== "taken") {
      return answer;
    }
    const there = this.files.get(path) ?? "";
    if (offset > there.length) {
      return { kind: "expected", offset: there.length };
    }
    this.files.set(path, there.slice(0, offset) + (await part.text()));
    return { kind: "taken" };
  }

  async pause() {
    this.pauses += 1;
  }
}

const notas: Sending[] = [
  fileSending("notas/1.xml", new Blob(["abcdefgh"])),
  fileSending("notas/2.xml", new Blob(["xyz"])),
  fileSending("vazio.xml", new Blob([])),
];

async function send(server: Server, files = notas): Promise<number> {
  let sent = 0;
  await sendFiles(files, "u", 3, server, new AbortController().signal, (bytes) => {
    sent += bytes;
  });
  return sent;
}

describe("sending files", () => {
  it("sends every file whole, in parts, the empty one too", async () => {
    const server = new Server();
    expect(await send(server)).toBe(11);
    expect([...server.files].sort()).toEqual([
      ["notas/1.xml", "abcdefgh"],
      ["notas/2.xml", "xyz"],
      ["vazio.xml", ""],
    ]);
  });

  it("goes on where an earlier try ended", async () => {
    const server = new Server();
    server.files.set("notas/1.xml", "abcdef").set("notas/2.xml", "xyz").set("vazio.xml", "");
    expect(await send(server)).toBe(11);
    expect(server.asked).toEqual(["notas/1.xml@6"]);
    expect(server.files.get("notas/1.xml")).toBe("abcdefgh");
  });

  it("tries a lost part again", async () => {
    const server = new Server([{ kind: "lost" }, { kind: "lost" }]);
    expect(await send(server, notas.slice(0, 1))).toBe(8);
    expect(server.asked).toEqual(["notas/1.xml@0", "notas/1.xml@0", "notas/1.xml@0", "notas/1.xml@3", "notas/1.xml@6"]);
    expect(server.pauses).toBe(2);
  });

  it("goes back to the offset that the server expects", async () => {
    const server = new Server([{ kind: "taken" }, { kind: "expected", offset: 2 }]);
    expect(await send(server, notas.slice(0, 1))).toBe(8);
    expect(server.asked).toEqual(["notas/1.xml@0", "notas/1.xml@3", "notas/1.xml@2", "notas/1.xml@5"]);
    expect(server.files.get("notas/1.xml")).toBe("abcdefgh");
  });

  it.each([
    ["a refusal", [{ kind: "refused", detail: "O envio passa de 50 GB." }] as Sent[], "O envio passa de 50 GB."],
    ["silence", Array.from({ length: 6 }, (): Sent => ({ kind: "lost" })), "O servidor não responde."],
  ])("stops at %s and says so", async (_, answers, said) => {
    const stopped = send(new Server(answers), notas.slice(0, 1));
    await expect(stopped).rejects.toThrow(SendingStopped);
    await expect(stopped).rejects.toThrow(said);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(sendFiles(notas, "u", 3, new Server(), stop.signal, () => {})).rejects.toThrow();
  });
});
