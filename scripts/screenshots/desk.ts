/** Somebody of the sample town at the console: a page with their session, what the server tells them, and patience. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly locale: "zh-CN" | "en-GB";
}

export interface Desk {
  readonly address: string;
  /** The town's data folder, which the one who runs the server can read. */
  readonly dataDir: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Enough for a slow machine; only a hang takes longer. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 2_000;

export async function openDesk(browser: Browser, town: Pick<Desk, "address" | "dataDir">, login: string | null, { width, height, locale }: Screen): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: "reduce", colorScheme: "light" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  if (login !== null) {
    const answer = await page.request.post(`${town.address}/v1/sign-in/sample`, { data: { login } });
    if (!answer.ok()) throw new Error(`${login} was not let in: ${await answer.text()}`);
  }
  return { ...town, context, page };
}

/** The answer of a route to whoever sits there. */
export async function askAt<T>({ page, address }: Desk, route: string, body?: unknown): Promise<T> {
  const answer = await (body === undefined ? page.request.get(`${address}${route}`) : page.request.post(`${address}${route}`, { data: body }));
  if (!answer.ok()) throw new Error(`${route}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Asks until there is something; what went wrong on the way is said if there never is. */
export async function untilThere<T>(look: () => Promise<T | null>, what: string, waitMs: number): Promise<T> {
  const untilMs = Date.now() + waitMs;
  let last = "there was nothing";
  while (Date.now() < untilMs) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      const found = await look();
      if (found !== null) return found;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    // oxlint-disable-next-line no-await-in-loop
    await sleep(AGAIN_MS);
  }
  throw new Error(`${what}: nothing to show within ${Math.round(waitMs / 1000)} s (${last.slice(0, 300)})`);
}
