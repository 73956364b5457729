/**
 * Documents stay true: one title each, every path they name exists, every link between them leads somewhere, every
 * dependency is accounted for in docs/dependencies.md with the range that package.json asks for, and every setting is in
 * docs/operating.md.
 */
import path from "node:path";
import { fail, lineAt } from "./tree.ts";
import type { Finding, Tree } from "./tree.ts";

/** A path in backticks is looked for from here. The last two let a document say `domain/record.ts`. */
const BASES = ["", "platform/", "platform/src/"];

export function checkDocuments(tree: Tree): readonly Finding[] {
  const places = placesOf(tree);
  const findings: Finding[] = [];
  for (const [file, text] of tree) {
    if (text === undefined || !file.endsWith(".md")) continue;
    const prose = withoutCodeBlocks(text);
    const titles = prose.match(/^# .+$/gm) ?? [];
    if (titles.length !== 1) findings.push(fail(file, 1, `${titles.length} titles: a document has one “# …” line`));
    for (const match of prose.matchAll(/`([^`\n]+)`/g)) {
      const named = match[1];
      if (looksLikePath(named, places) && !BASES.some((base) => places.has(`${base}${named}`.replace(/\/$/, "")))) {
        findings.push(fail(file, lineAt(prose, match.index), `names \`${named}\`, which does not exist`));
      }
    }
    for (const match of prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
      const link = match[1];
      if (/^[a-z]+:/i.test(link)) continue;
      const target = path.posix.join(path.posix.dirname(file), link).replace(/\/$/, "");
      if (!places.has(target)) findings.push(fail(file, lineAt(prose, match.index), `links to ${link}, which does not exist`));
    }
  }
  return findings;
}

/** Code blocks are blanked, line by line, so that line numbers stay. */
function withoutCodeBlocks(text: string): string {
  return text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, (block) => block.replace(/[^\n]+/g, ""));
}

/** Files and all folders above them. */
function placesOf(tree: Tree): ReadonlySet<string> {
  const places = new Set<string>();
  for (const file of tree.keys()) {
    for (let at = file.length; at > 0; at = file.lastIndexOf("/", at - 1)) places.add(file.slice(0, at));
  }
  return places;
}

/** Made on a machine, not kept: documents may name them. */
const MADE = /^(?:node_modules|console\/dist|data|\.duanliu)(?:\/|$)/;

function looksLikePath(named: string, places: ReadonlySet<string>): boolean {
  if (!/^[\w.@-]+(?:\/[\w.@-]+)*\/?$/.test(named) || !named.includes("/") || MADE.test(named)) return false;
  const top = named.slice(0, named.indexOf("/"));
  return BASES.some((base) => places.has(`${base}${top}`));
}

const DEPENDENCIES = "docs/dependencies.md";

export function checkDependencies(tree: Tree): readonly Finding[] {
  const text = tree.get(DEPENDENCIES) ?? "";
  const rows = new Map([...text.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm)].map((match) => [match[1], match[2]]));
  const findings: Finding[] = [];
  const declared = new Map<string, string>();
  for (const manifest of ["package.json", "platform/package.json", "client/package.json", "console/package.json"]) {
    const fields = JSON.parse(tree.get(manifest) ?? "{}") as Record<string, Record<string, string> | undefined>;
    for (const field of ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]) {
      for (const [name, range] of Object.entries(fields[field] ?? {})) if (!name.startsWith("@duanliu/")) declared.set(name, range);
    }
  }
  for (const [name, range] of declared) {
    const row = rows.get(name);
    if (row === undefined) findings.push(fail(DEPENDENCIES, 0, `has no row for ${name}`));
    else if (row !== range) findings.push(fail(DEPENDENCIES, 0, `says ${row} for ${name}; package.json says ${range}`));
  }
  for (const name of rows.keys()) if (!declared.has(name)) findings.push(fail(DEPENDENCIES, 0, `has a row for ${name}, which no package.json names`));
  return findings;
}

const SETTINGS = "docs/operating.md";

/** The keys of app/config.ts and the rows of the table of settings are the same. */
export function checkSettings(tree: Tree): readonly Finding[] {
  const keys = new Set([...(tree.get("platform/src/app/config.ts") ?? "").matchAll(/^ +(DUANLIU_[A-Z0-9_]+): \{/gm)].map((match) => match[1]));
  const rows = new Set([...(tree.get(SETTINGS) ?? "").matchAll(/^\| `(DUANLIU_[A-Z0-9_]+)` \|/gm)].map((match) => match[1]));
  return [
    ...[...keys].filter((key) => !rows.has(key)).map((key) => fail(SETTINGS, 0, `has no row for ${key}`)),
    ...[...rows].filter((key) => !keys.has(key)).map((key) => fail(SETTINGS, 0, `has a row for ${key}, which app/config.ts does not read`)),
  ];
}
