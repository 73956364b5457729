/** A slice's routes are in the one table or they do not exist: none may be written, tested by itself and forgotten there. */
import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ALL_ROUTES } from "./all-routes.ts";

const SRC = path.resolve(import.meta.dirname, "..");

test("every table of routes in the tree is mounted, whole", async () => {
  const files = globSync("**/*routes.ts", { cwd: SRC });
  const mounted = new Set<unknown>(ALL_ROUTES);
  const forgotten: string[] = [];
  let tables = 0;
  for (const file of files) {
    const module = (await import(pathToFileURL(path.join(SRC, file)).href)) as Readonly<Record<string, unknown>>;
    for (const [name, table] of Object.entries(module)) {
      if (!name.endsWith("_ROUTES") || !Array.isArray(table)) continue;
      tables++;
      for (const one of table as readonly { readonly method: string; readonly path: string }[]) if (!mounted.has(one)) forgotten.push(`${file}: ${one.method} ${one.path}`);
    }
  }
  expect(forgotten).toEqual([]);
  // The names still follow the convention, or nothing was looked at.
  expect(tables).toBeGreaterThan(15);
});

test("no two routes answer the same address", () => {
  const addresses = ALL_ROUTES.map(({ method, path: address }) => `${method} ${address}`);
  expect(addresses.filter((one, i) => addresses.indexOf(one) !== i)).toEqual([]);
});
