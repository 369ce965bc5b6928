// Everything by keyboard: Ctrl+K finds anything, j and k move, Enter opens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { sharedCompany } from "./support/shared.mjs";

test("Ctrl+K finds a customer, forgiving a slip, and Enter opens it", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  const [first] = (await asked(page, "/customers?columns=name&sort=-revenue_12m_cents&limit=1")).body.rows;
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("Control+k");
  const box = page.getByRole("dialog").locator("input");
  await box.waitFor();
  await page.keyboard.type(first.name.slice(0, 12).toLowerCase());
  await page.getByRole("dialog").getByText(first.name).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/clientes/**");
  assert.deepEqual(page.faults, []);
});

test("Ctrl+K opens a page", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").locator("input").waitFor();
  await page.keyboard.type("concentra");
  await page.getByRole("dialog").getByText("Concentração").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/concentracao");
});

test("j and k move through the portfolio, x selects, Enter opens", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/carteira");
  await page.locator('a[href^="/clientes/"]').first().waitFor();
  const active = () => page.locator("[aria-selected=true], [data-active=true]").first().textContent();
  await page.keyboard.press("j");
  const first = await active();
  await page.keyboard.press("j");
  const second = await active();
  assert.notEqual(second, first);
  await page.keyboard.press("k");
  assert.equal(await active(), first);
  await page.keyboard.press("x");
  await page
    .getByText(/1 (cliente )?selecionado/)
    .first()
    .waitFor();
  assert.deepEqual(page.faults, []);
});

test("the way to the content skips the menu", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/metas");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).hash, "#conteudo");
});
