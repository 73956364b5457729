/** `duanliu lists import|export|show`: the stored lists of the data folder. A running server notices what is imported and reads it at once. */
import fs from "node:fs";
import path from "node:path";
import { systemWorld } from "../adapters/system/world.ts";
import type { Config } from "../app/config.ts";
import { loadLists, saveList } from "../app/load.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { EXPORT_FORMATS, exportEntries, type ExportFormat } from "../intel/export.ts";
import { ListImport, type ImportReport } from "../intel/import.ts";
import { IMPORT_FORMATS, type ImportFormat } from "../intel/import-row.ts";
import { CASEWORK_LIST } from "../listings/list-entry/outward.ts";
import { writeAll } from "./screen.ts";
import { Progress, type Terminal } from "./terminal.ts";

const SOME_REFUSED = 2;
const READ_BYTES = 1 << 18;

function oneOf<T extends string>(value: string, choices: readonly T[], what: string): T {
  const found = choices.find((c) => c === value);
  if (found === undefined)
    throw new ProblemError({ code: "bad-arguments", detail: `${what} is "${value}"; expected one of ${choices.join(", ")}`, value, expected: choices.join(", ") });
  return found;
}

export async function importCommand(config: Config, list: string, file: string, options: Readonly<Record<string, string | true>>, terminal: Terminal): Promise<number> {
  if (list === CASEWORK_LIST)
    throw new ProblemError({ code: "bad-arguments", detail: `the list ${CASEWORK_LIST} is made from decided entries and takes no import`, value: list, expected: "another name" });
  const dir = path.join(config.dataDir, "lists");
  const lists = loadLists(dir);
  const text = (key: string): string | undefined => (typeof options[key] === "string" ? options[key] : undefined);
  const confidence = Number(text("confidence"));
  if (!Number.isInteger(confidence) || confidence < 0 || confidence > 1000)
    throw new ProblemError({ code: "bad-arguments", detail: `confidence is "${text("confidence") ?? ""}"; expected 0 to 1000` });
  const format: ImportFormat | undefined = text("format") === undefined ? undefined : oneOf(text("format")!, IMPORT_FORMATS, "format");
  const type = text("type");
  const task = new ListImport(lists, {
    list,
    nowMs: systemWorld.nowMs(),
    mode: options["replace"] === true ? "replace" : "add",
    ...(format === undefined ? {} : { format }),
    defaults: {
      ...(type === undefined ? {} : { type }),
      kind: text("kind") ?? "flag",
      source: text("source") ?? "",
      evidence: text("evidence") ?? "published-feed",
      sharing: text("sharing") ?? "amber",
      confidencePermille: confidence,
    },
  });
  let bytes = 0;
  const progress = new Progress(file === "-" ? null : fs.statSync(file).size, terminal.language);
  for await (const chunk of file === "-" ? process.stdin : fs.createReadStream(file, { highWaterMark: READ_BYTES })) {
    task.push(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
    progress.update(bytes, task.lines);
  }
  progress.end();
  const report = task.finish();
  if (report.applied) saveList(dir, lists, list);
  tell(report, terminal);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.refusedTotal > 0 ? SOME_REFUSED : 0;
}

function tell(r: ImportReport, terminal: Terminal): void {
  terminal.say({
    zh: `名单 ${r.list}：读取 ${r.lines} 行，写入 ${r.taken} 条，重复 ${r.duplicates}，拒收 ${r.refusedTotal}${r.applied ? "" : "；未生效，原名单不变"}`,
    en: `list ${r.list}: ${r.lines} lines read, ${r.taken} entries written, ${r.duplicates} repeated, ${r.refusedTotal} refused${r.applied ? "" : "; not applied, the list stays as it was"}`,
  });
  for (const line of r.refused.slice(0, 20))
    terminal.say({
      zh: `第 ${line.line} 行：“${line.value}”：${line.why.zh}；应为 ${line.expected}`,
      en: `line ${line.line}: "${line.value}": ${line.why.en}; expected ${line.expected}`,
    });
  if (r.innocentGiants.length > 0) {
    const names = [...new Set(r.innocentGiants.map((g) => g.giant))].slice(0, 20).join(", ");
    terminal.say({ zh: `拦下 ${r.innocentGiants.length} 个大型正规站点：${names}`, en: `${r.innocentGiants.length} innocent giants caught: ${names}` });
  }
}

export async function exportCommand(config: Config, list: string, options: { readonly format: string; readonly out: string }): Promise<number> {
  const lists = loadLists(path.join(config.dataDir, "lists"));
  if (lists.list(list) === null) throw new ProblemError({ code: "not-found", detail: `there is no list ${list}`, value: list });
  const format: ExportFormat = oneOf(options.format, EXPORT_FORMATS, "format");
  const out = options.out === "-" ? 1 : fs.openSync(options.out, "w", 0o600);
  const encoder = new TextEncoder();
  for (const text of exportEntries(lists.entries(list), format)) writeAll(out, encoder.encode(text));
  if (out !== 1) fs.closeSync(out);
  return 0;
}

export async function showCommand(config: Config, identifier: string | undefined, type: string | undefined, terminal: Terminal): Promise<number> {
  const lists = loadLists(path.join(config.dataDir, "lists"));
  const nowMs = systemWorld.nowMs();
  if (identifier === undefined) {
    process.stdout.write(`${JSON.stringify({ version: lists.version, lists: lists.summaries(nowMs) }, null, 2)}\n`);
    return 0;
  }
  const found = lists.ask(identifier, type, nowMs);
  if (isMalformed(found)) throw new ProblemError({ code: "bad-arguments", detail: `"${found.what}"; expected ${found.expected}`, value: found.what, expected: found.expected });
  const explanation = found.entry === 0 ? null : lists.explainEntry(found.entry);
  if (explanation === null) {
    terminal.say({ zh: "没有名单提到它。", en: "No list mentions it." });
    return 0;
  }
  process.stdout.write(`${JSON.stringify({ identifier: found.id.text, type: found.id.type, ...explanation }, null, 2)}\n`);
  return 0;
}
