// One headless Chromium for all tests, and pages in which somebody is signed in.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { PASSWORD, PEOPLE } from "./company.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"];

/** What keeps the browser from asking anything of the world outside; and it speaks Portuguese. */
const QUIET = [
  "--lang=pt-BR",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--disable-gpu",
];

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

let browser = null;

/** The browser, started by the first who asks. */
async function theBrowser() {
  const isRoot = process.getuid?.() === 0;
  const args = isRoot ? [...QUIET, "--no-sandbox"] : QUIET;
  // Its own fields, such as those of dates, speak the language of the environment.
  const env = { ...process.env, LANG: "pt_BR.UTF-8", LANGUAGE: "pt_BR" };
  browser ??= await chromium.launch({ executablePath: program(), args, env });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = null;
}

/** A page of nobody. What goes wrong in it is kept in `page.faults`. */
export async function newPage(company, { viewport = DESKTOP, colorScheme = "light", isPhone = false } = {}) {
  const context = await (await theBrowser()).newContext({
    baseURL: company.address,
    viewport,
    colorScheme,
    hasTouch: isPhone,
    isMobile: isPhone,
    locale: "pt-BR",
    timezoneId: "America/Sao_Paulo",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      page.faults.push(message.text());
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 500) {
      page.faults.push(`${response.status()} ${response.url()}`);
    }
  });
  return page;
}

/** A page in which the person of a role is signed in. */
export async function signedIn(company, role, options = {}) {
  const page = await newPage(company, options);
  const answer = await page.request.post("/api/v1/session", { data: { login: PEOPLE[role], password: PASSWORD } });
  if (!answer.ok()) {
    throw new Error(`${role} could not sign in: ${answer.status()} ${await answer.text()}`);
  }
  page.session = await answer.json();
  return page;
}

/** What a resource of the interface for programs answers to whoever is signed in. */
export async function asked(page, path) {
  const answer = await page.request.get(`/api/v1${path}`);
  return { status: answer.status(), body: answer.ok() ? await answer.json() : null };
}

/** Drops files and folders of the disk onto an element, as a person would. */
export async function drop(page, locator, paths) {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
  const devtools = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await devtools.send("Input.dispatchDragEvent", { type, ...at });
  }
}

function program() {
  if (process.env.CHROME_BIN) {
    return process.env.CHROME_BIN;
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error("no Chromium: install the package chromium, or name its program in CHROME_BIN");
  }
  return found;
}
