// The contract put to the test: requests generated from the server's own OpenAPI, good ones and bad ones, none of
// which may be answered by a fault of the server, an undeclared status, or a body that is not of its schema.
// `npm run contract`, with SCHEMATHESIS_BIN naming the program that makes the requests.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Company, PASSWORD, PEOPLE, throwAllAway } from "./support/company.mjs";

/** Customers of the company that is asked about. */
const CUSTOMERS = 60;

/** Requests made for each operation, and the seed they come from; without one they are others each time. */
const EXAMPLES = process.env.CONTRACT_EXAMPLES ?? "10";
const SEED = process.env.CONTRACT_SEED;

/** What must hold of every answer. That nobody is let in uninvited holds by `crates/api/tests`, role by role. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
];

/**
 * A stream of events never ends, and whoever's sessions are ended loses the token that all is asked by;
 * `crates/api/tests` asks for both.
 */
const LEFT_OUT = ["/api/v1/events", "/api/v1/users/{id}/sessions"];

/** An administrator's token. */
async function token(company) {
  const credentials = JSON.stringify({ login: PEOPLE.administrator, password: PASSWORD });
  const json = { "content-type": "application/json" };
  const signedIn = await post(company, "/session", json, credentials);
  const session = await signedIn.json();
  const [cookie] = signedIn.headers.getSetCookie()[0].split(";");
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const asked = JSON.stringify({ name: "contrato", access: "write", expires_on: tomorrow });
  const made = await post(company, "/tokens", { ...json, cookie, "x-csrf-token": session.csrf }, asked);
  return (await made.json()).token;
}

async function post(company, path, headers, body) {
  const answer = await fetch(`${company.address}/api/v1${path}`, { method: "POST", headers, body });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer;
}

/** What exists, so that not all that is asked for is missing: the generator reads it where it is run. */
async function settings(company, bearer) {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  const [{ customer }] = company.json(["panel", "--columns", "name", "--limit", "1"]);
  const [{ name: segment }] = company.json(["segment", "list"]);
  const of = `/customers/${encodeURIComponent(customer)}`;
  const note = await (await post(company, `${of}/notes`, headers, JSON.stringify({ text: "ligar" }))).json();
  const contact = { department: "compras", name: "Rui Exemplo" };
  const { id: person } = await (await post(company, `${of}/contacts`, headers, JSON.stringify(contact))).json();
  const { upload } = await (await post(company, "/uploads", headers, "{}")).json();
  const everywhere = { customer, metric: "revenue_12m_cents", import: 1, month: "2026-11", seller: company.seller };
  const somewhere = {
    "/api/v1/notes/{id}": { id: note.id },
    "/api/v1/contacts/{id}": { id: person },
    "/api/v1/users/{id}": { id: 2 },
    "/api/v1/users/{id}/invitation": { id: 2 },
    "/api/v1/users/{id}/totp": { id: 2 },
    "/api/v1/metrics/{name}": { name: "abc" },
    "/api/v1/segments/{name}": { name: segment },
    "/api/v1/segments/{name}/moves": { name: segment },
    "/api/v1/uploads/{upload}": { upload },
    "/api/v1/uploads/{upload}/parts": { upload },
  };
  const written = (values) =>
    Object.entries(values).map(([name, value]) => `"path.${name}" = ${JSON.stringify(value)}`);
  const lines = ["[parameters]", ...written(everywhere)];
  for (const [path, values] of Object.entries(somewhere)) {
    lines.push("", "[[operations]]", `include-path = "${path}"`, "[operations.parameters]", ...written(values));
  }
  writeFileSync(join(company.folder, "schemathesis.toml"), `${lines.join("\n")}\n`);
}

/** Runs the generator of requests to its end, and says how it ended. */
function generate(company, bearer) {
  const options = [
    ["--header", `Authorization: Bearer ${bearer}`],
    ["--checks", CHECKS.join(",")],
    ["--phases", "examples,coverage,fuzzing"],
    ["--max-examples", EXAMPLES],
    SEED === undefined ? [] : ["--seed", SEED],
    ["--rate-limit", "90/s"],
    ["--suppress-health-check", "all"],
    ...LEFT_OUT.map((path) => ["--exclude-path", path]),
  ];
  const args = ["run", `${company.address}/api/v1/openapi.json`, ...options.flat(), "--continue-on-failure"];
  const ran = spawn(process.env.SCHEMATHESIS_BIN ?? "schemathesis", args, { cwd: company.folder, stdio: "inherit" });
  return new Promise((resolve, reject) => ran.once("error", reject).once("exit", resolve));
}

const company = await new Company(CUSTOMERS).settle().serve();
try {
  const bearer = await token(company);
  await settings(company, bearer);
  process.exitCode = await generate(company, bearer);
  // Whatever was asked by a token that serves no more was refused, and showed nothing.
  const still = await fetch(`${company.address}/api/v1/audit`, { headers: { authorization: `Bearer ${bearer}` } });
  if (!still.ok) {
    throw new Error(`the token was taken away while it was asked by: ${still.status}`);
  }
} finally {
  throwAllAway();
}
