/**
 * The folder of lists under a running program: what was changed there by the command line is read at once, each list swapped
 * in whole, and what this program wrote itself is not read again. A file that cannot be read leaves the list as it was and is
 * said once. Files are told apart by their identity, because every writer puts a new one in place of the old.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { malformed } from "../base/problem.ts";
import { decodeList, listNameIn } from "../intel/list-file.ts";
import type { IntelLists } from "../intel/lists.ts";
import type { Tell } from "./compose.ts";
import { fileIdentity, LIST_FILE, loadedFrom, saveList } from "./load.ts";

export class ListFiles {
  readonly #dir: string;
  readonly #lists: IntelLists;
  readonly #tell: Tell;
  /** A list that this program alone writes: whatever else is put there is written over. */
  readonly #own: string;
  /** What each file was when its list was loaded or saved. */
  readonly #known: Map<string, string>;

  constructor(dir: string, lists: IntelLists, own: string, tell: Tell) {
    this.#dir = dir;
    this.#lists = lists;
    this.#own = own;
    this.#tell = tell;
    this.#known = new Map(loadedFrom(lists));
  }

  /** Writes one list and the terms of all. */
  save(name: string): void {
    saveList(this.#dir, this.#lists, name);
    this.#remember(name);
  }

  /** Reads what was changed by others. Gives the names of the lists that are different now. */
  async poll(): Promise<readonly string[]> {
    const there = (await readdir(this.#dir).catch(() => [])).flatMap((file) => LIST_FILE.exec(file)?.[1] ?? []);
    const changed: string[] = [];
    for (const name of new Set([...there, ...this.#known.keys()].sort())) {
      const identity = fileIdentity(this.#file(name));
      if ((identity ?? undefined) === this.#known.get(name)) continue;
      if (name === this.#own) this.#restoreOwn();
      else if (identity === null ? this.#lists.drop(name) : await this.#read(name, identity)) changed.push(name);
      if (identity === null) this.#known.delete(name);
    }
    // Whoever wrote a list wrote the book of terms as well, without the numbers that only this program has given out.
    if (changed.length > 0) this.save(this.#own);
    return changed;
  }

  async #read(name: string, identity: string): Promise<boolean> {
    const bytes = await readFile(this.#file(name)).catch(() => null);
    // Replaced while it was read: the next look finds it.
    if (bytes === null || fileIdentity(this.#file(name)) !== identity) return false;
    this.#known.set(name, identity);
    // A plain array: a Buffer's slices share memory, which loaders do not expect.
    const plain = new Uint8Array(bytes);
    const problem = listNameIn(plain) === name ? decodeList(plain, this.#lists) : malformed(`${bytes.length} bytes`, `the list ${name}`);
    if (problem === null) {
      this.#tell("info", {
        zh: `名单 ${name} 已更新：${this.#lists.list(name)?.size ?? 0} 条。`,
        en: `The list ${name} was changed: ${this.#lists.list(name)?.size ?? 0} entries.`,
      });
      return true;
    }
    this.#tell("error", {
      zh: `名单文件 ${name} 无法读取（${problem.what}），沿用原名单。`,
      en: `The file of the list ${name} cannot be read (${problem.what}; expected ${problem.expected}); the list stays as it was.`,
    });
    return false;
  }

  #restoreOwn(): void {
    this.#tell("warn", {
      zh: `名单 ${this.#own} 由本程序维护，已按业务数据恢复其文件。`,
      en: `The list ${this.#own} is this program's own: its file was written anew from the matters.`,
    });
    this.save(this.#own);
  }

  #file(name: string): string {
    return path.join(this.#dir, `${name}.list`);
  }

  #remember(name: string): void {
    const identity = fileIdentity(this.#file(name));
    if (identity === null) this.#known.delete(name);
    else this.#known.set(name, identity);
  }
}
