// The company that tests look at and do not change, made by the first who asks; all is thrown away at the end.

import { after } from "node:test";
import { closeBrowser } from "./browser.mjs";
import { Company, throwAllAway } from "./company.mjs";

const CUSTOMERS = 120;

let shared = null;

/** The shared company, its files imported, everyone signed up, its server running. */
export function sharedCompany() {
  shared ??= new Company(CUSTOMERS).settle().serve();
  return shared;
}

/** Every page, by its address. */
export const PAGES = [
  "/",
  "/carteira",
  "/concentracao",
  "/importacoes",
  "/importacoes?aba=faltas",
  "/importacoes/1?lista=recusados",
  "/segmentacoes",
  "/metas",
  "/indicadores",
  "/configuracoes",
  "/usuarios",
  "/auditoria",
  "/conta",
];

after(async () => {
  await closeBrowser();
  throwAllAway();
});
