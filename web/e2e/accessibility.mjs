// axe finds nothing serious on any page, desktop and phone, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import { asked, DESKTOP, newPage, PHONE, signedIn } from "./support/browser.mjs";
import { PAGES, sharedCompany } from "./support/shared.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SERIOUS = new Set(["serious", "critical"]);

/** What axe finds serious on a page, told so that it can be mended. */
async function findings(page, address) {
  await page.goto(address);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter((violation) => SERIOUS.has(violation.impact));
  return serious.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map((node) => `${address}: ${id}: ${node.html.slice(0, 200)}: ${node.any[0]?.message ?? ""}`),
  );
}

const VIEWS = [
  { name: "desktop, light", viewport: DESKTOP, colorScheme: "light" },
  { name: "desktop, dark", viewport: DESKTOP, colorScheme: "dark" },
  { name: "phone, light", viewport: PHONE, isPhone: true, colorScheme: "light" },
];

describe("axe finds nothing serious", () => {
  for (const view of VIEWS) {
    test(view.name, async () => {
      const page = await signedIn(await sharedCompany(), "administrator", view);
      const [first] = (await asked(page, "/customers?columns=name&sort=-revenue_12m_cents&limit=1")).body.rows;
      const found = [];
      for (const address of [...PAGES, `/clientes/${encodeURIComponent(first.customer)}`]) {
        found.push(...(await findings(page, address)));
      }
      assert.deepEqual(found, []);
    });
  }

  test("where nobody is signed in", async () => {
    const page = await newPage(await sharedCompany());
    assert.deepEqual(await findings(page, "/entrar"), []);
  });
});
