/**
 * Writes the generated reference pages and samples: `node scripts/reference/main.ts`. With `--check` it writes nothing,
 * names what is out of date, and ends with 1 when something is.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { allPages } from "./pages.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const check = process.argv.includes("--check");

function present(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

for (const page of await allPages()) {
  const file = path.join(ROOT, page.path);
  if (present(file)?.replaceAll("\r\n", "\n") === page.text) continue;
  process.stdout.write(`${check ? "out of date" : "wrote"}: ${page.path}\n`);
  if (check) {
    process.exitCode = 1;
    continue;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, page.text);
}
