/**
 * Makes sure of what the browser tests need beyond npm: a Chromium and, on Linux, a font that can draw Chinese. It
 * installs them from the system's packages where it may do so without asking, and otherwise names the one command.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { ROOT, SetupProblem, runQuietly } from "./setup.mjs";

const PACKAGES = ["chromium", "fonts-wqy-microhei"];
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "msedge"];
const FIXED_PLACES = {
  darwin: ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  win32: ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"],
};

/** Whether any test drives a browser: only then is a browser asked for. */
export function needsBrowser() {
  return ["platform", "console", "client"].some((workspace) => findTestWith(path.join(ROOT, workspace), "playwright-core"));
}

/** Path of a Chromium, installed if need be. The tests read it from CHROMIUM_PATH. */
export async function ensureBrowser() {
  let browser = findChromium();
  const fontMissing = process.platform === "linux" && !hasChineseFont();
  if (browser !== undefined && !fontMissing) return browser;

  const lacking = [browser === undefined ? "Chromium" : "", fontMissing ? "a font with Chinese characters" : ""].filter(Boolean).join(" and ");
  const command = installCommand();
  if (command === undefined || command.prefix === undefined) {
    throw new SetupProblem(`The browser tests need ${lacking}. Run: ${command?.shown ?? "install Chromium, then set CHROMIUM_PATH to its path"}`);
  }
  const script = `apt-get update -q && apt-get install -y -q --no-install-recommends ${PACKAGES.join(" ")}`;
  const [program, ...args] = [...command.prefix, "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script];
  const { status, output } = await runQuietly(program, args, {}, `Installing ${lacking} for the browser tests`);
  browser = findChromium();
  if (status !== 0 || browser === undefined || !hasChineseFont()) {
    const tail = output.trim().split("\n").slice(-15).join("\n");
    throw new SetupProblem(`The browser tests need ${lacking}, which could not be installed:\n\n${tail}\n\nRun: ${command.shown}`);
  }
  return browser;
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") {
    if (existsSync(given)) return given;
    throw new SetupProblem(`CHROMIUM_PATH names ${given}, which does not exist.`);
  }
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      const full = path.join(folder, process.platform === "win32" ? `${name}.exe` : name);
      if (folder !== "" && existsSync(full)) return full;
    }
  }
  return (FIXED_PLACES[process.platform] ?? []).find((place) => existsSync(place));
}

function hasChineseFont() {
  const listed = spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" });
  return listed.status === 0 && listed.stdout.trim() !== "";
}

/** How to install on this system: `prefix` starts the command without a password, or is absent when that is not possible. */
function installCommand() {
  if (process.platform === "darwin") return { shown: "brew install --cask chromium" };
  if (process.platform !== "linux" || !runs("apt-get", ["--version"])) return undefined;
  const shown = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(" ")}`;
  if (process.getuid() === 0) return { shown, prefix: [] };
  const asRoot = `sudo sh -c '${shown}'`;
  return runs("sudo", ["-n", "true"]) ? { shown: asRoot, prefix: ["sudo", "-n"] } : { shown: asRoot };
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function findTestWith(folder, word) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return false;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return findTestWith(full, word);
    return /\.test\.tsx?$/.test(entry.name) && readFileSync(full, "utf8").includes(word);
  });
}
