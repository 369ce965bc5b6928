// Companies to test on: files of an invented distributor, a workspace, people, a server; thrown away at the end.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const BUILT = join(resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target"), "debug");
const CARTEIRA = process.env.CARTEIRA_BIN ?? join(BUILT, "carteira");
const GENERATE = process.env.GENERATE_BIN ?? join(BUILT, "generate");

export const PASSWORD = "senha-de-teste-2026";

/** Everyone's sign-in, by role. */
export const PEOPLE = {
  administrator: "admin",
  manager: "gestor",
  seller: "vendedor",
  credit: "credito",
  query: "consulta",
};

/** Companies made so far, to be thrown away. */
const made = [];

/** A company that has nothing but a workspace, and the files that it could import. */
export class Company {
  /** @param {number} customers how many customers its files tell of */
  constructor(customers) {
    this.folder = mkdtempSync(join(tmpdir(), "carteira-web-"));
    this.files = join(this.folder, "arquivos");
    this.workspace = join(this.folder, "carteira-data");
    made.push(this);
    this.expected = JSON.parse(run(GENERATE, ["company", this.files, "--customers", String(customers), "--seed", "5"]));
    const names = ["--company", this.expected.company, "--name", "Distribuidora Exemplo"];
    run(CARTEIRA, ["init", this.workspace, ...names]);
  }

  /** Runs the program on the workspace, beside its files, and gives what it prints. */
  carteira(args, input = "") {
    return run(CARTEIRA, ["--workspace", this.workspace, ...args], input, this.folder);
  }

  /** What a command prints as lines of JSON. */
  json(args) {
    const lines = this.carteira([...args, "--format", "json"]).trim();
    return lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line));
  }

  /** Imports the files, gives customers the sellers of their last sales, and everyone a sign-in. */
  settle() {
    this.carteira(["import", "arquivos"]);
    this.assignCustomers();
    for (const [role, login] of Object.entries(PEOPLE)) {
      const seller = role === "seller" ? ["--seller", this.seller] : [];
      const name = role === "seller" ? this.seller : `Pessoa ${login}`;
      this.carteira(["user", "add", login, "--name", name, "--role", role, ...seller, "--password-stdin"], PASSWORD);
    }
    return this;
  }

  /** A list of customers with their sellers, as an ERP exports it. */
  assignCustomers() {
    const known = this.json([
      "panel",
      "--level",
      "establishment",
      "--columns",
      "tax_id,name,last_seller,customer_kind",
    ]);
    const companies = known.filter((row) => row.customer_kind === "company" && row.last_seller !== null);
    const lines = companies.map((row) => `${row.tax_id};"${row.name}";"${row.last_seller}"`);
    const list = join(this.folder, "clientes.csv");
    writeFileSync(list, `CNPJ;Razão Social;Vendedor\n${lines.join("\n")}\n`);
    this.carteira(["import", "--kind", "customers", list]);
    this.seller = companies[0].last_seller;
  }

  /** Starts the server; resolves once it answers. */
  async serve() {
    const port = await freePort();
    this.address = `http://127.0.0.1:${port}`;
    this.said = "";
    this.server = spawn(CARTEIRA, ["--workspace", this.workspace, "serve", "--bind", `127.0.0.1:${port}`]);
    for (const stream of [this.server.stdout, this.server.stderr]) {
      stream.on("data", (text) => {
        this.said += text;
      });
    }
    await this.answers();
    return this;
  }

  /** Waits until the server answers. */
  async answers() {
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.server.exitCode !== null) {
        break;
      }
      const health = await fetch(`${this.address}/api/v1/health`).catch(() => null);
      if (health?.ok) {
        return;
      }
      await new Promise((wake) => setTimeout(wake, 100));
    }
    throw new Error(`the server did not start: ${this.said}`);
  }

  /** The one-time address that the server printed for the first administrator. */
  firstRunPath() {
    const path = /\/convite#[\w-]+/.exec(this.said)?.[0];
    if (path === undefined) {
      throw new Error(`the server printed no first address: ${this.said}`);
    }
    return path;
  }

  /** Stops the server and removes every file. */
  throwAway() {
    this.server?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Throws away all companies. */
export function throwAllAway() {
  for (const company of made.splice(0)) {
    company.throwAway();
  }
}

/** Runs a program to its end. Exit code 3 is done as well: some of the invented files are broken on purpose. */
function run(program, args, input = "", cwd = undefined) {
  const ended = spawnSync(program, args, { input, cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ended.status !== 0 && ended.status !== 3) {
    throw new Error(`${program} ${args.join(" ")} (${ended.status}): ${ended.stderr}${ended.error ?? ""}`);
  }
  return ended.stdout;
}

function freePort() {
  return new Promise((resolvePort, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolvePort(port));
    });
  });
}
