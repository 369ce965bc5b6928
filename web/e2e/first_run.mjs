// From the first start of the server to the first portfolio, as a new user would: the printed address, a folder of
// files dropped on the page, the portfolio.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, drop, newPage } from "./support/browser.mjs";
import { Company } from "./support/company.mjs";
import "./support/shared.mjs";

test("first run, files dropped, first portfolio", async () => {
  const company = await new Company(60).serve();
  const page = await newPage(company);
  await page.goto(company.firstRunPath());
  await page.getByLabel("Seu nome").fill("Alice Prado");
  await page.getByLabel("Usuário").fill("alice");
  await page.getByLabel("Senha", { exact: true }).fill("uma frase bem comprida");
  await page.getByLabel("Repita a senha").fill("uma frase bem comprida");
  await page.getByRole("button", { name: "Criar e entrar" }).click();

  await page.getByRole("link", { name: "Importações" }).click();
  await page.getByText("Nada foi importado ainda").first().waitFor();
  await drop(page, page.getByRole("region", { name: "Soltar arquivos e pastas" }), [company.files]);
  await page.getByText(/^Entendi/).waitFor();
  assert.equal((await asked(page, "/imports")).body.items.length, 0, "a rehearsal writes nothing");

  // Of the notes in the archives one was denied and one is of the test environment; one event is a letter of
  // correction. Beside them lie two copies and four broken files.
  const { notes, events } = company.expected;
  const counts = page.getByRole("listitem").filter({ hasText: /aceitos|repetidos|recusados/ });
  const read = async () => (await counts.allInnerTexts()).map((text) => Number(text.replace(/\D/g, "")));
  const expected = [notes - 2 + events - 1, 2, 4];
  assert.deepEqual(await read(), expected);

  await page.getByRole("button", { name: "Importar", exact: true }).click();
  await page.getByText(/entraram na carteira/).waitFor();
  assert.deepEqual(await read(), expected);

  await page.getByRole("link", { name: "Ver a carteira" }).click();
  await page.waitForURL("**/carteira");
  const { count } = (await asked(page, "/customers?limit=1")).body;
  assert.ok(count > 30, `${count} customers`);
  await page
    .getByText(new RegExp(`\\b${count} clientes`))
    .first()
    .waitFor();
  assert.deepEqual(page.faults, []);
});

test("the first address serves once", async () => {
  const company = await new Company(5).serve();
  const accept = (login) =>
    fetch(`${company.address}/api/v1/session/invitation`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        token: company.firstRunPath().split("#")[1],
        password: "uma frase comprida",
        name: "A",
        login,
      }),
    });
  assert.equal((await accept("primeira")).status, 200);
  assert.notEqual((await accept("segunda")).status, 200);
});
