import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

const SNAPSHOT = new URL("../../../crates/api/openapi.json", import.meta.url);
const SCHEMA = new URL("./schema.d.ts", import.meta.url);

it("schema.d.ts is what the API's description gives: `npm run api` writes it anew", async () => {
  const generated = COMMENT_HEADER + astToString(await openapiTS(SNAPSHOT));
  expect(readFileSync(SCHEMA, "utf8") === generated).toBe(true);
}, 60_000);
