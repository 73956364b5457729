// Loads rulepacks: strict JSON, expressions checked against the environment, references resolved, reasons cut into parts.
// Reports every problem it can see with file and place; a pack with an error is left out whole, so that half a pack never
// judges anybody. Reads no file: the caller brings the texts.

import { checkCondition } from "./check.ts";
import type { CheckedCondition } from "./condition.ts";
import { quoted } from "./diagnostic.ts";
import { FileCheck, type RuleSource } from "./file-check.ts";
import { bindingsByName, type Bilingual, type Binding, type Environment } from "./environment.ts";
import { ruleLimits, type RuleLimits } from "./limits.ts";
import type { LoadedPack, LoadedRule, LoadedSuppressor, LoadedTypology, PackVersion, Reason, TemplatePart } from "./loaded.ts";
import { nearest } from "./nearest.ts";
import { examplesSchema, packSchema, ruleFamilies, weightPermille, type Example, type Pack, type Rule, type Suppressor, type Typology } from "./pack.ts";
import { expressionProblem, type JsonPath, type ProblemCode, type RuleProblem } from "./problem.ts";

export type { RuleSource } from "./file-check.ts";

export interface LoadOptions {
  /** Known scam category codes; without it any well-formed code is taken. */
  readonly categories?: readonly string[];
  readonly limits?: RuleLimits;
}

export interface LoadedRules {
  readonly packs: readonly LoadedPack[];
  readonly problems: readonly RuleProblem[];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const isExamples = (path: string): boolean => path.slice(folderOf(path).length) === "examples.json";

class PackLoader {
  readonly #file: FileCheck;
  readonly #names: ReadonlyMap<string, Binding>;
  readonly #kinds: readonly string[];
  readonly #options: LoadOptions;
  readonly #limits: RuleLimits;

  constructor(file: FileCheck, names: ReadonlyMap<string, Binding>, kinds: readonly string[], options: LoadOptions, limits: RuleLimits) {
    this.#file = file;
    this.#names = names;
    this.#kinds = kinds;
    this.#options = options;
    this.#limits = limits;
  }

  #expression(source: string, path: JsonPath): CheckedCondition | undefined {
    const checked = checkCondition(source, this.#names, this.#limits);
    if (checked.ok) return checked.value;
    for (const diagnostic of checked.diagnostics) {
      const { message, ...place } = expressionProblem(source, diagnostic);
      this.#file.report("expression", path, message, place);
    }
    return undefined;
  }

  #unknown(code: ProblemCode, path: JsonPath, word: string, known: readonly string[], zh: string, en: string): void {
    const hint = nearest(word, known);
    this.#file.report(code, path, {
      zh: `没有${zh} "${quoted(word)}"${hint === undefined ? "" : `；是否想写 ${hint}？`}`,
      en: `there is no ${en} "${quoted(word)}"${hint === undefined ? "" : `; did you mean ${hint}?`}`,
    });
  }

  #values(names: readonly string[], path: JsonPath): readonly Binding[] {
    return names.flatMap((name, i) => {
      const binding = this.#names.get(name);
      if (binding !== undefined) return [binding];
      this.#unknown("unknown-binding", [...path, i], name, [...this.#names.keys()], "字段", "field");
      return [];
    });
  }

  #template(text: string, values: readonly string[], path: JsonPath): readonly TemplatePart[] {
    const parts: TemplatePart[] = [];
    let rest = text;
    while (rest !== "") {
      const match = /\{([^{}]*)\}/.exec(rest);
      if (match === null) {
        parts.push({ kind: "words", text: rest });
        break;
      }
      if (match.index > 0) parts.push({ kind: "words", text: rest.slice(0, match.index) });
      const binding = this.#names.get(match[1]);
      if (binding === undefined || !values.includes(match[1])) {
        const hint = nearest(match[1], values);
        this.#file.report("template", path, {
          zh: `占位符 {${quoted(match[1])}} 不在 values 中${hint === undefined ? "" : `；是否想写 {${hint}}？`}`,
          en: `the placeholder {${quoted(match[1])}} is not among the rule's values${hint === undefined ? "" : `; did you mean {${hint}}?`}`,
        });
      } else parts.push({ kind: "value", binding });
      rest = rest.slice(match.index + match[0].length);
    }
    return parts;
  }

  #reason(because: Bilingual, values: readonly string[], path: JsonPath): Reason {
    return {
      zh: this.#template(because.zh, values, [...path, "because", "zh"]),
      en: this.#template(because.en, values, [...path, "because", "en"]),
    };
  }

  #kindsKnown(kinds: readonly string[], path: JsonPath): void {
    kinds.forEach((kind, i) => {
      if (!this.#kinds.includes(kind)) this.#unknown("unknown-kind", [...path, "kinds", i], kind, this.#kinds, "事件种类", "event kind");
    });
  }

  category(category: string | undefined, path: JsonPath): void {
    const { categories } = this.#options;
    if (category === undefined || categories === undefined || categories.includes(category)) return;
    this.#unknown("unknown-category", [...path, "category"], category, categories, "诈骗类别", "scam category");
  }

  rule(rule: Rule, pack: PackVersion, path: JsonPath): LoadedRule | undefined {
    this.#kindsKnown(rule.kinds, path);
    this.category(rule.category, path);
    const when = rule.when === undefined ? undefined : this.#expression(rule.when, [...path, "when"]);
    const condition = this.#expression(rule.if, [...path, "if"]);
    const values = this.#values(rule.values, [...path, "values"]);
    const because = this.#reason(rule.because, rule.values, path);
    if (condition === undefined || (rule.when !== undefined && when === undefined)) return undefined;
    const strength = (weightPermille(rule.weight) / 1000) * (rule.quality ?? 1);
    return { id: rule.id, pack, rule, when, condition, values, because, strength };
  }

  suppressor(suppressor: Suppressor, pack: PackVersion, ruleIds: ReadonlyMap<string, unknown>, path: JsonPath): LoadedSuppressor | undefined {
    this.#kindsKnown(suppressor.kinds, path);
    const when = suppressor.when === undefined ? undefined : this.#expression(suppressor.when, [...path, "when"]);
    const condition = this.#expression(suppressor.if, [...path, "if"]);
    const values = this.#values(suppressor.values, [...path, "values"]);
    const because = this.#reason(suppressor.because, suppressor.values, path);
    const targets = [...ruleIds.keys(), ...ruleFamilies];
    suppressor.lowers.forEach((target, i) => {
      if (!targets.includes(target)) this.#unknown("unknown-rule", [...path, "lowers", i], target, targets, "规则或渠道", "rule or family");
    });
    if (condition === undefined || (suppressor.when !== undefined && when === undefined)) return undefined;
    return { id: suppressor.id, pack, suppressor, when, condition, values, because };
  }

  typology(typology: Typology, pack: PackVersion, rules: ReadonlyMap<string, Rule>, path: JsonPath): LoadedTypology {
    this.category(typology.category, path);
    const { tellPermille, actPermille } = typology.thresholds;
    if (tellPermille > actPermille) {
      this.#file.report("thresholds", [...path, "thresholds"], {
        zh: `告知阈值 ${tellPermille} 高于处置阈值 ${actPermille}，应不高于`,
        en: `tellPermille ${tellPermille} is above actPermille ${actPermille}, expected at most that`,
      });
    }
    const strengths = new Map<string, number>();
    typology.rules.forEach((ruleId, i) => {
      const rule = rules.get(ruleId);
      if (rule === undefined) {
        this.#unknown("unknown-rule", [...path, "rules", i], ruleId, [...rules.keys()], "规则", "rule");
        return;
      }
      if (strengths.has(ruleId)) {
        this.#file.report("duplicate-id", [...path, "rules", i], { zh: `规则 ${ruleId} 重复列出`, en: `rule ${ruleId} is listed twice` });
      }
      const weight = Object.hasOwn(typology.weights ?? {}, ruleId) ? typology.weights![ruleId] : rule.weight;
      strengths.set(ruleId, (weightPermille(weight) / 1000) * (rule.quality ?? 1));
    });
    for (const ruleId of Object.keys(typology.weights ?? {})) {
      if (!typology.rules.includes(ruleId)) this.#unknown("unknown-rule", [...path, "weights", ruleId], ruleId, typology.rules, "该类型中的规则", "rule of this typology");
    }
    return { id: typology.id, pack, typology, strengths };
  }

  examples(examples: readonly Example[], pack: Pack): void {
    const known = [...pack.rules, ...pack.suppressors].map((r) => r.id);
    examples.forEach((example, i) => {
      if (!known.includes(example.rule)) this.#unknown("unknown-rule", [i, "rule"], example.rule, known, "规则", "rule");
      for (const [name, value] of Object.entries(example.facts)) {
        const binding = this.#names.get(name);
        if (binding === undefined) {
          this.#unknown("unknown-binding", [i, "facts", name], name, [...this.#names.keys()], "字段", "field");
        } else if (!fits(binding, value)) {
          const wanted = binding.values === undefined ? binding.type : binding.values.map((v) => JSON.stringify(v)).join(" | ");
          this.#file.report("example", [i, "facts", name], {
            zh: `${name} 的值是 ${quoted(JSON.stringify(value))}，应为 ${quoted(wanted)}`,
            en: `${name} is ${quoted(JSON.stringify(value))}, expected ${quoted(wanted)}`,
          });
        }
      }
    });
  }
}

function fits(binding: Binding, value: boolean | number | string): boolean {
  switch (binding.type) {
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isSafeInteger(value);
    case "double":
      return typeof value === "number" && Number.isFinite(value);
    case "string":
      return typeof value === "string" && (binding.values === undefined || binding.values.includes(value));
  }
}

interface Opened {
  readonly file: FileCheck;
  readonly pack: Pack;
}

/** Registers an id once; a second owner is a problem in the second file. */
function claim(owners: Map<string, string>, id: string, what: Bilingual, file: FileCheck, path: JsonPath): void {
  const owner = owners.get(id);
  if (owner === undefined) {
    owners.set(id, file.source.path);
    return;
  }
  file.report("duplicate-id", path, {
    zh: `${what.zh}编号 "${id}" 已在 ${quoted(owner)} 中使用，应唯一`,
    en: `the ${what.en} id "${id}" is already used in ${quoted(owner)}, expected once`,
  });
}

/**
 * Loads packs and their examples. Ids of rules and suppressors are unique over all packs; typologies may name rules of
 * other packs.
 * @param kinds event kinds that rules may name
 * @returns the packs without an error, in the order of `sources`, and every problem (at most `limits.problemsMax`)
 * @throws RangeError only for a faulty environment, which is a mistake in the program and not in a pack
 */
export function loadRulepacks(sources: readonly RuleSource[], env: Environment, kinds: readonly string[], options: LoadOptions = {}): LoadedRules {
  const limits = options.limits ?? ruleLimits;
  const names = bindingsByName(env);
  const problems: RuleProblem[] = [];
  const opened: Opened[] = [];
  const exampleFiles = new Map<string, { file: FileCheck; examples: Example[] | undefined }>();

  for (const [i, source] of sources.entries()) {
    const file = new FileCheck(source, problems, limits.problemsMax);
    if (i >= limits.packsMax * 2) {
      file.report("too-large", [], {
        zh: `规则包文件至多 ${limits.packsMax * 2} 个`,
        en: `expected at most ${limits.packsMax * 2} rulepack files`,
      });
      break;
    }
    if (isExamples(source.path)) {
      const examples = file.read(examplesSchema, limits.packCharsMax);
      if (examples !== undefined && examples.length > limits.examplesPerPackMax) {
        file.report("too-large", [], {
          zh: `例子至多 ${limits.examplesPerPackMax} 条`,
          en: `expected at most ${limits.examplesPerPackMax} examples`,
        });
      }
      exampleFiles.set(folderOf(source.path), { file, examples });
      continue;
    }
    const pack = file.read(packSchema, limits.packCharsMax);
    if (pack === undefined) continue;
    if (pack.rules.length > limits.rulesPerPackMax) {
      file.report("too-large", ["rules"], {
        zh: `规则 ${pack.rules.length} 条，至多 ${limits.rulesPerPackMax}`,
        en: `${pack.rules.length} rules, expected at most ${limits.rulesPerPackMax}`,
      });
      continue;
    }
    opened.push({ file, pack });
  }

  const rulesById = new Map<string, Rule>();
  const used = new Set<string>();
  const packOwners = new Map<string, string>();
  const ruleOwners = new Map<string, string>();
  const typologyOwners = new Map<string, string>();
  for (const { file, pack } of opened) {
    claim(packOwners, pack.id, { zh: "规则包", en: "pack" }, file, ["id"]);
    pack.rules.forEach((rule, i) => {
      claim(ruleOwners, rule.id, { zh: "规则", en: "rule" }, file, ["rules", i, "id"]);
      if (!rulesById.has(rule.id)) rulesById.set(rule.id, rule);
    });
    pack.suppressors.forEach((s, i) => claim(ruleOwners, s.id, { zh: "规则", en: "rule" }, file, ["suppressors", i, "id"]));
    pack.typologies.forEach((t, i) => {
      claim(typologyOwners, t.id, { zh: "类型", en: "typology" }, file, ["typologies", i, "id"]);
      for (const rule of t.rules) used.add(rule);
    });
  }

  const packs: LoadedPack[] = [];
  for (const { file, pack } of opened) {
    const loader = new PackLoader(file, names, kinds, options, limits);
    const version: PackVersion = { id: pack.id, version: pack.version };
    const rules = pack.rules.flatMap((rule, i) => loader.rule(rule, version, ["rules", i]) ?? []);
    const suppressors = pack.suppressors.flatMap((s, i) => loader.suppressor(s, version, rulesById, ["suppressors", i]) ?? []);
    const typologies = pack.typologies.map((t, i) => loader.typology(t, version, rulesById, ["typologies", i]));
    pack.rules.forEach((rule, i) => {
      if (used.has(rule.id) || rule.mode === "off") return;
      file.report(
        "unused",
        ["rules", i],
        {
          zh: `规则 ${rule.id} 不属于任何类型，永远不影响评分`,
          en: `rule ${rule.id} is in no typology and never affects a score`,
        },
        { severity: "warning" },
      );
    });
    const folder = folderOf(file.source.path);
    const beside = exampleFiles.get(folder);
    exampleFiles.delete(folder);
    if (beside?.examples !== undefined) new PackLoader(beside.file, names, kinds, options, limits).examples(beside.examples, pack);
    if (file.failed || beside?.file.failed === true) continue;
    packs.push({ path: file.source.path, pack, rules, suppressors, typologies, examples: beside?.examples ?? [] });
  }
  for (const [folder, { file }] of exampleFiles) {
    // A pack that failed to open has already said why.
    if (sources.some((s) => !isExamples(s.path) && folderOf(s.path) === folder)) continue;
    file.report("no-pack", [], { zh: "旁边没有 pack.json", en: "there is no pack.json beside it" }, { severity: "warning" });
  }
  return { packs, problems };
}
