/**
 * Which rows teach which kind of scam. Labels come from the data's own `detail` field and, for kinds only, from
 * machine-written call dialogues (they say nothing about detection, so they never touch the four classes). Kinds
 * without rows stay unknown to the model; the card lists them.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { ScamCategory } from "../../platform/src/domain/scam-category.ts";
import type { GramPlan } from "../../platform/src/text/linear.ts";
import type { LabelledText } from "./text-data.ts";
import { featuresOf, type Example, type TrainPlan } from "./text-features.ts";

const OF_DETAIL: Readonly<Record<string, ScamCategory>> = {
  "class 冒充公检法及政府机关类": "AUTHORITY",
  "class 贷款、代办信用卡类": "LOAN",
  "class 冒充客服服务": "CS_REFUND",
  "class 冒充领导、熟人类": "BOSS_FRIEND",
  "FR:Financial": "FAKE_INVEST",
  "FR:Phishing(Bank)": "NET_BLACK",
  "FR:Phishing(Other)": "NET_BLACK",
};

const OF_DIALOGUE: Readonly<Record<string, ScamCategory>> = {
  投资诈骗: "FAKE_INVEST",
  彩票诈骗: "LOTTERY_PRIZE",
  客服诈骗: "CS_REFUND",
  邮件诈骗: "CS_REFUND",
  银行诈骗: "NET_BLACK",
  钓鱼诈骗: "NET_BLACK",
  身份盗窃: "NET_BLACK",
};

/** Job bait is filed under marketing in the data; these words mark it. */
const JOB_BAIT = /刷单|刷信誉|刷信用|返佣|日结|刷單|兼职.{0,12}(?:日赚|手机|佣金)/;

export function categoryOf(row: LabelledText): ScamCategory | null {
  const direct = OF_DETAIL[row.detail];
  if (direct !== undefined) return direct;
  if (row.detail === "AD:Loan") return "LOAN";
  if (row.detail === "AD:Other" && JOB_BAIT.test(row.text)) return "TASK_REBATE";
  return null;
}

export interface Dialogue {
  readonly text: string;
  readonly category: ScamCategory;
}

/** The caller's first turns of each scam call, as one text. */
export function readDialogues(path: string): Dialogue[] {
  const bytes = readFileSync(path);
  const out: Dialogue[] = [];
  for (const line of (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n")) {
    if (line.trim() === "") continue;
    const row = JSON.parse(line) as { left?: string[]; fraud_type?: string };
    const category = OF_DIALOGUE[row.fraud_type ?? ""];
    if (category !== undefined && row.left !== undefined) out.push({ text: row.left.slice(0, 3).join(""), category });
  }
  return out;
}

export interface CategoryTraining {
  readonly names: ScamCategory[];
  readonly examples: Example[];
  readonly plan: TrainPlan;
  readonly counts: Record<string, { texts: number; dialogues: number }>;
}

export function categoryExamples(rows: readonly LabelledText[], dialogues: readonly Dialogue[], grams: GramPlan): CategoryTraining {
  const labelled = rows.flatMap((row) => {
    const category = categoryOf(row);
    return category === null ? [] : [{ text: row.text, category, weight: row.label === "fraud" ? 1 : 0.5, dialogue: false }];
  });
  // Many and all alike: a fifth of the weight, so that they fill gaps and do not drown real messages.
  for (const { text, category } of dialogues) labelled.push({ text, category, weight: 0.2, dialogue: true });
  const counts: Record<string, { texts: number; dialogues: number }> = {};
  for (const { category, dialogue } of labelled) {
    const c = (counts[category] ??= { texts: 0, dialogues: 0 });
    if (dialogue) c.dialogues++;
    else c.texts++;
  }
  const names = Object.keys(counts).sort() as ScamCategory[];
  const examples = labelled.map(({ text, category, weight }) => ({ features: featuresOf(text, grams), label: names.indexOf(category), weight }));
  return { names, examples, plan: { grams, denseValue: 0, examplesMin: 2, epochs: 8, rate: 0.3, penalty: 1e-5, seed: 3 }, counts };
}
