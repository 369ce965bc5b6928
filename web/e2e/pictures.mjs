// The README's pictures, taken of the demo company: `npm run pictures` writes docs/pictures. Run it after
// `npm run build` and `cargo build --workspace`.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asked, closeBrowser, DESKTOP, PHONE, signedIn } from "./support/browser.mjs";
import { Company, throwAllAway } from "./support/company.mjs";

const FOLDER = resolve(import.meta.dirname, "../../docs/pictures");

/** As many customers as the demo has. */
const CUSTOMERS = 1500;

const LIGHT = { viewport: DESKTOP, colorScheme: "light" };
const DARK = { viewport: DESKTOP, colorScheme: "dark" };
const ON_PHONE = { viewport: PHONE, isPhone: true, colorScheme: "light" };
const ON_PHONE_DARK = { ...ON_PHONE, colorScheme: "dark" };

/** What is taken: a name, a way to look, and where; `{customer}` is the one of most revenue. */
const PICTURES = [
  ["visao-geral", LIGHT, "/"],
  ["visao-geral-escuro", DARK, "/"],
  ["visao-geral-celular", ON_PHONE, "/"],
  ["carteira", LIGHT, "/carteira"],
  ["carteira-escuro", DARK, "/carteira"],
  ["carteira-celular", ON_PHONE, "/carteira"],
  ["cliente", LIGHT, "/clientes/{customer}"],
  ["cliente-celular-escuro", ON_PHONE_DARK, "/clientes/{customer}"],
  ["por-que", LIGHT, "/clientes/{customer}?porque={customer}:revenue_12m_cents"],
  ["importacao", LIGHT, "/importacoes/1?lista=recusados"],
  ["concentracao", LIGHT, "/concentracao"],
  ["metas", DARK, "/metas"],
];

/** Takes one picture, once the page has nothing more to ask for. */
async function take(page, name, address) {
  await page.goto(address);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForLoadState("networkidle");
  // What is drawn by script appears a moment after its data.
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}

/** Goals near where each seller is heading: some are met, some are not. */
function setGoals(company) {
  const month = company.json(["panel", "--columns", "name", "--limit", "1"])[0].as_of.slice(0, 7);
  const sellers = company.json(["goal", "list", "--month", month]).filter((goal) => goal.seller !== null);
  for (const [place, { seller, projected_cents: heading }] of sellers.entries()) {
    const thousands = Math.ceil(((heading / 100_000) * [95, 110, 102, 120][place % 4]) / 100);
    company.carteira(["goal", "set", seller, month, `${thousands * 1000},00`]);
  }
}

const company = new Company(CUSTOMERS).settle();
setGoals(company);
await company.serve();
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, view, address] of PICTURES) {
    const page = await signedIn(company, "manager", view);
    const [first] = (await asked(page, "/customers?columns=name&sort=-revenue_12m_cents&limit=1")).body.rows;
    await take(page, name, address.replaceAll("{customer}", encodeURIComponent(first.customer)));
    await page.context().close();
  }
} finally {
  await closeBrowser();
  throwAllAway();
}
