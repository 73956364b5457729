/**
 * Says of a pack's text what is wrong with it and where, as the one who types it needs it: the file, line and column, what
 * stands there and what was expected, in both languages. The rest of the rules in force stands beside it, because ids are
 * unique over all packs. It judges nothing and keeps nothing.
 */
import { isMalformed, malformed, ProblemError, type Malformed } from "../base/problem.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { runExamples } from "../rules/examples.ts";
import { loadRulepacks, type RuleSource } from "../rules/load.ts";
import type { Pack } from "../rules/pack.ts";
import { placeInFile } from "../rules/place.ts";
import { screenEnvironment, type ScreenEnvironment } from "../screen/environment.ts";
import { publishRules, type PublishedRules } from "../screen/publish.ts";
import { NO_EXAMPLES } from "./book-read.ts";
import type { RuleDifference } from "./rule-change/rule-change.ts";

export interface Finding {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly file: "pack.json" | "examples.json";
  /** 1-based; of the place in the file, also where it lies inside a condition. */
  readonly line: number;
  readonly column: number;
  /** Where in the text, from the start and without the end, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Such as `rules[3].if`. */
  readonly path: string;
  readonly message: Bilingual;
}

export interface Checked {
  readonly findings: readonly Finding[];
  /** Ready to judge, with the other packs; null when something is wrong. */
  readonly rules: PublishedRules | null;
  readonly pack: Pack | null;
}

/** Made once: names, kinds and slots do not change while the program runs. */
let environment: ScreenEnvironment | null = null;
export function rulesEnvironment(): ScreenEnvironment {
  return (environment ??= screenEnvironment());
}

/** Rules in force with one pack's texts in their place, in the order in which they are read. */
export function withPack(sources: readonly RuleSource[], pack: string, text: string, examples: string): readonly RuleSource[] {
  const mine = [{ path: `${pack}/pack.json`, text }, ...(examples === NO_EXAMPLES ? [] : [{ path: `${pack}/examples.json`, text: examples }])];
  const at = sources.findIndex(({ path }) => packOf(path) >= pack);
  const others = sources.filter(({ path }) => packOf(path) !== pack);
  return at < 0 ? [...others, ...mine] : [...others.slice(0, at), ...mine, ...others.slice(at)];
}

function packOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** As one types: everything the loader and the examples have to say of this pack. */
export function findingsOf(sources: readonly RuleSource[], pack: string, text: string, examples: string): { readonly findings: readonly Finding[]; readonly pack: Pack | null } {
  const env = rulesEnvironment();
  const all = withPack(sources, pack, text, examples);
  const { packs, problems } = loadRulepacks(all, env.environment, EVENT_KINDS, { categories: SCAM_CATEGORIES });
  const mine = problems.filter(({ path }) => packOf(path) === pack);
  const findings = mine.map((problem): Finding => {
    const examplesFile = problem.path.endsWith("/examples.json");
    return {
      severity: problem.severity,
      code: problem.code,
      file: examplesFile ? "examples.json" : "pack.json",
      path: problem.jsonPath,
      message: problem.message,
      ...placeInFile(examplesFile ? examples : text, problem),
    };
  });
  const loaded = packs.find(({ path }) => packOf(path) === pack);
  // A problem in another pack that this text causes, such as an id that is there twice.
  for (const problem of problems) {
    if (packOf(problem.path) === pack || problem.severity !== "error") continue;
    findings.push({
      severity: "error",
      code: problem.code,
      file: "pack.json",
      path: "",
      line: 1,
      column: 1,
      from: 0,
      to: 0,
      message: both(problem.message, (words) => `${packOf(problem.path)} ${problem.jsonPath}: ${words}`),
    });
  }
  if (loaded !== undefined) {
    for (const failure of runExamples(loaded, env.environment)) {
      const jsonPath =
        failure.index === undefined
          ? `rules[${Math.max(
              0,
              loaded.pack.rules.findIndex(({ id }) => id === failure.rule),
            )}]`
          : `[${failure.index}]`;
      const file = failure.index === undefined ? ("pack.json" as const) : ("examples.json" as const);
      findings.push({
        severity: "error",
        code: "example",
        file,
        path: jsonPath,
        message: both(failure.message, (words) => `${failure.rule}: ${words}`),
        ...placeInFile(file === "pack.json" ? text : examples, { jsonPath }),
      });
    }
  }
  return { findings, pack: loaded?.pack ?? null };
}

/** The same, and ready to judge when nothing is wrong. */
export function checkDraft(sources: readonly RuleSource[], pack: string, text: string, examples: string): Checked {
  const { findings, pack: loaded } = findingsOf(sources, pack, text, examples);
  if (findings.some(({ severity }) => severity === "error")) return { findings, rules: null, pack: loaded };
  try {
    return { findings, rules: publishRules(withPack(sources, pack, text, examples), rulesEnvironment()), pack: loaded };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail } = error.problem;
    return {
      findings: [...findings, { severity: "error", code: "misplaced", file: "pack.json", path: "", line: 1, column: 1, from: 0, to: 0, message: { zh: detail, en: detail } }],
      rules: null,
      pack: loaded,
    };
  }
}

function both(words: Bilingual, make: (words: string) => string): Bilingual {
  return { zh: make(words.zh), en: make(words.en) };
}

/** What is different between two texts of a pack, rule by rule. A text that is no pack has nothing to compare. */
export function differencesOf(before: string, after: string): readonly RuleDifference[] {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  if (isMalformed(old) || isMalformed(now)) return [];
  const out: RuleDifference[] = [];
  for (const [rule, { mode, text }] of now) {
    const was = old.get(rule);
    if (was === undefined) out.push({ rule, how: "added", ...(mode === null ? {} : { to: mode }) });
    else if (was.mode !== mode && was.rest === now.get(rule)?.rest) out.push({ rule, how: "mode", from: was.mode ?? "", to: mode ?? "" });
    else if (was.text !== text) out.push({ rule, how: "changed" });
  }
  for (const [rule] of old) if (!now.has(rule)) out.push({ rule, how: "removed" });
  return out;
}

interface Item {
  readonly mode: string | null;
  readonly text: string;
  readonly rest: string;
}

function itemsOf(text: string): ReadonlyMap<string, Item> | Malformed {
  const items = new Map<string, Item>();
  try {
    const pack = JSON.parse(text) as Readonly<Record<string, unknown>>;
    for (const list of ["rules", "suppressors", "typologies"]) {
      const entries = pack[list];
      if (!Array.isArray(entries)) continue;
      for (const entry of entries as readonly unknown[]) {
        if (typeof entry !== "object" || entry === null) continue;
        const { id, mode, ...rest } = entry as Readonly<Record<string, unknown>>;
        if (typeof id !== "string") continue;
        items.set(id, { mode: typeof mode === "string" ? mode : null, text: JSON.stringify(entry), rest: JSON.stringify(rest) });
      }
    }
  } catch {
    return malformed(text, "a rulepack");
  }
  return items;
}
