/**
 * Makes the text models: `node scripts/train/text.ts --zh FILE[,FILE] --en FILE [--dialogues FILE] --out platform/models`.
 * Same files and seed, same bytes. Rows are split by cluster; every figure in the card is of rows that the model which
 * scored them had not seen; hyper-parameters of zh were chosen on folds 0–3 and fold 4 is the test, those of en are
 * chosen inside each outer fold. The shipped model is then fitted on all rows.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { categoryExamples, readDialogues } from "./text-categories.ts";
import { crossValidateEn, crossValidateZh, examplesEn, examplesZh, leaveSourceOut, planEn, planZh, pickPlanEn, EN_LANES, ZH_LANES, type Figures } from "./text-evaluate.ts";
import { modelFile, train } from "./text-features.ts";
import { readTexts } from "./text-data.ts";
import { writeCard } from "./text-card.ts";

const CATEGORY_SLOTS_LOG2 = 15;

const { values } = parseArgs({
  options: {
    zh: { type: "string" },
    en: { type: "string" },
    dialogues: { type: "string" },
    out: { type: "string", default: "platform/models" },
    seed: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help === true || (values.zh === undefined && values.en === undefined)) {
  console.log(`usage: node scripts/train/text.ts --zh FILE[,FILE] --en FILE[,FILE] [--dialogues FILE] [--out DIR] [--seed N] [--quick]
  FILE       NDJSON, gzip when it ends in .gz: {"id","text","label","detail"?,"cluster"?,"source"?} per line;
             label fraud, illegal, marketing, or anything else for ordinary texts
  --dialogues  NDJSON of calls {left:[…], fraud_type, is_fraud}: used for categories only
  --quick    skip the measurements (thresholds and temperature then come from one fold)`);
  process.exit(values.help === true ? 0 : 64);
}

const seed = Number(values.seed);
const out = values.out;
mkdirSync(out, { recursive: true });
const digestOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
const log = (line: string): void => console.error(line);

function save(language: "zh" | "en", file: Buffer, figures: Figures, data: readonly string[], settings: unknown): void {
  const path = join(out, `text-${language}.bin`);
  writeFileSync(path, file);
  const record = {
    model: basename(path),
    bytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
    seed,
    settings,
    data: data.map((p) => ({ file: basename(p), sha256: digestOf(p) })),
    figures,
  };
  writeFileSync(join(out, `text-${language}.json`), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(join(out, `text-${language}.md`), writeCard(language, record));
  log(`${path}: ${file.length} bytes`);
}

if (values.zh !== undefined) {
  const files = values.zh.split(",");
  const rows = files.flatMap((path) => readTexts(path));
  const dialogues = values.dialogues === undefined ? [] : readDialogues(values.dialogues);
  const plan = planZh(seed);
  const result = crossValidateZh(rows, dialogues, plan, values.quick ? 1 : 5, log);
  if (!values.quick) result.figures.leaveSourceOut = leaveSourceOut(rows, plan, log);
  const weights = train(examplesZh(rows, plan, seed), plan, 4);
  const categories = categoryExamples(rows, dialogues, plan.grams);
  const file = modelFile({
    plan: plan.grams,
    weights,
    classOfLane: ZH_LANES,
    categories: categories.names,
    categoryWeights: categories.names.length < 2 ? null : train(categories.examples, categories.plan, categories.names.length, CATEGORY_SLOTS_LOG2),
    categorySlotsLog2: CATEGORY_SLOTS_LOG2,
    categoryFromPermille: 200,
    temperature: result.temperature,
    thresholds: result.thresholds,
  });
  result.figures.categoryRows = categories.counts;
  save("zh", file, result.figures, values.dialogues === undefined ? files : [...files, values.dialogues], plan);
}

if (values.en !== undefined) {
  const files = values.en.split(",");
  const rows = files.flatMap((path) => readTexts(path));
  const result = crossValidateEn(rows, seed, values.quick ? 1 : 5, log);
  const plan = pickPlanEn(rows, seed, log) ?? planEn(seed);
  const file = modelFile({
    plan: plan.grams,
    weights: train(examplesEn(rows, plan), plan, 3),
    classOfLane: EN_LANES,
    categories: [],
    categoryWeights: null,
    categorySlotsLog2: 8,
    categoryFromPermille: 1000,
    temperature: result.temperature,
    thresholds: result.thresholds,
  });
  save("en", file, result.figures, files, plan);
}
