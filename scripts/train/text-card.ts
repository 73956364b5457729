/** Writes a model card from the record of one training run: what a reader must know before trusting the model. */
import { SCAM_CATEGORIES } from "../../platform/src/domain/scam-category.ts";

interface Recall {
  readonly positives: number;
  readonly negatives: number;
  readonly recallAt1Permille: number;
  readonly recallAt10Permille: number;
  readonly f1AtHalf: number;
}

// Rounded down: a bar is met or it is not.
const n3 = (v: unknown): string => (typeof v === "number" && Number.isFinite(v) ? (Math.floor(v * 1000) / 1000).toFixed(3) : "–");
const line = (name: string, r: Recall | undefined): string =>
  r === undefined ? "" : `| ${name} | ${r.positives} / ${r.negatives} | ${n3(r.recallAt1Permille)} | ${n3(r.recallAt10Permille)} | ${n3(r.f1AtHalf)} |\n`;

export interface TrainingRecord {
  readonly model: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly seed: number;
  readonly settings: unknown;
  readonly data: readonly { readonly file: string; readonly sha256: string }[];
  readonly figures: Record<string, unknown>;
}

export function writeCard(language: "zh" | "en", record: TrainingRecord): string {
  const f = record.figures as Record<string, Record<string, Recall>> & Record<string, unknown>;
  const head = "| rows | scam / not scam | recall at 0.1 % false alarms | at 1 % | F1 at 0.5 |\n|---|---|---|---|---|\n";
  let s = `# Text model, ${language === "zh" ? "Chinese" : "English"}\n\n`;
  s += `\`${record.model}\`, ${record.bytes} bytes, SHA-256 \`${record.sha256}\`. A linear model over hashed character n-grams of the normalised text, with word groups and shape bits; ${language === "zh" ? "classes fraud, illegal, marketing, ordinary, and a second table for the kind of scam" : "classes fraud, marketing, ordinary (illegal has no data and is always 0); no kinds of scam"}. Made by \`scripts/train/text.ts\` with seed ${record.seed}.\n\n`;
  s += "## Data and licence\n\n";
  for (const d of record.data) s += `- \`${d.file}\`, SHA-256 \`${d.sha256}\`\n`;
  s +=
    language === "zh"
      ? "\nSources: `fbs_sms`, real fake-base-station messages of the CCS 2020 paper “Lies in the Air” (no licence stated, “cite”), anonymised and filled in again; `zh_spam_sms_50k` (no licence stated); `telecom_fraud_texts_5` (GPL-3.0 file, “research only”), whose scam side is machine-written; call dialogues of TeleAntiFraud (Apache-2.0, machine-written), for kinds of scam only. **Research use is what these sources allow: retrain on your own messages before commercial use.** No row is in this repository.\n\n"
      : "\nSource: SMS of Mishra and Soni (CC BY 4.0), mostly British and Indian messages of about 2004 to 2020. No row is in this repository.\n\n";
  s += "## Split\n\nNear-duplicates (`cluster`) stay on one side of every split. ";
  s +=
    language === "zh"
      ? "Five folds by a hash of the cluster; settings were chosen on folds 0 to 3, fold 4 is the test. Positive: real phishing and financial fraud of `fbs_sms`; negative: every row that is not fraud. Of the positives of the whole data, 290 are one template: the rows “one per cluster” count it once. Disguise for the figures comes from a kit of its own: no swap in it is in the normaliser's lists or in the training copies, no sign or invisible character in the training copies (the normaliser undoes signs, invisible characters and digit styles by class, so it knows those in general). The shipped file is fitted on all rows afterwards; thresholds and temperature come from the five folds.\n\n"
      : "Five folds by a hash of the cluster, settings chosen by three inner folds inside each (nested), out-of-fold scores pooled. The shipped file is fitted on all rows afterwards.\n\n";
  s += `## Figures\n\n${head}`;
  if (language === "zh") {
    for (const [key, name] of [
      ["test", "test fold"],
      ["crossValidated", "five folds"],
    ] as const) {
      const g = f[key];
      if (g === undefined) continue;
      s +=
        line(name, g["plain"]) +
        line(`${name}, one per cluster`, g["plainOnePerCluster"]) +
        line(`${name}, disguised`, g["disguised"]) +
        line(`${name}, disguised, one per cluster`, g["disguisedOnePerCluster"]);
    }
    const c = f["f1AtHalfCalibrated"] as unknown as Record<string, number> | undefined;
    if (c !== undefined)
      s += `\nF1 at 0.5 after calibration, five folds: ${n3(c["plain"])}, disguised ${n3(c["disguised"])}. Macro-F1 of the kind of scam over the real labels, five folds: ${n3(f["categoryMacroF1"])} (a row whose fraud chance is 0 gets a kind too, here).\n`;
    const l = f["leaveSourceOut"] as unknown as Record<string, Record<string, number>> | undefined;
    if (l !== undefined) {
      s +=
        "\n### Without one source\n\nTrained on the other sources, scored on the one left out: how little one collection says about another.\n\n| source left out | fraud / other rows | recall at 0.5 | false alarms at 0.5 | recall at 1 % |\n|---|---|---|---|---|\n";
      for (const [source, v] of Object.entries(l))
        s += `| ${source} | ${v["fraudRows"]} / ${v["otherRows"]} | ${n3(v["recallAtHalf"])} | ${n3(v["falseAlarmsAtHalf"])} | ${n3(v["recallAt10Permille"])} |\n`;
    }
    const rows = f["categoryRows"] as unknown as Record<string, { texts: number; dialogues: number }> | undefined;
    if (rows !== undefined) {
      s += "\n### Kinds of scam\n\n| kind | texts | call dialogues |\n|---|---|---|\n";
      for (const [kind, c2] of Object.entries(rows)) s += `| ${kind} | ${c2.texts} | ${c2.dialogues} |\n`;
      s += `\nBank and operator phishing counts as NET_BLACK, loan advertisements as LOAN, job bait (found by words among advertisements, a weak label) as TASK_REBATE. Without data, and therefore never said: ${SCAM_CATEGORIES.filter((kind) => rows[kind] === undefined).join(", ")}.\n`;
    }
  } else {
    s += line("five folds, nested", f["crossValidated"] as unknown as Recall) + line("the same, spam left out of the harmless rows", f["againstOrdinary"] as unknown as Recall);
    s += `\nF1 at 0.5 after calibration: ${n3(f["f1AtHalfCalibrated"])}. The labels set a ceiling: 35 clusters hold nearly the same message both as smishing and as spam, and 0.1 % of the harmless rows are three messages. Among the harmless rows that score highest are messages labelled spam whose near-twin in the same cluster is labelled smishing.\n`;
  }
  s += "\n## Limits\n\n";
  s +=
    language === "zh"
      ? "- The real scam messages are of about 2015 to 2018; the newer ones were written by a language model.\n- Punctuation is left out of the n-grams on purpose: the real messages lost theirs, so it would tell the set, not the scam.\n- Job bait is labelled marketing in the data and is judged so; the word group `jobRebate` marks it.\n- Signs of a real bank's or operator's notice and of its imitation are nearly the same: never block on this score alone.\n- Long texts dilute a short scam passage.\n"
      : "- Old messages: prizes, premium numbers, ring tones. Parcel, “hi mum” and bank-code scams of today are hardly in it.\n- Other languages in Latin letters are read with this model and mean nothing.\n- Spam that only costs money per message is labelled either way in the data.\n";
  s += `\n## Retrain\n\n\`\`\`sh\nnode scripts/train/text.ts --${language} own.ndjson --out platform/models\n\`\`\`\n\nOne JSON object per line: \`{"id","text","label","detail"?,"cluster"?,"source"?}\`; label \`fraud\`, \`illegal\`, \`marketing\`, anything else is ordinary. Give near-duplicates the same \`cluster\`, otherwise the figures flatter. Rows with label \`fraud\` and no \`source\` count as positives.\n`;
  return s;
}
