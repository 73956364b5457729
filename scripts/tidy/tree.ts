/**
 * The repository as the house rules see it: names and texts of the files that are, or would be, under version control.
 * A rule is a function from a tree to findings, so that its test can hand it a made-up tree. Nothing here writes.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

/** Files by path from the repository's root, with forward slashes. A file that is not text has no text. */
export type Tree = ReadonlyMap<string, string | undefined>;

export interface Finding {
  readonly file: string;
  /** From 1; 0 when the finding is about the file as a whole. */
  readonly line: number;
  /** A note is shown and does not fail. */
  readonly severity: "fail" | "note";
  readonly message: string;
}

export type Check = (tree: Tree) => readonly Finding[];

export function fail(file: string, line: number, message: string): Finding {
  return { file, line, severity: "fail", message };
}

/** Text larger than this is data (a model, a lock file's cousin); the rules are about what people write. */
const TEXT_BYTES_MAX = 1 << 20;

/** Reads the checkout: what git tracks or would add, or everything but installed and built files where there is no git. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string | undefined>();
  for (const file of listFiles(root)) {
    const full = path.join(root, file);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    tree.set(file, stat.size <= TEXT_BYTES_MAX ? textOf(readFileSync(full)) : undefined);
  }
  return tree;
}

function listFiles(root: string): readonly string[] {
  try {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
      stdio: "pipe",
    });
    return [...new Set(listed.split("\0"))].filter((file) => file !== "").sort();
  } catch {
    // A release archive has no git.
    return walk(root, "");
  }
}

const NOT_OURS = new Set(["node_modules", "dist", "data", "coverage", ".git", ".duanliu"]);

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(root, name) : [name];
  });
}

function textOf(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
}

// --- code ------------------------------------------------------------------------------------------------------------

/** A node of an ESTree with TypeScript's additions. `start` and `end` are offsets in UTF-16 units. */
export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface SourceFile {
  readonly file: string;
  readonly text: string;
  readonly program: AstNode;
  /** Where the first comment starts, or the length of the text. */
  readonly firstComment: number;
  readonly problems: readonly string[];
}

const LANGUAGE: Readonly<Record<string, "ts" | "tsx" | "js" | "jsx">> = {
  ts: "ts",
  tsx: "tsx",
  js: "js",
  mjs: "js",
  cjs: "js",
  jsx: "jsx",
};

export function isCode(file: string): boolean {
  return /\.(?:tsx?|[mc]?js)$/.test(file);
}

/** Tests and what only tests use. They may reach further than the product. */
export function isTest(file: string): boolean {
  return /\.(?:test|conformance|bench)\.tsx?$/.test(file) || /^platform\/(?:test|bench)\//.test(file);
}

export function isGenerated(file: string): boolean {
  return file.includes(".generated.");
}

const parsedTrees = new WeakMap<Tree, readonly SourceFile[]>();

/** Every code file of the tree, parsed once. */
export function sourcesOf(tree: Tree): readonly SourceFile[] {
  const known = parsedTrees.get(tree);
  if (known !== undefined) return known;
  const sources: SourceFile[] = [];
  for (const [file, text] of tree) {
    if (text !== undefined && isCode(file) && !isGenerated(file)) sources.push(parse(file, text));
  }
  parsedTrees.set(tree, sources);
  return sources;
}

function parse(file: string, text: string): SourceFile {
  const lang = LANGUAGE[file.slice(file.lastIndexOf(".") + 1)];
  const result = parseSync(file, text, { lang, sourceType: file.endsWith(".cjs") ? "script" : "module" });
  return {
    file,
    text,
    program: result.program as unknown as AstNode,
    firstComment: result.comments[0]?.start ?? text.length,
    problems: result.errors.map((error) => error.message),
  };
}

/** Calls `visit` for the node and all nodes below it, with the nearest node above. */
export function walkNodes(node: AstNode, visit: (node: AstNode, above: AstNode | undefined) => void, above?: AstNode): void {
  visit(node, above);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const one of value) if (isNode(one)) walkNodes(one, visit, node);
    } else if (isNode(value)) {
      walkNodes(value, visit, node);
    }
  }
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The field of a node as a node, if it is one and (when given) of that type. */
export function childNode(node: AstNode | undefined, field: string, type?: string): AstNode | undefined {
  const value = node?.[field];
  return isNode(value) && (type === undefined || value.type === type) ? value : undefined;
}

/** Name of an identifier, or of the property after the dot. */
export function nameOf(node: AstNode | undefined): string | undefined {
  const name = node?.["name"];
  return typeof name === "string" ? name : undefined;
}

/** Value of a string literal. */
export function stringOf(node: AstNode | undefined): string | undefined {
  const value = node?.type === "Literal" ? node["value"] : undefined;
  return typeof value === "string" ? value : undefined;
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
