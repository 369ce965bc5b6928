// On a phone nothing is wider than the screen, lists are cards, and the menu opens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, PHONE, signedIn } from "./support/browser.mjs";
import { PAGES, sharedCompany } from "./support/shared.mjs";

const ON_PHONE = { viewport: PHONE, isPhone: true };

test("no page is wider than a phone", async () => {
  const page = await signedIn(await sharedCompany(), "administrator", ON_PHONE);
  const [first] = (await asked(page, "/customers?columns=name&sort=-revenue_12m_cents&limit=1")).body.rows;
  for (const address of [...PAGES, `/clientes/${encodeURIComponent(first.customer)}`]) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= screen, `${address} is ${wide} wide`);
  }
  assert.deepEqual(page.faults, []);
});

test("the menu opens and leads to a page", async () => {
  const page = await signedIn(await sharedCompany(), "administrator", ON_PHONE);
  await page.goto("/");
  await page.getByRole("button", { name: "Abrir o menu" }).tap();
  await page.getByRole("link", { name: "Metas" }).tap();
  await page.waitForURL("**/metas");
});
