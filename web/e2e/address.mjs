// The address is the state: what is filtered, sorted and chosen is in it, and a reload gives the same list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { sharedCompany } from "./support/shared.mjs";

/** The customers that the list shows, in its order. */
async function listed(page) {
  await page.locator('a[href^="/clientes/"]').first().waitFor();
  await page.waitForLoadState("networkidle");
  const addresses = page.locator('a[href^="/clientes/"]');
  return addresses.evaluateAll((links) => links.map((link) => link.getAttribute("href").split("?")[0]));
}

test("a filter built by menu is in the address, and a reload gives the same list", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/carteira");
  const all = await listed(page);
  await page.getByRole("button", { name: "Filtro", exact: true }).click();
  const menu = page.getByRole("dialog", { name: "Filtro" });
  await menu.getByRole("textbox", { name: "Procurar indicador" }).fill("UF");
  await menu.getByRole("button", { name: "UF", exact: true }).click();
  await menu.getByRole("combobox", { name: "Valores" }).fill("SP");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await menu.getByRole("button", { name: "Aplicar" }).click();
  await page.waitForURL(/where=uf/);
  const { count } = (await asked(page, `/customers?where=${encodeURIComponent("uf = 'SP'")}&limit=1`)).body;
  await page.getByText(`${count} clientes atendem aos filtros`).waitFor();
  const filtered = await listed(page);
  assert.notDeepEqual(filtered, all);
  await page.reload();
  assert.deepEqual(await listed(page), filtered);
  assert.deepEqual(page.faults, []);
});

test("a condition and an order in the address give the same list in another window", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto(`/carteira?where=${encodeURIComponent("uf = 'SP' AND revenue_12m_cents > 0")}&sort=name`);
  const filtered = await listed(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  assert.deepEqual(await listed(other), filtered);
  assert.deepEqual(page.faults, []);
});

test("a figure leads to the list behind it, and back", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/segmentacoes");
  const row = page.getByRole("row").filter({ hasText: "sem compra" });
  const number = page.getByRole("row").filter({ hasText: "inativos que valiam" }).getByRole("link").last();
  await row.or(number).first().waitFor();
  const count = Number((await number.textContent()).replace(/\D/g, ""));
  await number.click();
  await page.waitForURL("**/carteira?*segment=*");
  if (count > 0) assert.equal(new Set(await listed(page)).size, count);
  await page.goBack();
  await page.waitForURL("**/segmentacoes");
});

test("a count of who moved opens those who did, and a reload keeps them", async () => {
  const page = await signedIn(await sharedCompany(), "manager");
  await page.goto("/");
  const door = page.locator('li > a[href*="mudaram="]').first();
  const count = Number((await door.locator("b").textContent()).replace(/\D/g, ""));
  assert.ok(count > 0);
  await door.click();
  const shown = page.getByRole("dialog").locator('a[href^="/clientes/"]');
  await shown.first().waitFor();
  assert.equal(await shown.count(), count);
  await page.reload();
  await shown.first().waitFor();
  assert.equal(await shown.count(), count);
  assert.deepEqual(page.faults, []);
});

test("choices of concentration, goals and the log are in the address", async () => {
  const page = await signedIn(await sharedCompany(), "administrator");
  await page.goto("/concentracao?por=uf");
  await page.getByRole("columnheader", { name: "UF" }).waitFor();
  await page.goto("/metas?mes=2026-10");
  await page
    .getByText(/outubro de 2026/i)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Mês anterior" }).click();
  await page.waitForURL("**/metas?mes=2026-09");
  await page.goto("/auditoria");
  await page.getByLabel("Ação").selectOption({ label: "usuário criado" });
  await page.waitForURL("**/auditoria?acao=*");
  await page.reload();
  await page.getByRole("cell", { name: "usuário criado" }).first().waitFor();
  assert.equal(await page.getByRole("cell", { name: "arquivos importados" }).count(), 0);
  assert.deepEqual(page.faults, []);
});
