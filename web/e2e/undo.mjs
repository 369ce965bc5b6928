// An import is undone from the page, and the portfolio is what it would be without it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { Company } from "./support/company.mjs";
import "./support/shared.mjs";

test("an import is undone from the page", async () => {
  const company = await new Company(40).settle().serve();
  const page = await signedIn(company, "manager");
  assert.ok((await asked(page, "/totals")).body.revenue_12m_cents > 0);
  await page.goto("/importacoes");
  await page.getByRole("button", { name: "Desfazer importação 1" }).click();
  const question = page.getByRole("dialog", { name: "Desfazer a importação 1?" });
  await question.getByText(/A carteira fica como se ela nunca tivesse sido feita/).waitFor();
  await question.getByRole("button", { name: "Desfazer importação" }).click();
  await page.getByText(/Importação 1 desfeita: .* saíram/).waitFor();
  await page.getByRole("row").filter({ hasText: "Importação 1" }).getByText("desfeita").waitFor();

  const totals = (await asked(page, "/totals")).body;
  assert.deepEqual([totals.customers, totals.documents, totals.revenue_12m_cents], [0, 0, 0]);
  const states = (await asked(page, "/imports")).body.items.map((each) => [each.import, each.state]);
  assert.deepEqual(states, [
    [2, "live"],
    [1, "undone"],
  ]);
  assert.deepEqual(page.faults, []);
});
