/**
 * Rulepacks that once judged, kept so that an old verdict can still explain itself. One file a version, written once.
 */
import fs from "node:fs";
import path from "node:path";
import type { LoadedRule } from "../rules/loaded.ts";
import type { RuleSource } from "../rules/load.ts";
import type { ScreenEnvironment } from "../screen/environment.ts";
import { publishRules, type PublishedRules } from "../screen/publish.ts";

const NO_RULES: ReadonlyMap<string, LoadedRule> = new Map();

export class RuleArchive {
  readonly #dir: string;
  readonly #loaded = new Map<string, PublishedRules | null>();

  constructor(dir: string) {
    this.#dir = dir;
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  }

  #file(version: string): string {
    return path.join(this.#dir, `${version.replace(/[^A-Za-z0-9@.#-]/g, "_").slice(0, 200)}.json`);
  }

  keep(rules: PublishedRules): void {
    const file = this.#file(rules.version);
    if (fs.existsSync(file)) return;
    // Renamed when it is whole: half a file would be taken for the archive for ever.
    fs.writeFileSync(`${file}.tmp`, JSON.stringify(rules.sources), { mode: 0o600, flush: true });
    fs.renameSync(`${file}.tmp`, file);
  }

  /** Rules of an older version; empty when they are not in the archive or no longer fit this program. */
  rules(version: string, env: ScreenEnvironment): ReadonlyMap<string, LoadedRule> {
    // Without them a verdict is shown with its rules' ids and without their words.
    return this.published(version, env)?.rulesById ?? NO_RULES;
  }

  /** The same, ready to judge; null when they are not in the archive or no longer fit this program. */
  published(version: string, env: ScreenEnvironment): PublishedRules | null {
    const known = this.#loaded.get(version);
    if (known !== undefined) return known;
    let rules: PublishedRules | null = null;
    try {
      rules = publishRules(JSON.parse(fs.readFileSync(this.#file(version), "utf8")) as RuleSource[], env);
    } catch {
      // Not kept, or written for another program.
    }
    this.#loaded.set(version, rules);
    return rules;
  }
}
