/**
 * The rules that ship: every example holds, every published indicator has a rule, no rule decides alone, and reasons are
 * clean. What they do in whole sequences of events is in rulepacks-in-use.test.ts.
 */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { SCAM_CATEGORIES } from "../domain/scam-category.ts";
import { interpretRule } from "../rules/interpret.ts";
import { factsFromNames, runExamples } from "../rules/examples.ts";
import { loadRulepacks, type RuleSource } from "../rules/load.ts";
import type { LoadedRule } from "../rules/loaded.ts";
import { screenEnvironment } from "./environment.ts";
import { publishRules } from "./publish.ts";
import { rulesPage } from "../../../scripts/reference/rules.ts";

const ROOT = new URL("../../../", import.meta.url);
const folders = readdirSync(new URL("rulepacks/", ROOT)).sort();
const sources: RuleSource[] = folders.flatMap((folder) =>
  ["pack.json", "examples.json"].map((name) => {
    const path = `rulepacks/${folder}/${name}`;
    return { path, text: readFileSync(new URL(path, ROOT), "utf8") };
  }),
);
const env = screenEnvironment();
const published = publishRules(sources, env);
const rules = published.packs.flatMap((p) => p.rules);
const suppressors = published.packs.flatMap((p) => p.suppressors);
const typologies = published.packs.flatMap((p) => p.typologies);
const ids = new Set(rules.map((r) => r.id));

const numbered = (letter: string, last: number): string[] => Array.from({ length: last }, (_, n) => `${letter}${String(n + 1).padStart(2, "0")}`);
/** The published indicators, by family. */
const PUBLISHED = [
  ...numbered("C", 14),
  ...numbered("M", 9),
  ...numbered("U", 9),
  ...numbered("A", 7),
  ...numbered("T", 12),
  ...numbered("K", 13),
  ...numbered("O", 8),
  ...numbered("L", 7),
];

describe("packs", () => {
  test("load without a problem or a warning", () => {
    expect(loadRulepacks(sources, env.environment, EVENT_KINDS, { categories: SCAM_CATEGORIES }).problems).toEqual([]);
    expect(published.packs.map((p) => p.pack.id)).toEqual(folders);
  });

  test("keep every example, with a hit and a miss for each rule and suppressor", () => {
    expect(published.packs.flatMap((p) => runExamples(p, env.environment).map((f) => `${f.rule}[${f.index ?? "-"}] ${f.message.en}`))).toEqual([]);
  });

  test("have a rule for each of the published indicators", () => {
    expect(PUBLISHED).toHaveLength(79);
    expect(PUBLISHED.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("are what the reference says", () => {
    expect(readFileSync(new URL("docs/reference/rules.md", ROOT), "utf8").replaceAll("\r\n", "\n")).toBe(rulesPage(published.packs).text);
  });

  test("name no suppressor that could only miss: each reads what one of its kinds can carry", () => {
    for (const { id, suppressor, condition, when } of suppressors) {
      const reads = [...condition.reads, ...(when?.reads ?? [])];
      for (const kind of suppressor.kinds) {
        const slots = env.kinds[kind as (typeof EVENT_KINDS)[number]].slots;
        expect(
          reads.some((b) => slots.has(b.slot)),
          `${id} on ${kind}`,
        ).toBe(true);
      }
      // It must be able to lower something on a kind it is judged for.
      const targets = rules.filter((r) => r.rule.kinds.some((k) => suppressor.kinds.includes(k)));
      for (const lowered of suppressor.lowers)
        expect(
          targets.some((r) => r.id === lowered || r.rule.family === lowered),
          `${id} lowers ${lowered}`,
        ).toBe(true);
    }
  });
});

describe("weights", () => {
  test("no rule reaches act by itself", () => {
    for (const t of typologies) {
      for (const [id, strength] of t.strengths) expect(Math.round(strength * 1000), `${id} in ${t.id}`).toBeLessThan(t.typology.thresholds.actPermille);
    }
  });

  test("one strong rule tells, two act; a weak one stays quiet", () => {
    const reaches = (strength: number, level: "tellPermille" | "actPermille", id: string): boolean =>
      typologies.some((t) => t.strengths.has(id) && Math.round(strength * 1000) >= t.typology.thresholds[level]);
    for (const r of rules) expect(reaches(r.strength, "tellPermille", r.id), r.id).toBe(r.strength >= 0.6);
    const general = typologies.filter((t) => t.id.startsWith("doubtful-"));
    expect(general.map((t) => Math.round((1 - 0.4 * 0.4) * 1000) >= t.typology.thresholds.actPermille)).toEqual(general.map(() => true));
  });

  test("reports alone, and a stranger to town, never count for more than the weakest grade", () => {
    for (const id of ["C20", "M19", "U16", "A10", "T18", "O05", "L02"]) expect(published.rulesById.get(id)!.strength, id).toBeLessThanOrEqual(0.1);
  });

  test("what the law says is marked as law, and nothing else is", () => {
    expect(
      rules
        .filter((r) => r.rule.rule === true)
        .map((r) => r.id)
        .sort(),
    ).toEqual(["K13", "O01", "O06"]);
  });

  test("urgent is only for money that is about to move under guidance", () => {
    expect(
      rules
        .filter((r) => r.rule.urgent === true)
        .map((r) => r.id)
        .sort(),
    ).toEqual(["A06", "C11", "C12", "C15", "C17"]);
  });

  test("illegal promotion is flagged and never more", () => {
    const holding = typologies.filter((t) => t.strengths.has("M12"));
    expect(holding.map((t) => [t.id, t.strengths.size, t.typology.thresholds.actPermille])).toEqual([["illegal-promotion", 1, 1000]]);
  });
});

describe("words", () => {
  const said = (r: LoadedRule): string => `${r.rule.because.zh} ${r.rule.because.en} ${r.rule.notIf.zh} ${r.rule.notIf.en}`;
  const everything = sources.map((s) => s.text).join("\n");

  test("blame nobody and label nobody", () => {
    // The reference names the first two as words to avoid; the rest call people by what was done to them or by origin.
    for (const banned of [
      /suspect/i,
      /blacklist/i,
      /黑名单/,
      /杀猪/,
      /pig.?butcher/i,
      /victim/i,
      /受害人/,
      /嫌疑/,
      /上当/,
      /贪/,
      /轻信/,
      /愚/,
      /傻/,
      /\bgreed/i,
      /gullib/i,
      /naive/i,
      /careless/i,
      /foolish/i,
      /省籍/,
      /户籍/,
      /籍贯/,
      /民族/,
      /国籍/,
      /nationality/i,
      /ethnic/i,
      /女性/,
      /男性/,
    ]) {
      const found = banned.exec(everything.replaceAll("event.reportedVictim", ""));
      expect(found?.[0], String(banned)).toBeUndefined();
    }
  });

  test("exist in both languages, with a look-alike and a basis", () => {
    for (const r of rules) {
      expect(said(r), r.id).toMatch(/[\u4e00-\u9fff]/);
      expect(r.rule.because.en, r.id).not.toMatch(/[\u4e00-\u9fff]/);
      expect(r.rule.notIf.en, r.id).not.toMatch(/[\u4e00-\u9fff]/);
      expect(r.rule.because.zh, r.id).toMatch(/[\u4e00-\u9fff]/);
      expect(r.rule.notIf.zh, r.id).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test("use the same values in both languages", () => {
    const holes = (text: string): string[] => [...text.matchAll(/\{([^}]+)\}/g)].map((m) => m[1]).sort();
    for (const r of rules) expect(holes(r.rule.because.zh), r.id).toEqual(holes(r.rule.because.en));
  });

  /** The forms in which a person could read a threshold: as it stands, and in the unit that reasons are shown in. */
  function spoken(name: string, text: string): readonly number[] {
    const n = Number(text);
    if (/Ms(\d+[mhd])?$/.test(name)) return [n, n / 1000, n / 60_000, n / 3_600_000];
    if (/Permille(\d+[mhd])?$/.test(name)) return [n, n / 10];
    if (/Minor(\d+[mhd])?$/.test(name)) return [n, n / 100, n / 1_000_000];
    if (/minutesSince/i.test(name)) return [n, n / 60, n / 1440];
    if (name.endsWith("Hours")) return [n, n / 24];
    return [n];
  }

  test("never give a threshold away", () => {
    let compared = 0;
    for (const r of rules) {
      const reason = `${r.rule.because.zh} ${r.rule.because.en}`.replaceAll(/\{[^}]*\}/g, " ");
      const numbers = new Set([...reason.matchAll(/\d+(?:\.\d+)?/g)].map((m) => Number(m[0])));
      for (const [, name, value] of `${r.rule.when ?? ""} ${r.rule.if}`.matchAll(/([A-Za-z][\w.]*) (?:>=|<=|>|<) (-?\d+(?:\.\d+)?)(?![\d.]* \*)/g)) {
        compared++;
        for (const n of spoken(name, value)) if (n > 1) expect(numbers.has(n), `${r.id}: ${name} and ${n} in "${reason}"`).toBe(false);
      }
    }
    expect(compared).toBeGreaterThan(80);
  });

  test("an assumed threshold is there to be tuned, and a rule without one does not claim it", () => {
    for (const r of rules) {
      const hasNumber = /(?:>=|<=|>|<) -?\d/.test(r.rule.if) || /\d \* event/.test(r.rule.if);
      // Which words and which nearness count is a choice of ours too.
      if (r.rule.assumed && !hasNumber) expect(r.rule.if, r.id).toMatch(/text\.|site\.lookalike/);
    }
  });
});

test("a person's age or distance from home alone makes no rule hit", () => {
  const facts = factsFromNames(
    {
      "event.payerAge": 80,
      "event.outOfTown": true,
      "event.roaming": "high-risk",
      "event.amountMinor": 9_000_000,
      "to.isOverseas": false,
      "from.distinctCallees24h": 3,
    },
    env.environment,
  );
  const hit = rules.filter((r) => interpretRule(r, facts.facts, facts.texts) === "hit").map((r) => r.id);
  expect(hit).toEqual([]);
});
