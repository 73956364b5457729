/**
 * For tests of the places of casework: somebody of the sample town at the console, what the server says of a matter, and what
 * a reader of screens or a keyboard could not use.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, vi } from "vitest";
import { NOTHING_YET, PATIENCE_MS, type ConsoleBrowser, type Screen } from "./console-browser.ts";

const AXE = readFileSync(path.resolve(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

/** A page of somebody of the sample town, at `hash`; "" is wherever they begin. Each has a browser session of their own. */
export async function openAs(browser: ConsoleBrowser, address: string, login: string, hash = "", screen: Screen = {}): Promise<Page> {
  const page = await browser.open(address, NOTHING_YET, screen);
  const answer = await page.request.post(`${address}/v1/sign-in/sample`, { data: { login } });
  expect(answer.status(), `${login} is let in`).toBe(200);
  await page.goto(`${address}/${hash}`);
  return page;
}

/** The answer of a route to the person of the page. */
export async function ask<T>(page: Page, route: string, body?: unknown): Promise<T> {
  const url = new URL(route, page.url()).href;
  const answer = await (body === undefined ? page.request.get(url) : page.request.post(url, { data: body }));
  if (!answer.ok()) throw new Error(`${route}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Waits until the sample town has brought something, as a person would. */
export function until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  return vi.waitFor(
    async () => {
      const value = await look();
      expect(good(value), JSON.stringify(value).slice(0, 400)).toBe(true);
      return value;
    },
    { timeout: 2 * PATIENCE_MS, interval: 500 },
  );
}

interface Found {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds of WCAG 2.2 A and AA that is serious or critical, in words. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<readonly Found[]>(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) => result.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
}

/** Boxes that are wider than the screen: a phone does not scroll sideways. */
export function tooWide(page: Page): Promise<readonly string[]> {
  // As text: the page has a document, this file's types do not.
  return page.evaluate(`[document.documentElement, ...document.querySelectorAll("main")]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => box.tagName + " " + box.scrollWidth + " > " + box.clientWidth)`);
}
