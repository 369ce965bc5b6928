// Names that come in with files are text, whatever they contain: nothing of them runs on any page.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { Company } from "./support/company.mjs";
import { PAGES } from "./support/shared.mjs";

const ATTACKS = [
  "<script>window.attacked = 1</script>",
  '<img src=x onerror="window.attacked = 2">',
  "\"'><svg onload=window.attacked=3>",
  "{{constructor.constructor('window.attacked=4')()}}",
  "javascript:window.attacked=5",
];

describe("imported names", () => {
  let company;
  let page;

  before(async () => {
    company = new Company(10).settle();
    const folder = join(company.folder, "ataques");
    mkdirSync(folder);
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const sales = ATTACKS.map(
      (attack, place) => `${place + 1};10/11/2026;${quoted(attack)};${quoted(attack)};1000,00;${quoted(attack)}`,
    );
    const header = "Número;Data;Cliente;Vendedor;Valor Total;Cidade";
    writeFileSync(join(folder, "vendas.csv"), `${header}\n${sales.join("\n")}\n`);
    // A file that is refused is shown by its name.
    writeFileSync(join(folder, "<img src=x onerror='window.attacked=6'>.xml"), "<nfeProc>");
    company.carteira(["import", folder]);
    await company.serve();
    page = await signedIn(company, "administrator");
    page.on("dialog", () => page.faults.push("a dialog opened"));
  });

  test("are shown as they are written", async () => {
    await page.goto("/carteira");
    await page.getByText(ATTACKS[0]).first().waitFor();
    await page.goto("/importacoes/3?lista=recusados");
    await page.getByText("<img src=x onerror=").first().waitFor();
  });

  test("run on no page", async () => {
    const rows = (await asked(page, "/customers?columns=name&limit=500")).body.rows;
    const customers = rows.filter((row) => ATTACKS.includes(row.name));
    assert.equal(customers.length, ATTACKS.length);
    const own = customers.map((row) => `/clientes/${encodeURIComponent(row.customer)}`);
    const others = ["/concentracao?por=city", "/concentracao?por=owner", "/importacoes/3?lista=recusados"];
    for (const address of [...PAGES, ...own, ...others]) {
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.evaluate(() => window.attacked), undefined, address);
    }
  });

  test("cannot run even if they got into a page: the policy forbids scripts in it", async () => {
    const answer = await page.request.get("/");
    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'self'|script-src 'self'/);
    assert.doesNotMatch(policy, /script-src[^;]*unsafe-inline|unsafe-eval/);
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.attacked = 7";
      document.body.append(script);
      return window.attacked;
    });
    assert.equal(ran, undefined);
  });
});
