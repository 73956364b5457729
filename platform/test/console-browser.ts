/**
 * A real server and a real browser for the tests of the console: pages that ask anywhere else, throw, or complain are
 * wrong, and each test hears of it.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

const ROOT = path.resolve(import.meta.dirname, "../..");
const INSTALL = "apt-get update && apt-get install -y --no-install-recommends chromium fonts-wqy-microhei";
/** Enough for a slow machine; only a hang takes longer. */
export const PATIENCE_MS = 120_000;

export interface ConsoleServer {
  readonly address: string;
  readonly dataDir: string;
  /** Path of the set-up link that the start printed, or null. */
  readonly setUpPath: string | null;
  stop(): Promise<void>;
}

/** Starts `duanliu serve` on a free port with a fresh data folder, or fails with what it said. */
export async function startConsoleServer(args: readonly string[] = []): Promise<ConsoleServer> {
  if (!existsSync(path.join(ROOT, "console/dist/index.html"))) throw new Error("The console is not built. Run: npx -w console vite build");
  const dataDir = mkdtempSync(path.join(tmpdir(), "duanliu-console-"));
  const env = { ...process.env, DUANLIU_DATA: dataDir, DUANLIU_PORT: "0", LC_ALL: "C" };
  const server = spawn(process.execPath, [path.join(ROOT, "platform/src/cli/main.ts"), "serve", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString("utf8");
      // The set-up link comes after the address; with it everything was said.
      const found = /running at (http:\/\/[\w.[\]:]+:\d+)[\s\S]*\/setup#\S+\n/.exec(said);
      if (found !== null) resolve(found[1]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    address,
    dataDir,
    setUpPath: /(\/setup#\S+)/.exec(said)?.[1] ?? null,
    async stop() {
      if (server.exitCode === null) {
        const ended = new Promise((resolve) => server.once("exit", resolve));
        server.kill("SIGTERM");
        await ended;
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function chromiumPath(): string {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const places = (process.env["PATH"] ?? "").split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
  const found = [process.env["CHROMIUM_PATH"] ?? "", ...places].find((place) => place !== "" && existsSync(place));
  if (found === undefined) throw new Error(`The console is tested in Chromium, which is not here. Run: ${INSTALL}`);
  return found;
}

/** A page of the server's that is next to nothing, for whoever signs in first: each load of the console costs a second of processor time. */
export const NOTHING_YET = "/healthz";

/** What drawing on a processor alone says of its own speed; a page can do nothing about it. */
const SLOW_GRAPHICS = /GL Driver Message/;

export interface Screen {
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
}

export interface ConsoleBrowser {
  open(address: string, where: string, screen?: Screen): Promise<Page>;
  /** Closes the pages of the test that just ran and gives what went wrong in them. */
  endTest(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** `expected` says which complaints of the browser belong to what a test does. */
export async function openBrowser(expected: (text: string, url: string) => boolean = () => false): Promise<ConsoleBrowser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  const contexts: BrowserContext[] = [];
  const wrongs: string[] = [];
  return {
    async open(address, where, { width = 1440, height = 900, locale = "en-GB" } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: "reduce" });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      page.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol !== "data:" && url.origin !== address) wrongs.push(`asked ${url.origin}`);
      });
      page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()) && !SLOW_GRAPHICS.test(message.text()) && !expected(message.text(), message.location().url))
          wrongs.push(`console: ${message.text()}`);
      });
      await page.goto(`${address}${where}`);
      return page;
    },
    async endTest() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      return wrongs.splice(0);
    },
    close: () => browser.close(),
  };
}
