// A number explains itself: the documents shown add up to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { sharedCompany } from "./support/shared.mjs";

const CUSTOMERS = 5;

/** An amount as people read it, in cents. */
function cents(text) {
  const digits = Number(text.replace(/[^\d]/g, ""));
  return /^-|−/.test(text.trim()) ? -digits : digits;
}

test("the documents of an explanation add up to the number on the page", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  const list = (await asked(page, `/customers?columns=revenue_12m_cents&sort=-revenue_12m_cents&limit=${CUSTOMERS}`))
    .body;
  for (const { customer, revenue_12m_cents: revenue } of list.rows) {
    await page.goto(
      `/clientes/${encodeURIComponent(customer)}?porque=${encodeURIComponent(customer)}:revenue_12m_cents`,
    );
    const why = page.getByRole("dialog", { name: "Por quê?" });
    await why.getByRole("table").waitFor();
    const showAll = why.getByRole("button", { name: "Ver todos" });
    if (await showAll.isVisible()) await showAll.click();
    const amounts = await why.locator("tbody tr td:last-child").allInnerTexts();
    const sum = amounts.map(cents).reduce((total, amount) => total + amount, 0);
    assert.equal(sum, revenue, customer);
    assert.equal(cents(await why.locator("tfoot td").textContent()), revenue, customer);
  }
  assert.deepEqual(page.faults, []);
});
