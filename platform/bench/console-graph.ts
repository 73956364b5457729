/**
 * How smoothly the console moves a graph of 20,000 things and 60,000 ties: the server's answer for one ring is replaced by a made
 * one of that size, and the picture is dragged for some seconds while its frames are counted. Whether the screen says what it leaves
 * out is read off it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { Prng } from "../src/base/prng.ts";
import type { BenchRow } from "./bench-row.ts";

const THINGS = 20_000;
const TIES = 60_000;
const FRAMES_BAR = 30;
const DRAG_MS = 6_000;
const SEED = 20_261_127;
const KINDS = ["person", "number", "device", "account", "host"] as const;

/** A ring as the server gives one, with hubs as real ones have. */
function madeRing(): object {
  const prng = new Prng(SEED);
  const name = (i: number): string => `thg_${i}`;
  const words = { zh: "使用", en: "uses" };
  const at = "2026-11-20T08:00:00.000Z";
  const things: Record<string, number> = {};
  const members = Array.from({ length: THINGS }, (_none, i) => {
    const kind = KINDS[i % KINDS.length] ?? "person";
    things[kind] = (things[kind] ?? 0) + 1;
    return { thing: name(i), kind, masked: `***${i}`, province: null, matters: [] };
  });
  const links = Array.from({ length: TIES }, (_none, i) => {
    const to = prng.next() < 0.3 ? Math.floor(prng.next() * 50) : Math.floor(prng.next() * THINGS);
    return { kind: "uses", words, strength: prng.next(), from: name(Math.floor(prng.next() * THINGS)), to: name(to), at, evidence: `e${i}`, amountMinor: null, currency: null };
  });
  return {
    id: "rng_made",
    matter: "rep_made",
    purpose: "investigate",
    asOf: at,
    living: true,
    bornAt: at,
    changedAt: at,
    things,
    members,
    links,
    linksInAll: TIES,
    roles: [],
    provinces: [],
    amounts: { inside: {}, into: {}, outOf: {} },
    motifs: [],
    history: [],
    scores: null,
    leftOut: [],
    transfersRead: 0,
    transfersCut: false,
  };
}

export async function benchGraph(browser: Browser, address: string, login: string): Promise<readonly BenchRow[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(180_000);
    await page.goto(`${address}/sign-in`);
    await page.request.post(`${address}/v1/sign-in/sample`, { data: { login } });
    const answer = JSON.stringify(madeRing());
    await page.route("**/v1/rings/rng_made?*", (route) => route.fulfill({ contentType: "application/json", body: answer }));
    await page.goto(`${address}/#/money/rings/rng_made/rep_made`);
    await page.evaluate(
      `window.tasks = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.tasks.push(one.duration); }).observe({ type: "longtask" })`,
    );
    await page.locator(".purpose-gate button[type=submit]").click();
    await page.locator(".graph-canvas canvas").first().waitFor();
    await page.locator(`.graph-canvas:not([data-drawn="0"])`).waitFor();
    await sleep(3_000);
    const opening = await page.evaluate<readonly number[]>("window.tasks");
    const drawn = await page.evaluate<string>(`document.querySelector(".graph-canvas").dataset.drawn`);
    const detail = (await page.locator(".detail").first().innerText()).trim().replace(/\s+/g, " ");
    const frames = await dragged(page);
    return [
      {
        name: `console, ring of ${THINGS} and ${TIES}, frames while it is moved`,
        ours: Math.round(frames),
        peer: "bar",
        peerValue: FRAMES_BAR,
        ratio: frames / FRAMES_BAR,
        unit: "1/s",
        note: `${drawn} marks are drawn; the screen says: ${detail}`,
      },
      {
        name: "console, the same ring, longest task while it opens",
        ours: Math.round(Math.max(0, ...opening)),
        peer: "bar",
        peerValue: 100,
        ratio: 100 / Math.max(1, ...opening),
        unit: "ms",
        note: `${opening.filter((ms) => ms > 100).length} over the bar`,
      },
    ];
  } finally {
    await context.close();
  }
}

/** Frames a second while the picture is held and moved about. */
async function dragged(page: Page): Promise<number> {
  const box = await page.locator(".graph-canvas").boundingBox();
  if (box === null) throw new Error("the picture has no place on the page");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(`window.frames_ = 0; window.counting = true; (function next() { requestAnimationFrame(() => { window.frames_++; if (window.counting) next(); }); })()`);
  const fromMs = Date.now();
  for (let i = 0; Date.now() - fromMs < DRAG_MS; i++) {
    // oxlint-disable-next-line no-await-in-loop
    await page.mouse.move(x + 200 * Math.sin(i / 10), y + 100 * Math.cos(i / 10));
  }
  const seconds = (Date.now() - fromMs) / 1_000;
  const frames = await page.evaluate<number>("window.counting = false, window.frames_");
  await page.mouse.up();
  return frames / seconds;
}
