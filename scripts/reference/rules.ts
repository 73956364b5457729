/**
 * docs/reference/rules.md: every rule that ships, as its pack states it: what it finds, the reason that people read, the
 * innocent look-alikes, the condition and whether its thresholds are our own assumption. Run by itself it writes the page.
 * The only words here are those about what events cannot carry; rules speak for themselves.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EVENT_KINDS } from "../../platform/src/domain/event-fields.ts";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES, isScamCategory } from "../../platform/src/domain/scam-category.ts";
import { loadRulepacks, type RuleSource } from "../../platform/src/rules/load.ts";
import type { LoadedPack, LoadedRule, LoadedSuppressor } from "../../platform/src/rules/loaded.ts";
import { screenEnvironment } from "../../platform/src/screen/environment.ts";
import { code, table, type Page } from "./page.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FOLDER = path.join(ROOT, "rulepacks");
const PATH = "docs/reference/rules.md";

/** Parts of the published indicators that no event can carry yet, and what the rule does instead. */
const GAPS: readonly (readonly [rule: string, missing: string, instead: string])[] = [
  ["C11", "adding a payee or raising a limit: there is no such event", "looks at the transfer itself"],
  ["C12", "that a code was read out during the call", "forwarding and screen sharing only; M17 sees code messages during a call"],
  ["C13", "clusters of numbers found elsewhere", "same number block or same device within two hours"],
  ["L02", "that the holder announced the trip", "only a verified low-risk roaming region lowers it"],
  ["M02", "the age of a domain named in a message", "short link, odd characters, bare address, many levels, host model"],
  ["M08", "what was said in earlier turns: texts are not kept", "the turn number that the source gives, and the present text"],
  ["U03", "who issued a certificate", "unrelated names on it, and its age"],
  ["A05", "the name of the packing service", "web shell that can change remotely"],
  ["T03", "which savings or loan the money came from", "hours since money was freed, as the institution states it"],
  ["T04", "payments to one payee or its relatives over days", "growth of all payments after a small reward; half the weight"],
  ["T12", "the local hour of one payment", "age and kind of payee"],
  ["K03", "whether the test and the large sum had the same partner", "any test within the hour; half the weight"],
  ["K06", "how many holders stand behind the accounts", "accounts on one device, and more of them"],
  ["K11", "refunds and the receiving side's night share", "share of round sums among many receipts"],
  ["L05", "several operators told apart", "openings on the identity within seven days"],
];
/** What may lower a score in the published practice, and has no field. */
const GAPS_LOWERED: readonly string[] = [
  "an earlier warning of the same kind that turned out to be a false alarm within ninety days",
  "a call that the bank itself made, while a transfer is judged",
];

function readPacks(): readonly LoadedPack[] {
  const sources: RuleSource[] = readdirSync(FOLDER)
    .sort()
    .flatMap((folder) =>
      ["pack.json", "examples.json"].map((name) => ({
        path: `rulepacks/${folder}/${name}`,
        text: readFileSync(path.join(FOLDER, folder, name), "utf8"),
      })),
    );
  const { packs, problems } = loadRulepacks(sources, screenEnvironment().environment, EVENT_KINDS, { categories: SCAM_CATEGORIES });
  const broken = problems.find((p) => p.severity === "error");
  if (broken !== undefined) throw new Error(`${broken.path} ${broken.jsonPath}: ${broken.message.en}`);
  return packs;
}

function weightText({ rule }: LoadedRule): string {
  const grade = String(rule.weight);
  return rule.quality === undefined ? grade : `${grade} × ${rule.quality}`;
}

function categoryText(category: string | undefined): string {
  return isScamCategory(category) ? `${SCAM_CATEGORY_NAMES[category].en} · ${SCAM_CATEGORY_NAMES[category].zh}` : "";
}

/** A condition as code; one that holds back quotes would end the span, but the language has none. */
function conditionLines(item: { readonly when?: string; readonly if: string }): readonly string[] {
  return [...(item.when === undefined ? [] : [`- applies when ${code(item.when)}`]), `- hits if ${code(item.if)}`];
}

function rulePart(loaded: LoadedRule): string {
  const { rule } = loaded;
  const marks = [rule.urgent === true ? "urgent while money moves · 资金流动时紧急" : "", rule.rule === true ? "states a rule of law · 法定" : ""].filter((mark) => mark !== "");
  return [
    `### ${rule.id} ${rule.outcome}`,
    "",
    `${rule.because.zh}`,
    "",
    `${rule.because.en}`,
    "",
    `- innocent look-alikes: ${rule.notIf.en} · 无辜情形：${rule.notIf.zh}`,
    ...conditionLines(rule),
    `- weight ${weightText(loaded)}, ${rule.family}, ${rule.kinds.join(" and ")}${rule.stage === undefined ? "" : `, ${rule.stage}`}, ${rule.mode}${marks.length === 0 ? "" : `; ${marks.join("; ")}`}`,
    `- ${rule.assumed ? "thresholds assumed: starting values of our own · 阈值为自设初始值" : "no threshold of our own · 无自设阈值"}`,
    `- basis: ${rule.basis}`,
  ].join("\n");
}

function suppressorRow({ suppressor }: LoadedSuppressor): readonly string[] {
  return [
    code(suppressor.id),
    `${suppressor.because.en} · ${suppressor.because.zh}`,
    code(suppressor.when === undefined ? suppressor.if : `${suppressor.when} && ${suppressor.if}`),
    suppressor.lowers.join(", "),
    `${suppressor.factorPermille / 10} %`,
  ];
}

function packPart({ pack, rules, suppressors, typologies }: LoadedPack): string {
  return [
    `## ${pack.title.en} · ${pack.title.zh} (${code(pack.id)} ${pack.version})`,
    table(
      ["Typology", "", "Category", "Rules", "Tell from", "Act from"],
      typologies.map(({ typology: t }) => [
        code(t.id),
        `${t.title.en} · ${t.title.zh}`,
        categoryText(t.category),
        t.rules.join(", "),
        String(t.thresholds.tellPermille),
        String(t.thresholds.actPermille),
      ]),
    ),
    ...rules.map(rulePart),
    ...(suppressors.length === 0
      ? []
      : [`### ${pack.title.en}: what lowers a score · 降低得分的情形`, table(["Id", "Because", "If", "Lowers", "Leaves"], suppressors.map(suppressorRow))]),
  ].join("\n\n");
}

export function rulesPage(packs: readonly LoadedPack[] = readPacks()): Page {
  const rules = packs.reduce((n, p) => n + p.rules.length, 0);
  const suppressors = packs.reduce((n, p) => n + p.suppressors.length, 0);
  const parts = [
    "# Rules · 规则",
    "> Generated from the rulepacks by `scripts/reference/rules.ts`; do not edit. 本页由规则包生成，请勿手工修改。",
    `${rules} rules and ${suppressors} circumstances that lower a score, in ${packs.length} packs. The packs in \`rulepacks/\` are the source; how they are written is in [the rule language](rule-language.md). Weights: H 600, M 300, L 100 of 1000. No rule reaches “act” by itself.\n\n规则包是唯一来源。单条规则不会达到处置阈值。`,
    "A reason that people read never shows a threshold, and never blames anybody. The conditions below are for those who review and tune; the thresholds marked as assumed are starting values, to be tuned on local outcomes.\n\n给当事人看的理由不含阈值；下列条件供审核与调参，标为自设的阈值应按本地结果调整。",
    ...packs.map(packPart),
    "## What events cannot carry · 事件无法承载的部分",
    "All published indicators have a rule. These rules see only part of what is described, because no event says the rest:",
    table(
      ["Rule", "Not carried", "What is used"],
      GAPS.map(([rule, missing, instead]) => [rule, missing, instead]),
    ),
    `Two circumstances that should lower a score have no field: ${GAPS_LOWERED.join("; ")}.`,
  ];
  return { path: PATH, text: `${parts.join("\n\n")}\n` };
}

if (import.meta.main) {
  const { path: file, text } = rulesPage();
  writeFileSync(path.join(ROOT, file), text);
}
