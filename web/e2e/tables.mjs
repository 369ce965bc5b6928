// A spreadsheet that is not wholly understood: its columns are shown with values, changed in place, read anew, and
// imported apart from the files that came along.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { asked, drop, signedIn } from "./support/browser.mjs";
import { Company } from "./support/company.mjs";
import "./support/shared.mjs";

test("columns are corrected in place", async () => {
  const company = await new Company(10).settle().serve();
  const folder = join(company.folder, "planilhas");
  mkdirSync(folder);
  // Nobody can guess that the last column is the seller.
  const rows = [
    "101;03/11/2026;44.555.666/0001-81;Mercearia Boa Vista;1.234,56;ZÉLIA",
    "102;04/11/2026;44.555.666/0001-81;Mercearia Boa Vista;98,00;ZÉLIA",
  ];
  writeFileSync(join(folder, "vendas.csv"), `Pedido;Data;CNPJ;Cliente;Valor Total;XPTO\n${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "clientes.csv"),
    "CNPJ;Razão Social;Cidade\n44.555.666/0001-81;Mercearia Boa Vista;Campinas\n",
  );

  const page = await signedIn(company, "manager");
  await page.goto("/importacoes");
  await drop(page, page.getByRole("region", { name: "Soltar arquivos e pastas" }), [folder]);
  const card = page.getByRole("article").filter({ hasText: "vendas.csv" });
  await card.getByText("Planilha de vendas: 6 colunas, 5 reconhecidas").waitFor();
  await card.getByRole("button", { name: "Conferir colunas" }).click();
  await card.getByText("ZÉLIA").first().waitFor();
  await card.getByLabel("Campo da coluna XPTO").selectOption({ label: "vendedor" });
  await card.getByRole("button", { name: "Reler com esta correspondência" }).click();
  await page.getByText("Planilha de vendas: 6 colunas, 6 reconhecidas").waitFor();

  await page.getByRole("button", { name: "Importar tudo (2)" }).click();
  await page
    .getByText(/entrou na carteira|entraram na carteira/)
    .nth(1)
    .waitFor();
  const { rows: found } = (await asked(page, "/customers?columns=name,last_seller,revenue_12m_cents,city&limit=500"))
    .body;
  const customer = found.find((row) => row.name === "Mercearia Boa Vista");
  assert.deepEqual([customer.last_seller, customer.revenue_12m_cents, customer.city], ["ZÉLIA", 133_256, "Campinas"]);
  assert.deepEqual(page.faults, []);
});

test("what waits to be imported is found again after a reload", async () => {
  const company = await new Company(10).settle().serve();
  const folder = join(company.folder, "planilhas");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "vendas.csv"),
    "Pedido;Data;CNPJ;Cliente;Valor Total\n7;03/11/2026;44.555.666/0001-81;Mercearia Boa Vista;10,00\n",
  );
  const page = await signedIn(company, "manager");
  await page.goto("/importacoes");
  await drop(page, page.getByRole("region", { name: "Soltar arquivos e pastas" }), [folder]);
  await page.getByText(/^Entendi/).waitFor();
  await page.goto("/metas");
  await page.goto("/importacoes");
  await page.getByText(/^Entendi/).waitFor();
  await page.getByRole("button", { name: "Importar", exact: true }).click();
  await page.getByText(/entrou na carteira/).waitFor();
  assert.deepEqual(page.faults, []);
});
