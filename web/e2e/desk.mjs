// What people decide is changed in place and taken back at one click: goals, thresholds, segments, users.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { asked, newPage, signedIn } from "./support/browser.mjs";
import { Company } from "./support/company.mjs";
import "./support/shared.mjs";

describe("the desk", () => {
  let company;
  let page;

  before(async () => {
    company = await new Company(40).settle().serve();
    page = await signedIn(company, "administrator");
  });

  test("a goal is set in place, and taken back", async () => {
    const goalOf = async () => {
      const goals = (await asked(page, "/goals?month=2026-11")).body.items;
      return goals.find((goal) => goal.seller === company.seller)?.goal_cents ?? null;
    };
    await page.goto("/metas?mes=2026-11");
    const row = page.getByRole("row").filter({ hasText: company.seller }).first();
    await row.getByRole("button", { name: /Mudar a meta de/ }).click();
    await page.getByRole("textbox", { name: `Meta de ${company.seller}` }).fill("150.000,50");
    await page.keyboard.press("Enter");
    await page.getByText(`Meta de ${company.seller} salva.`).waitFor();
    await row.getByText("R$ 150.000,50").waitFor();
    assert.equal(await goalOf(), 15_000_050);
    await page.getByRole("button", { name: "Desfazer", exact: true }).click();
    await page.getByText("Desfeito.").waitFor();
    assert.equal(await goalOf(), null);
  });

  test("a threshold shows its effect before it is saved, and is taken back", async () => {
    const days = async () => {
      const { sections } = (await asked(page, "/settings")).body;
      return sections.flatMap((section) => section.settings).find(({ name }) => name === "status.new_days").value;
    };
    await page.goto("/configuracoes");
    const input = page.locator('[id="status.new_days"]').getByRole("textbox");
    await input.fill("720");
    await page.getByText(/mudariam? de situação/).waitFor();
    assert.equal(await days(), 60, "an effect that is shown changes nothing");
    await page.getByRole("button", { name: "Gravar" }).click();
    await page.getByText(/Configurações gravadas/).waitFor();
    assert.equal(await days(), 720);
    await page.getByRole("button", { name: "Desfazer", exact: true }).click();
    await page.getByText("Desfeito.").waitFor();
    assert.equal(await days(), 60);
  });

  test("a wrong threshold says what is wrong", async () => {
    await page.goto("/configuracoes");
    await page.locator('[id="status.risk_days"]').getByRole("textbox").fill("5");
    await page
      .getByRole("alert")
      .getByText(/maior|menor/)
      .first()
      .waitFor();
  });

  test("a segment's error is shown at its place; mended, it is saved and leads to its customers", async () => {
    await page.goto("/segmentacoes?nova=1");
    const editor = page.getByRole("dialog", { name: "Nova segmentação" });
    await editor.getByLabel("Nome").fill("paulistas de peso");
    const predicate = editor.getByLabel("Condição");
    await predicate.fill("status = 'ativoo'\nAND uf = 'SP'");
    await editor.getByText(/Linha 1, coluna 10: .*ativoo.*ativo/).waitFor();
    assert.equal(await editor.locator("mark").textContent(), "'ativoo'");
    await predicate.fill("uf = 'SP' AND revenue_12m_cents > 0");
    await editor.getByText(/clientes? agora/).waitFor();
    await editor.getByRole("button", { name: "Salvar" }).click();
    await page.getByRole("link", { name: "paulistas de peso" }).click();
    await page.waitForURL("**/carteira?*segment=paulistas*");
  });

  test("somebody is invited, sets a password by the link, and sees what their role may", async () => {
    await page.goto("/usuarios");
    await page.getByRole("button", { name: "Convidar pessoa" }).click();
    const editor = page.getByRole("dialog", { name: "Convidar pessoa" });
    await editor.getByRole("textbox", { name: "Nome", exact: true }).fill("Dora Nogueira");
    await editor.getByLabel("Usuário").fill("dora");
    await editor.getByLabel("Consulta").check();
    await editor.getByRole("button", { name: "Salvar" }).click();
    const link = await page.getByRole("textbox", { name: "Convite de Dora Nogueira" }).inputValue();

    const guest = await newPage(company);
    await guest.goto(link);
    await guest.getByLabel("Senha", { exact: true }).fill("uma frase bem comprida");
    await guest.getByLabel("Repita a senha").fill("uma frase bem comprida");
    await guest.getByRole("button", { name: "Salvar e entrar" }).click();
    await guest.getByRole("link", { name: "Carteira" }).first().waitFor();
    assert.equal((await asked(guest, "/session")).body.user.role, "query");
    await guest.goto(link);
    await guest.getByText("Este convite não vale mais").waitFor();

    await page.reload();
    await page.getByRole("button", { name: "Ações para Dora Nogueira" }).click();
    await page.getByRole("menuitem", { name: "Desativar" }).click();
    await page.getByText("Dora Nogueira não entra mais.").waitFor();
    assert.equal((await asked(guest, "/session")).status, 401);
  });

  test("all of it is in the log, whose chain is whole", async () => {
    await page.goto("/auditoria");
    for (const label of ["meta definida", "configurações alteradas", "segmentação gravada", "usuário criado"]) {
      await page.getByRole("cell", { name: label }).first().waitFor();
    }
    await page.getByRole("button", { name: "Conferir a corrente" }).click();
    await page.getByText(/A corrente está inteira/).waitFor();
    assert.deepEqual(page.faults, []);
  });
});
