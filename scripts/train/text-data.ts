/**
 * Reads labelled texts, `{id, text, label, detail?, cluster?, source?}` per NDJSON line (gzip by name), and splits them.
 * Near-duplicates share a cluster and stay on one side of every split. Placeholders that some sets left in the text
 * (DIGIT, NAME …) are filled in again, otherwise a model would learn the set instead of the message.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { hashText } from "../../platform/src/base/hash.ts";
import type { Prng } from "../../platform/src/base/prng.ts";

export interface LabelledText {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly detail: string;
  readonly cluster: string;
  readonly source: string;
}

/** The whole file in memory: a hundred thousand texts are some tens of MB. Throws with file and line on a bad row. */
export function readTexts(path: string, rowsMax = 2_000_000): LabelledText[] {
  const bytes = readFileSync(path);
  const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
  const rows: LabelledText[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === "") continue;
    let row: Record<string, unknown>;
    try {
      row = JSON.parse(line) as Record<string, unknown>;
    } catch {
      throw new Error(`${path}, line ${i + 1}: not JSON: ${line.slice(0, 40)}`);
    }
    if (typeof row["text"] !== "string" || typeof row["label"] !== "string") throw new Error(`${path}, line ${i + 1}: expected string fields "text" and "label"`);
    const id = String(row["id"] ?? i + 1);
    rows.push({ id, text: row["text"], label: row["label"], detail: String(row["detail"] ?? ""), cluster: String(row["cluster"] ?? id), source: String(row["source"] ?? "own") });
    if (rows.length > rowsMax) throw new Error(`${path}: more than ${rowsMax} rows`);
  }
  return rows;
}

/** A cluster's place in [0, 1), the same in every run: folds and splits are cut from it. */
export function clusterPlace(cluster: string): number {
  return hashText(cluster, 0x51ab3e11) / 4294967296;
}

export function foldOf(row: LabelledText, folds: number): number {
  return Math.floor(clusterPlace(row.cluster) * folds);
}

const SURNAMES = [..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"];
const PLACES = ["北京", "上海", "广州", "成都", "武汉", "南京", "西安", "长沙", "济南", "福州", "昆明", "合肥"];

/** Fills placeholders of anonymised sets with made-up values. Text without any comes back unchanged. */
export function fillPlaceholders(text: string, chance: Prng): string {
  if (!/DIGIT|NAME|PLACE|URL|PHONE|TIME|&lt;#&gt;/.test(text)) return text;
  const digits = (n: number): string => Array.from({ length: n }, () => String(chance.int(10))).join("");
  return text
    .replace(/(?:DIGIT)+/g, () => digits(1 + chance.int(4)))
    .replace(/(?:NAME)+/g, () => chance.pick(SURNAMES) + chance.pick(["先生", "女士", "某", "经理"]))
    .replace(/(?:PLACE)+/g, () => chance.pick(PLACES))
    .replace(/URL[a-z]*/g, () => `http://${Array.from({ length: 5 }, () => "abcdefghjkmnpqrstuvwxyz"[chance.int(23)]).join("")}.com/${digits(2)}`)
    .replace(/PHONE/g, () => `13${digits(9)}`)
    .replace(/TIME/g, () => `${1 + chance.int(12)}月`)
    .replace(/&lt;#&gt;/g, () => digits(2));
}
