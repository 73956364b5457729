/**
 * `npm run screenshots [NAME …]`: the pictures of docs/console.md, each in Chinese and English, wide and narrow, of the real server
 * with the sample town in a data folder that is thrown away. A picture that did not come is named with the reason, and the run fails.
 */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumPath, startConsoleServer, type ConsoleServer } from "../../platform/test/console-browser.ts";
import { openDesk, untilThere, type Screen } from "./desk.ts";
import { SHOTS, type Shot } from "./shots.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/images/console");
const SCREENS = {
  "zh-wide": { width: 1440, height: 900, locale: "zh-CN" },
  "en-wide": { width: 1440, height: 900, locale: "en-GB" },
  "zh-narrow": { width: 390, height: 844, locale: "zh-CN" },
  "en-narrow": { width: 390, height: 844, locale: "en-GB" },
} as const satisfies Readonly<Record<string, Screen>>;
/** The town lives for a while before some screens have anything: a case needs a report, an appeal a restriction. */
const WAIT_MS = 15 * 60_000;
/** A page that was caught at a bad moment is opened again. */
const TRIES = 3;
/** Small enough for a repository, and text stays sharp. */
const QUALITY = 82;
const ALL_BYTES_MAX = 6_000_000;

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !SHOTS.some((shot) => shot.name === name));
  if (unknown.length > 0) {
    console.error(`There is no screen ${unknown.join(", ")}. There are: ${SHOTS.map(({ name }) => name).join(", ")}`);
    return 64;
  }
  mkdirSync(FOLDER, { recursive: true });
  const missed: string[] = [];
  const server = await startConsoleServer(["--sample"]);
  try {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
    try {
      for (const shot of SHOTS) {
        if (names.length > 0 && !names.includes(shot.name)) continue;
        // One after the other: a machine that draws four screens at once draws none in time.
        // oxlint-disable-next-line no-await-in-loop
        await takeAll(browser, server, shot).catch((error: unknown) => {
          const why = `${shot.name}: ${error instanceof Error ? error.message : String(error)}`;
          console.error(`missing: ${why}`);
          missed.push(shot.name);
        });
      }
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
  if (missed.length > 0) console.error(`missing, see above: ${missed.join(", ")}`);
  const bytes = SHOTS.flatMap(({ name }) => Object.keys(SCREENS).map((screen) => fileOf(name, screen))).reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  console.error(`${(bytes / 1e6).toFixed(1)} MB of pictures in docs/images/console`);
  if (bytes > ALL_BYTES_MAX) console.error(`more than ${ALL_BYTES_MAX / 1e6} MB: choose fewer or smaller ones`);
  return missed.length > 0 || bytes > ALL_BYTES_MAX ? 1 : 0;
}

const fileOf = (name: string, screen: string): string => path.join(FOLDER, `${name}-${screen}.webp`);

/** All four pictures of one screen show the same matter. */
async function takeAll(browser: Browser, server: ConsoleServer, shot: Shot): Promise<void> {
  const found = await untilThere(() => whereOf(browser, server, shot), shot.name, WAIT_MS);
  for (const [name, screen] of Object.entries<Screen>(SCREENS)) {
    // oxlint-disable-next-line no-await-in-loop
    writeFileSync(fileOf(shot.name, name), await taken(() => take(browser, server, shot, screen, found), `${shot.name}-${name}`));
    console.error(`${shot.name}-${name}`);
  }
}

interface Found {
  readonly who: string | null;
  readonly where: string;
}

async function whereOf(browser: Browser, server: ConsoleServer, shot: Shot): Promise<Found | null> {
  const logins = typeof shot.who === "string" || shot.who === null ? [shot.who] : shot.who;
  for (const who of logins) {
    // oxlint-disable-next-line no-await-in-loop
    const desk = await openDesk(browser, server, who, SCREENS["en-wide"]);
    try {
      // oxlint-disable-next-line no-await-in-loop
      const where = await shot.where(desk);
      if (where !== null) return { who, where };
    } finally {
      // oxlint-disable-next-line no-await-in-loop
      await desk.context.close();
    }
  }
  return null;
}

async function taken(once: () => Promise<Buffer>, name: string): Promise<Buffer> {
  for (let n = 1; ; n++) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await once();
    } catch (error) {
      if (n === TRIES) throw new Error(`${name} did not come: ${error instanceof Error ? error.message : "?"}`, { cause: error });
    }
  }
}

async function take(browser: Browser, server: ConsoleServer, shot: Shot, screen: Screen, { who, where }: Found): Promise<Buffer> {
  const desk = await openDesk(browser, server, who, screen);
  try {
    const { page } = desk;
    await page.goto(`${server.address}/${where}`);
    await shot.press?.(page);
    for (const selector of [...shot.shown, ...(screen.width < 800 ? [] : (shot.beside ?? []))]) {
      // In the order in which a person would look for them.
      // oxlint-disable-next-line no-await-in-loop
      await page
        .locator(selector)
        .first()
        .waitFor({ state: selector.includes("svg") ? "attached" : "visible" });
    }
    await atRest(page);
    return await webp(page);
  } finally {
    await desk.context.close();
  }
}

/** Nothing loads any more, and what a graph or a list does last is done. */
async function atRest(page: Page): Promise<void> {
  await page.locator('[aria-busy="true"], .ant-spin-spinning').first().waitFor({ state: "detached" });
  await page.evaluate("document.fonts.ready");
  await sleep(1_500);
}

async function webp(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  return Buffer.from(data, "base64");
}

process.exitCode = await main(process.argv.slice(2));
