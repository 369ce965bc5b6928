// How soon pages can be used and how smoothly the list scrolls, in a browser on the demo's company: `npm run
// measure` prints one object of JSON. `cargo xtask bench web` runs it on the release build and keeps the figures.

import { asked, closeBrowser, newPage, signedIn } from "./support/browser.mjs";
import { Company, throwAllAway } from "./support/company.mjs";

/** As many customers as the demo has. */
const CUSTOMERS = 1500;

/** Loads of each page, each in a browser that has nothing of it yet. */
const LOADS = 5;

/** How long a page must have been still to be called ready, in milliseconds. */
const STILL = 400;

/** How far and how fast the list is scrolled, in pixels and pixels a second. */
const SCROLLED = 24_000;
const SPEED = 3_000;

const ROUTES = [
  "/",
  "/carteira",
  "/clientes/{customer}",
  "/segmentacoes",
  "/concentracao",
  "/metas",
  "/indicadores",
  "/importacoes",
  "/usuarios",
  "/configuracoes",
  "/auditoria",
];

/**
 * Watches a page from before its first script: when its content stood there with nothing awaited any more, and
 * when the last task ended that kept it from answering a click (one of over 50 ms).
 */
function watch() {
  const seen = { shownAt: null, busyUntil: 0 };
  window.measured = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      seen.busyUntil = Math.max(seen.busyUntil, task.startTime + task.duration);
    }
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    const isThere = document.querySelector("main h1, main [role=table]") !== null;
    const isWaiting = document.querySelector("[role=status] .mantine-Skeleton-root") !== null;
    if (!isThere || isWaiting) {
      seen.shownAt = null;
    } else {
      seen.shownAt ??= performance.now();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the address to a page that shows its content and answers. */
async function load(company, cookies, address) {
  const page = await newPage(company);
  await page.context().addCookies(cookies);
  await page.addInitScript(watch);
  await page.goto(address);
  const isStill = (still) => {
    const { shownAt, busyUntil } = window.measured;
    return shownAt !== null && performance.now() - Math.max(shownAt, busyUntil) > still;
  };
  await page.waitForFunction(isStill, STILL);
  const { shownAt, busyUntil } = await page.evaluate(() => window.measured);
  const faults = page.faults;
  await page.context().close();
  if (faults.length > 0) {
    throw new Error(`${address}: ${faults.join("; ")}`);
  }
  return Math.max(shownAt, busyUntil);
}

/** What passed between the frames that were drawn while the list was scrolled, in milliseconds. */
async function scroll(company, cookies) {
  const page = await newPage(company);
  await page.context().addCookies(cookies);
  await page.goto("/carteira");
  const list = page.getByRole("table");
  await list.getByRole("row").nth(20).waitFor();
  await page.waitForLoadState("networkidle");
  const { x, y, width, height } = await list.boundingBox();
  await page.evaluate(() => {
    window.drawn = [];
    let before = performance.now();
    const look = (now) => {
      window.drawn.push(now - before);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Input.synthesizeScrollGesture", {
    x: x + width / 2,
    y: y + height / 2,
    yDistance: -SCROLLED,
    speed: SPEED,
    gestureSourceType: "mouse",
  });
  const frames = await page.evaluate(() => window.drawn.slice(1));
  const top = await list.evaluate((element) => element.scrollTop);
  await page.context().close();
  return { frames, top };
}

const company = await new Company(CUSTOMERS).settle().serve();
try {
  const someone = await signedIn(company, "administrator");
  // Nobody signs in fifty times from one place.
  const cookies = await someone.context().cookies();
  const { rows, count } = (await asked(someone, "/customers?columns=name&sort=-revenue_12m_cents&limit=1")).body;
  const routes = [];
  for (const route of ROUTES) {
    const address = route.replace("{customer}", encodeURIComponent(rows[0].customer));
    const loads = [];
    for (let number = 0; number < LOADS; number += 1) {
      loads.push(await load(company, cookies, address));
    }
    routes.push({ route: route.replace("{customer}", "…"), loads });
  }
  const browser = someone.context().browser().version();
  process.stdout.write(
    `${JSON.stringify({ customers: count, browser, routes, scroll: await scroll(company, cookies) })}\n`,
  );
} finally {
  await closeBrowser();
  throwAllAway();
}
