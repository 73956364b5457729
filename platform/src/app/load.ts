/** Reads what the engine is made from: rulepacks, models and stored lists. Every failure names the file. */
import fs from "node:fs";
import path from "node:path";
import { ProblemError } from "../base/problem.ts";
import { IntelLists } from "../intel/lists.ts";
import { decodeList, decodeTerms, encodeList, encodeTerms } from "../intel/list-file.ts";
import type { RuleSource } from "../rules/load.ts";
import { HostJudge, loadHostModel } from "../text/host-model.ts";
import { TextJudge } from "../text/judge.ts";
import { loadTextModel } from "../text/model.ts";

/** A whole file, or an `input-missing` problem. */
export function readBytes(file: string): Uint8Array {
  try {
    // A plain array: a Buffer's slices share memory, which loaders do not expect.
    return new Uint8Array(fs.readFileSync(file));
  } catch (error) {
    throw new ProblemError({ code: "input-missing", detail: `${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, at: { file } });
  }
}

function model<T>(file: string, load: (bytes: Uint8Array) => T): T {
  const bytes = readBytes(file);
  try {
    return load(bytes);
  } catch (error) {
    throw new ProblemError({ code: "model-invalid", detail: `${file}: ${error instanceof Error ? error.message : String(error)}`, at: { file } });
  }
}

export function loadTextJudge(modelsDir: string): TextJudge {
  return new TextJudge({ zh: model(path.join(modelsDir, "text-zh.bin"), loadTextModel), en: model(path.join(modelsDir, "text-en.bin"), loadTextModel) });
}

export function loadHostJudge(modelsDir: string): HostJudge {
  return new HostJudge(model(path.join(modelsDir, "host.bin"), loadHostModel));
}

/** Every `pack.json` and `examples.json` one folder down, in the order of the folders' names. */
export function readRuleSources(rulepacksDir: string): readonly RuleSource[] {
  let folders: string[];
  try {
    folders = fs
      .readdirSync(rulepacksDir, { withFileTypes: true })
      .filter((e) => e.isDirectory())
      .map((e) => e.name)
      .sort();
  } catch (error) {
    throw new ProblemError({ code: "input-missing", detail: `${rulepacksDir}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, at: { file: rulepacksDir } });
  }
  return folders.flatMap((folder) =>
    ["pack.json", "examples.json"].flatMap((name) => {
      const file = path.join(rulepacksDir, folder, name);
      return fs.existsSync(file) ? [{ path: `${folder}/${name}`, text: fs.readFileSync(file, "utf8") }] : [];
    }),
  );
}

/** Packs that were published while the server ran, by folder name: they take the place of those that ship. */
export const PUBLISHED_PACKS = "published-rules";

/** The rules as they are in force in a data folder, for whoever has no database at hand: what ships, with what was published over it. */
export function readRulesInForce(config: { readonly rulepacksDir: string; readonly dataDir: string }): readonly RuleSource[] {
  const shipped = readRuleSources(config.rulepacksDir);
  const dir = path.join(config.dataDir, PUBLISHED_PACKS);
  if (!fs.existsSync(dir)) return shipped;
  const published = readRuleSources(dir);
  const replaced = new Set(published.map((source) => source.path));
  return [...shipped.filter((source) => !replaced.has(source.path)), ...published].sort(byPath);
}

/** As they are read from a folder: packs by name, the rules before their examples. One order, because the version is a digest of it. */
export function byPath(a: RuleSource, b: RuleSource): number {
  const [packA, packB] = [path.posix.dirname(a.path), path.posix.dirname(b.path)];
  return packA === packB ? (a.path > b.path ? -1 : a.path < b.path ? 1 : 0) : packA < packB ? -1 : 1;
}

/** Puts published packs into a data folder and takes out those that are as shipped again. */
export function savePublishedPacks(dataDir: string, sources: readonly RuleSource[]): void {
  const dir = path.join(dataDir, PUBLISHED_PACKS);
  if (sources.length === 0 && !fs.existsSync(dir)) return;
  const packs = new Set(sources.map((source) => path.posix.dirname(source.path)));
  for (const source of sources) {
    fs.mkdirSync(path.join(dir, path.posix.dirname(source.path)), { recursive: true, mode: 0o700 });
    writeWhole(path.join(dir, source.path), [new TextEncoder().encode(source.text)]);
  }
  if (!fs.existsSync(dir)) return;
  for (const name of fs.readdirSync(dir)) if (!packs.has(name)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
}

export const LIST_FILE = /^([a-z0-9._-]{1,64})\.list$/;
/** Terms of every entry that was ever given a number: old verdicts explain themselves with them. */
const TERMS_FILE = "terms.book";

/** Which file each list of a set was loaded from, as it was just before: a file that was changed meanwhile is another one. */
const LOADED_FROM = new WeakMap<IntelLists, ReadonlyMap<string, string>>();

export function loadedFrom(lists: IntelLists): ReadonlyMap<string, string> {
  return LOADED_FROM.get(lists) ?? new Map();
}

/** Tells a file from the one that is put in its place; null where there is none. */
export function fileIdentity(file: string): string | null {
  const found = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.ino}:${found.mtimeNs}:${found.size}`;
}

/** Stored lists of a data folder; none is an empty set. A damaged file refuses to start and is named. */
export function loadLists(listsDir: string): IntelLists {
  const lists = new IntelLists();
  if (!fs.existsSync(listsDir)) return lists;
  const decode = (name: string, into: typeof decodeList): void => {
    const file = path.join(listsDir, name);
    const problem = into(readBytes(file), lists);
    if (problem !== null) throw new ProblemError({ code: "malformed-input", detail: `${file}: ${problem.what}, expected ${problem.expected}`, at: { file } });
  };
  if (fs.existsSync(path.join(listsDir, TERMS_FILE))) decode(TERMS_FILE, decodeTerms);
  const from = new Map<string, string>();
  for (const name of fs.readdirSync(listsDir).sort()) {
    const list = LIST_FILE.exec(name)?.[1];
    if (list === undefined) continue;
    const identity = fileIdentity(path.join(listsDir, name));
    decode(name, decodeList);
    if (identity !== null) from.set(list, identity);
  }
  LOADED_FROM.set(lists, from);
  return lists;
}

/** Writes one list and the terms; a list that is no more loses its file. */
export function saveList(listsDir: string, lists: IntelLists, name: string): void {
  fs.mkdirSync(listsDir, { recursive: true, mode: 0o700 });
  writeWhole(path.join(listsDir, TERMS_FILE), encodeTerms(lists));
  const contents = lists.list(name);
  const file = path.join(listsDir, `${name}.list`);
  if (contents === null) fs.rmSync(file, { force: true });
  else writeWhole(file, encodeList(contents));
}

/** Whole or not at all: a new file beside the old one, synced, then renamed. */
function writeWhole(file: string, chunks: Iterable<Uint8Array>): void {
  // A name of this process: the command line and a running server may write at the same moment.
  const next = `${file}.${process.pid}.tmp`;
  const handle = fs.openSync(next, "w", 0o600);
  try {
    for (const chunk of chunks) for (let at = 0; at < chunk.length;) at += fs.writeSync(handle, chunk, at);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(next, file);
  const folder = fs.openSync(path.dirname(file), "r");
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}
