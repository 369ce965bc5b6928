// A seller sees their own customers and nothing of the others: not in lists, search, counts, exports, explanations,
// and no totals of the company.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { asked, signedIn } from "./support/browser.mjs";
import { sharedCompany } from "./support/shared.mjs";

describe("a seller", () => {
  let company;
  let seller;
  let foreign;
  let own;

  before(async () => {
    company = await sharedCompany();
    const manager = await signedIn(company, "manager");
    const columns = "name,owner,revenue_12m_cents";
    const all = (await asked(manager, `/customers?columns=${columns}&limit=500&sort=-revenue_12m_cents`)).body;
    foreign = all.rows.find((row) => row.owner !== null && row.owner !== company.seller);
    own = all.rows.filter((row) => row.owner === company.seller);
    assert.ok(own.length > 0 && own.length < all.count, `${own.length} of ${all.count} are the seller's`);
    await manager.context().close();
    seller = await signedIn(company, "seller");
  });

  test("lists and counts own customers only", async () => {
    await seller.goto("/carteira");
    await seller.getByText(own[0].name).first().waitFor();
    assert.equal(await seller.getByText(foreign.name).count(), 0);
    const list = (await asked(seller, "/customers?columns=name,owner&limit=500")).body;
    assert.equal(list.count, own.length);
    assert.deepEqual(list.rows.map((row) => row.customer).sort(), own.map((row) => row.customer).sort());
  });

  test("cannot open, explain or annotate another's customer", async () => {
    const key = encodeURIComponent(foreign.customer);
    for (const rest of ["", "/purchases", "/titles", "/timeline", "/changes", "/contacts", "/notes", "/owners"]) {
      assert.equal((await asked(seller, `/customers/${key}${rest}`)).status, 404, rest);
    }
    assert.equal((await asked(seller, `/customers/${key}/explain/revenue_12m_cents`)).status, 404);
    await seller.goto(`/clientes/${key}`);
    await seller.getByText("Cliente não encontrado").waitFor();
    await seller.getByRole("main").getByRole("link", { name: "Carteira" }).waitFor();
    assert.equal(await seller.getByText(foreign.name).count(), 0);
  });

  test("does not find another's customer by searching", async () => {
    const found = (await asked(seller, `/search?q=${encodeURIComponent(foreign.name)}`)).body.items;
    assert.ok(!found.some((item) => item.customer === foreign.customer));
    const known = (await asked(seller, `/search?q=${encodeURIComponent(own[0].name)}`)).body.items;
    assert.ok(known.some((item) => item.customer === own[0].customer));
  });

  test("cannot count others by conditions", async () => {
    const named = `name = '${foreign.name.replaceAll("'", "''")}'`;
    assert.equal((await asked(seller, `/customers?where=${encodeURIComponent(named)}`)).body.count, 0);
    const others = `owner <> '${company.seller.replaceAll("'", "''")}'`;
    assert.equal((await asked(seller, `/customers?where=${encodeURIComponent(others)}`)).body.count, 0);
    const all = (await asked(seller, "/segments")).body.items;
    assert.ok(all.every((segment) => segment.count === null || segment.count <= own.length));
  });

  test("exports own customers only", async () => {
    const answer = await seller.request.get("/api/v1/export?format=csv&columns=name");
    const text = await answer.text();
    assert.equal(answer.status(), 200);
    assert.ok(text.includes(own[0].name) && !text.includes(foreign.name));
    assert.equal(text.trim().split("\n").length, own.length + 1);
  });

  test("learns no totals of the company", async () => {
    const revenue = own.reduce((sum, row) => sum + (row.revenue_12m_cents ?? 0), 0);
    const overview = (await asked(seller, "/overview")).body;
    assert.equal(overview.customers, own.length);
    assert.equal(overview.revenue_12m_cents, revenue);
    assert.equal(overview.cr10, null);
    assert.equal((await asked(seller, "/totals")).body.revenue_12m_cents, revenue);
    for (const closed of ["/concentration?by=customer", "/imports", "/imports/gaps", "/settings", "/users", "/audit"]) {
      assert.equal((await asked(seller, closed)).status, 403, closed);
    }
    const hidden = (await asked(seller, "/customers?columns=revenue_share")).status;
    assert.ok(hidden >= 400, "shares are of the whole company");
  });

  test("is shown no page that is not theirs", async () => {
    await seller.goto("/");
    const menu = await seller.getByRole("navigation").first().textContent();
    for (const name of ["Importações", "Concentração", "Configurações", "Usuários", "Auditoria"]) {
      assert.ok(!menu.includes(name), name);
    }
    await seller.goto("/auditoria");
    await seller.getByText("Você não tem acesso a esta página").waitFor();
    assert.deepEqual(seller.faults, []);
  });
});
