/**
 * Imports go one way. This is the table of ranks from docs/architecture.md, the few exceptions with their reasons, and
 * the walls between the workspaces. An import of a package must be declared by the workspace that uses it.
 */
import path from "node:path";
import { childNode, fail, isNode, isTest, lineAt, nameOf, sourcesOf, stringOf, walkNodes } from "./tree.ts";
import type { AstNode, Finding, SourceFile, Tree } from "./tree.ts";

/** Folders of platform/src from the ground up. A file may import its own folder and folders of a lower row. */
export const RANKS: readonly (readonly string[])[] = [
  ["base"],
  ["domain"],
  ["ports"],
  ["intel"],
  ["features", "text", "subscribers"],
  ["rules"],
  ["screen"],
  ["access"],
  ["matters"],
  ["dissuasion", "orders", "cards", "listings", "appeals", "cases", "trace", "rings", "campaigns", "briefing", "rulebook"],
  ["adapters"],
  ["app"],
  ["http", "cli", "sim"],
];

/** Folders that see less than their rank allows. */
export const ONLY: Readonly<Record<string, { readonly sees: (folder: string) => boolean; readonly reason: string }>> = {
  adapters: {
    sees: (folder) => ["base", "domain", "ports"].includes(folder),
    reason: "an adapter knows the port it serves and the words, not the product",
  },
  ...pure("features"),
  ...pure("text"),
  ...pure("subscribers"),
  ...pure("rules"),
  ...pure("screen"),
};

function pure(folder: string): typeof ONLY {
  return {
    [folder]: { sees: (other) => other !== "ports", reason: "the hot path takes values and gives values; it never touches a port" },
  };
}

/** Imports against the ranks that are meant. */
export const EXCEPTIONS: readonly { readonly from: string; readonly to: string; readonly reason: string }[] = [
  { from: "cli", to: "http", reason: "`serve` starts the HTTP server" },
  { from: "cli", to: "sim", reason: "`serve --sample` and `sim` run the simulated town" },
];

/** What pure folders may take from Node itself: computation on bytes, nothing that reaches outside. */
const NODE_MODULES_PURE = new Set(["node:zlib", "node:util", "node:buffer", "node:url", "node:crypto", "node:assert"]);
/** Files of pure folders that only a test runs, although their name does not say so. */
const RUN_BY_TESTS: Readonly<Record<string, string>> = {
  "platform/src/intel/quotient-table.reader.ts": "the second thread of the test that reads while a list is written",
};
const PURE_FOLDERS = new Set(["base", "domain", "ports", "intel", "features", "text", "subscribers", "rules", "screen"]);

const SRC = "platform/src/";

export function checkImports(tree: Tree): readonly Finding[] {
  const packages = declaredPackages(tree);
  return sourcesOf(tree).flatMap((source) => importsOf(source).flatMap((one) => judge(tree, packages, source, one)));
}

interface Import {
  readonly specifier: string;
  readonly line: number;
}

function judge(tree: Tree, packages: Packages, source: SourceFile, one: Import): readonly Finding[] {
  const { file } = source;
  const refuse = (message: string): readonly Finding[] => [fail(file, one.line, message)];
  if (one.specifier.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), one.specifier);
    if (!tree.has(target)) return refuse(`imports ${one.specifier}, which does not exist (paths are explicit, with their ending)`);
    return judgeFile(file, target, refuse);
  }
  if (one.specifier.startsWith("node:")) {
    const folder = folderOf(file);
    const forbidden = folder !== undefined && PURE_FOLDERS.has(folder) && !isTest(file) && !Object.hasOwn(RUN_BY_TESTS, file) && !NODE_MODULES_PURE.has(one.specifier);
    return forbidden ? refuse(`${folder} imports ${one.specifier}: what reaches outside belongs in adapters or app`) : [];
  }
  return judgePackage(packages, file, one.specifier, refuse);
}

function judgeFile(file: string, target: string, refuse: (message: string) => readonly Finding[]): readonly Finding[] {
  const from = workspaceOf(file);
  const to = workspaceOf(target);
  if (from !== to && !(isTest(file) && to !== undefined)) {
    const manifest = target === "package.json" || target.endsWith("/package.json");
    if (from !== undefined && from !== "scripts" && !manifest) return refuse(`${from} imports ${target}: a workspace is reached by its package name`);
  }
  if (from !== "platform" || to !== "platform" || !file.startsWith(SRC)) return [];
  const own = folderOf(file);
  const other = folderOf(target);
  if (own === undefined || own === other || target === "platform/package.json") return [];
  if (other === undefined) {
    return isTest(file) ? [] : refuse(`imports ${target}: the product imports only from ${SRC}`);
  }
  const ownRank = rankOf(own);
  const otherRank = rankOf(other);
  if (ownRank < 0) return refuse(`${own} has no place in the table of ranks (scripts/tidy/imports.ts)`);
  if (otherRank < 0) return refuse(`${other} has no place in the table of ranks (scripts/tidy/imports.ts)`);
  const narrowed = ONLY[own];
  if (narrowed !== undefined && !narrowed.sees(other)) return refuse(`${own} imports ${other}: ${narrowed.reason}`);
  if (otherRank < ownRank || EXCEPTIONS.some((known) => known.from === own && known.to === other)) return [];
  return refuse(`${own} imports ${other}, which is not of lower rank`);
}

/** Folder of platform/src that a file belongs to; undefined for files elsewhere. */
function folderOf(file: string): string | undefined {
  if (!file.startsWith(SRC)) return undefined;
  const rest = file.slice(SRC.length);
  return rest.includes("/") ? rest.slice(0, rest.indexOf("/")) : undefined;
}

function rankOf(folder: string): number {
  return RANKS.findIndex((row) => row.includes(folder));
}

function workspaceOf(file: string): string | undefined {
  const top = file.slice(0, Math.max(0, file.indexOf("/")));
  return ["platform", "client", "console", "scripts"].includes(top) ? top : undefined;
}

// --- packages --------------------------------------------------------------------------------------------------------

interface Packages {
  readonly runtime: ReadonlyMap<string, ReadonlySet<string>>;
  readonly development: ReadonlySet<string>;
}

function declaredPackages(tree: Tree): Packages {
  const runtime = new Map<string, ReadonlySet<string>>();
  const development = new Set<string>();
  for (const workspace of ["", "platform", "client", "console"]) {
    const text = tree.get(workspace === "" ? "package.json" : `${workspace}/package.json`);
    if (text === undefined) continue;
    const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    runtime.set(workspace, new Set(["dependencies", "optionalDependencies", "peerDependencies"].flatMap((field) => Object.keys(manifest[field] ?? {}))));
    for (const name of Object.keys(manifest["devDependencies"] ?? {})) development.add(name);
  }
  return { runtime, development };
}

function judgePackage(packages: Packages, file: string, specifier: string, refuse: (message: string) => readonly Finding[]): readonly Finding[] {
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const workspace = workspaceOf(file) ?? "";
  if (packages.runtime.get(workspace)?.has(name) === true) return [];
  const tooling = isTest(file) || workspace === "scripts" || workspace === "" || file.endsWith(".config.ts");
  const anywhere = tooling && (packages.development.has(name) || [...packages.runtime.values()].some((names) => names.has(name)));
  return anywhere ? [] : refuse(`imports ${name}, which ${workspace === "" ? "the root" : workspace}'s package.json does not declare`);
}

// --- what a file imports ---------------------------------------------------------------------------------------------

/** Everything that makes a file need another: imports, re-exports, dynamic imports, types, and workers by URL. */
function importsOf(source: SourceFile): readonly Import[] {
  const found: Import[] = [];
  walkNodes(source.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push({ specifier, line: lineAt(source.text, node.start) });
  });
  return found;
}

function specifierOf(node: AstNode): string | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return stringOf(childNode(node, "source")) ?? stringOf(childNode(node, "argument"));
    case "NewExpression":
      return workerPath(node);
    default:
      return undefined;
  }
}

/** `new URL("./x.ts", import.meta.url)` names code that runs elsewhere. */
function workerPath(node: AstNode): string | undefined {
  const given = node["arguments"];
  if (nameOf(childNode(node, "callee")) !== "URL" || !Array.isArray(given)) return undefined;
  const [first] = given as readonly unknown[];
  const specifier = isNode(first) ? stringOf(first) : undefined;
  return specifier?.startsWith(".") === true && specifier.endsWith(".ts") ? specifier : undefined;
}
