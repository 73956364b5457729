/**
 * The console under load, in a real browser against the real server with the sample town: 200 events a second that change what is
 * visible, four places in turn, keys pressed meanwhile. Counts the tasks that keep the page from answering and how long a key waits
 * for the next picture. Then a ring of 20,000 things and 60,000 ties is moved about. Run alone: node platform/bench/console.ts [seconds]
 * [profile], which also writes what the processor did in each place.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumPath, startConsoleServer } from "../test/console-browser.ts";
import type { BenchRow } from "./bench-row.ts";
import { startConsoleLoad } from "./console-load.ts";
import { benchGraph } from "./console-graph.ts";

const PER_SECOND = 200;
const TASK_MS_BAR = 100;
/** A person hears a tenth of a second as at once. */
const KEY_MS_BAR = 100;
const KEY_EVERY_MS = 200;
/** As many as the queue of a desk shows of each part. */
const QUEUE = 30;
/** Whoever sees the whole country, and whoever works the queue of one county. */
const LEAD = "ministry.dutylead.1";
const COUNTY = "county-a.dutylead.1";
const ANALYST = "ministry.analyst.1";

interface Measured {
  readonly place: string;
  readonly tasks: readonly number[];
  readonly inputDelays: readonly number[];
  readonly keyToPaint: readonly number[];
  readonly eventsPerSecond: number;
  readonly changesPerSecond: number;
  readonly asked: number;
}

const PLACES = [
  { name: "live", desk: "lead", hash: "#/live", shown: ".verdict-table tbody tr" },
  { name: "warnings", desk: "county", hash: "#/warnings", shown: ".queue-rows li" },
  { name: "situation", desk: "lead", hash: "#/situation/at/all/day", shown: ".situation-clocks tbody tr" },
  { name: "stop", desk: "lead", hash: "#/stop", shown: ".queue-rows li" },
] as const;

/** Runs in the page. Long tasks are what the browser calls so: 50 ms and more. */
const OBSERVE = `
  window.measured = { tasks: [], delays: [], paints: [] };
  new PerformanceObserver((list) => { for (const task of list.getEntries()) window.measured.tasks.push(task.duration); }).observe({ type: "longtask", buffered: false });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.name === "keydown") {
      window.measured.delays.push(one.processingStart - one.startTime);
      window.measured.paints.push(one.duration);
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
`;

export async function benchConsole(seconds = 20, profile = false): Promise<readonly BenchRow[]> {
  const server = await startConsoleServer(["--sample"]);
  try {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
    try {
      // The graph first: afterwards the server still works off the load.
      const graph = await benchGraph(browser, server.address, ANALYST);
      return [...(await underLoad(browser, server.address, seconds, profile)), ...graph];
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function underLoad(browser: Browser, address: string, seconds: number, profile: boolean): Promise<readonly BenchRow[]> {
  const desks = { lead: await signedIn(browser, address, LEAD), county: await signedIn(browser, address, COUNTY) };
  await queueFilled(desks.county, address);
  const load = startConsoleLoad(address, PER_SECOND, desks.lead.cookie);
  const changes = heardChanges(address, desks.lead.cookie);
  const rows: BenchRow[] = [];
  try {
    for (const place of PLACES) {
      // One place after the other: they share the machine with the server.
      // oxlint-disable-next-line no-await-in-loop
      const measured = await measure(desks[place.desk].page, address, place, seconds, { events: load.sent, changes: changes.heard }, profile);
      rows.push(...rowsOf(measured, seconds));
    }
  } finally {
    changes.stop();
    await load.stop();
    await Promise.all(Object.values(desks).map(({ page }) => page.context().close()));
  }
  console.error(`${load.sent()} events and ${load.reports()} reports were taken, ${load.faults()} were not`);
  return rows;
}

interface Desk {
  readonly page: Page;
  readonly cookie: string;
}

/** Signed in as one of the sample town; its cookie is for the load. */
async function signedIn(browser: Browser, address: string, login: string): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(`${address}/sign-in`);
  await page.request.post(`${address}/v1/sign-in/sample`, { data: { login } });
  return { page, cookie: (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ") };
}

/** Until the queue is as long as a desk sees it: the town begins with nobody warned. */
async function queueFilled({ page }: Desk, address: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    // oxlint-disable-next-line no-await-in-loop
    const list = await page.request.get(`${address}/v1/warnings?open=true&limit=${QUEUE}`);
    // oxlint-disable-next-line no-await-in-loop
    if (list.ok() && ((await list.json()) as { readonly items: readonly unknown[] }).items.length >= QUEUE) return;
    // oxlint-disable-next-line no-await-in-loop
    await sleep(1_000);
  }
  throw new Error(`the town brought no ${QUEUE} warnings in five minutes`);
}

/** What a page of this person is told of changes in casework. */
function heardChanges(address: string, cookie: string): { readonly heard: () => number; readonly stop: () => void } {
  const controller = new AbortController();
  let heard = 0;
  const listen = async (): Promise<void> => {
    const answer = await fetch(`${address}/v1/changes`, { headers: { cookie }, signal: controller.signal });
    if (answer.body === null) return;
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) heard += part.split("data:").length - 1;
  };
  listen().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return { heard: () => heard, stop: () => controller.abort() };
}

interface Counters {
  readonly events: () => number;
  readonly changes: () => number;
}

async function measure(page: Page, address: string, place: (typeof PLACES)[number], seconds: number, { events, changes }: Counters, profile: boolean): Promise<Measured> {
  await page.goto("about:blank");
  await page.goto(`${address}/${place.hash}`);
  await page.locator(place.shown).first().waitFor();
  // What opening costs is another question: here somebody already works.
  await sleep(3_000);
  await page.evaluate(OBSERVE);
  const session = profile ? await page.context().newCDPSession(page) : null;
  await session?.send("Profiler.enable");
  await session?.send("Profiler.start");
  let asked = 0;
  const count = (): void => void asked++;
  page.on("request", count);
  const [eventsBefore, changesBefore, fromMs] = [events(), changes(), Date.now()];
  for (let i = 0; Date.now() - fromMs < seconds * 1_000; i++) {
    // Down and up again, as somebody who looks for the next one.
    // oxlint-disable-next-line no-await-in-loop
    await page.keyboard.press(i % 8 < 4 ? "j" : "k");
    // oxlint-disable-next-line no-await-in-loop
    await sleep(KEY_EVERY_MS);
  }
  page.off("request", count);
  const took = (Date.now() - fromMs) / 1_000;
  const [eventsPerSecond, changesPerSecond] = [(events() - eventsBefore) / took, (changes() - changesBefore) / took];
  if (session !== null) {
    const { profile: made } = await session.send("Profiler.stop");
    const file = path.resolve(`console-${place.name}.cpuprofile`);
    writeFileSync(file, JSON.stringify(made));
    console.error(`wrote ${file}`);
  }
  const { tasks, delays, paints } = await page.evaluate<{ readonly tasks: readonly number[]; readonly delays: readonly number[]; readonly paints: readonly number[] }>(
    "window.measured",
  );
  return { place: place.name, tasks, inputDelays: delays, keyToPaint: paints, eventsPerSecond, changesPerSecond, asked };
}

const worst = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function rowsOf({ place, tasks, inputDelays, keyToPaint, eventsPerSecond, changesPerSecond, asked }: Measured, seconds: number): readonly BenchRow[] {
  const row = (name: string, ours: number, bar: number, note: string): BenchRow => ({
    name: `console, ${place}, ${name}`,
    ours,
    peer: "bar",
    peerValue: bar,
    ratio: bar / Math.max(1, ours),
    unit: "ms",
    note,
  });
  const over = tasks.filter((ms) => ms > TASK_MS_BAR).length;
  return [
    row(
      "longest task",
      Math.round(worst(tasks)),
      TASK_MS_BAR,
      `${tasks.length} of 50 ms and more, ${over} over the bar, in ${seconds} s at ${Math.round(eventsPerSecond)} events and ${Math.round(changesPerSecond)} changes/s; asked the server ${asked} times`,
    ),
    row(
      "key to next picture, p99",
      Math.round(quantile(keyToPaint, 0.99)),
      KEY_MS_BAR,
      `${keyToPaint.length} keys; a key waited ${Math.round(quantile(inputDelays, 0.99))} ms at p99`,
    ),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { renderRows } = await import("./bench-row.ts");
  console.log(renderRows(await benchConsole(Number(process.argv[2] ?? 20), process.argv[3] === "profile")));
}
