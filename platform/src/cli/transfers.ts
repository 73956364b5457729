/**
 * `duanliu transfers import STATEMENT.csv`: a bank or wallet statement to transfer events (NDJSON) that `trace`, `screen` and
 * the server read. Says which layout was recognised, what was left out and why; refused rows are reported as `screen`
 * does, and the command then ends with 2.
 */
import fs from "node:fs";
import { ProblemError, shorten } from "../base/problem.ts";
import { importStatement, type ImportedStatement, type SkipReason, type StatementQuestion } from "../trace/statement.ts";
import { STATEMENT_BYTES_MAX } from "../trace/statement-text.ts";
import { STATEMENT_FIELDS, type StatementField } from "../trace/statement-layout-table.ts";
import { transferEvent } from "../trace/transfer-event.ts";
import { Rejects } from "./rejects.ts";
import type { Bilingual, Terminal } from "./terminal.ts";

export interface ImportCommand {
  readonly out: string;
  readonly layout?: string;
  readonly map?: string;
  readonly institution?: string;
  readonly account?: string;
  readonly counterInstitution?: string;
  readonly currency?: string;
  readonly zone?: string;
  readonly unit?: string;
  readonly dateOrder?: string;
  readonly index?: string;
  readonly rejects?: string;
}

const SOME_REFUSED = 2;

const SKIPPED: Readonly<Record<SkipReason, Bilingual>> = {
  total: { zh: "合计行", en: "totals" },
  "no-transaction": { zh: "非交易行", en: "no transaction" },
  "not-completed": { zh: "未完成的交易", en: "not completed" },
  neutral: { zh: "不计收支", en: "neither in nor out" },
  "no-amount": { zh: "无金额", en: "no amount" },
  duplicate: { zh: "重复行", en: "doubles" },
};

export async function importTransfers(input: string, command: ImportCommand, terminal: Terminal): Promise<number> {
  const question = questionOf(command);
  const rejects = new Rejects(terminal, input, command.rejects);
  const statement = importStatement(input === "-" ? await standardInput() : readWhole(input), question);
  for (const refusal of statement.refused) rejects.add(refusal);
  rejects.close();
  const lines = statement.transfers.map((t) => JSON.stringify(transferEvent(t)));
  const text = lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  if (command.out === "-") process.stdout.write(text);
  // It holds account numbers: for its owner only.
  else fs.writeFileSync(command.out, text, { mode: 0o600 });
  if (command.index !== undefined) {
    fs.writeFileSync(command.index, statement.transfers.map((t) => `${JSON.stringify({ id: t.id, file: input, line: t.line })}\n`).join(""), { mode: 0o600 });
  }
  summarise(statement, rejects, terminal);
  return rejects.count > 0 ? SOME_REFUSED : 0;
}

function readWhole(file: string): Uint8Array {
  const stat = fs.statSync(file);
  if (stat.isDirectory()) throw new ProblemError({ code: "input-missing", detail: `${file} is a folder; expected a statement as CSV`, at: { file } });
  if (stat.size > STATEMENT_BYTES_MAX) throw new ProblemError({ code: "too-large", detail: `${file} has ${stat.size} bytes; at most ${STATEMENT_BYTES_MAX}`, at: { file } });
  return fs.readFileSync(file);
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
    if (bytes > STATEMENT_BYTES_MAX) throw new ProblemError({ code: "too-large", detail: `more than ${STATEMENT_BYTES_MAX} bytes` });
  }
  return Buffer.concat(chunks);
}

function questionOf(command: ImportCommand): StatementQuestion {
  const zone = command.zone;
  if (zone !== undefined && !isZone(zone)) throw wrong("zone", zone, "an IANA zone such as Asia/Shanghai, or an offset such as +08:00");
  return {
    ...given("layout", command.layout),
    ...given("map", command.map === undefined ? undefined : mapOf(command.map)),
    ...given("institution", command.institution),
    ...given("account", command.account),
    ...given("counterInstitution", command.counterInstitution),
    ...given("currency", command.currency?.toUpperCase()),
    ...given("zone", zone),
    ...given("unit", oneOf("unit", command.unit, ["main", "minor", "wan"] as const)),
    ...given("dateOrder", oneOf("date-order", command.dateOrder, ["ymd", "dmy", "mdy"] as const)),
  };
}

function given<K extends keyof StatementQuestion>(name: K, value: StatementQuestion[K] | undefined): Pick<StatementQuestion, K> | Record<string, never> {
  return value === undefined ? {} : ({ [name]: value } as Pick<StatementQuestion, K>);
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function oneOf<T extends string>(name: string, text: string | undefined, values: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const value = values.find((v) => v === text);
  if (value === undefined) throw wrong(name, text, `one of ${values.join(", ")}`);
  return value;
}

/** `date=交易日期,out=支出,in=收入`. */
function mapOf(text: string): Readonly<Partial<Record<StatementField, string>>> {
  const map: Partial<Record<StatementField, string>> = {};
  for (const part of text.split(",")) {
    const equals = part.indexOf("=");
    const field = STATEMENT_FIELDS.find((f) => f === part.slice(0, Math.max(0, equals)).trim());
    if (field === undefined || equals === part.length - 1) throw wrong("map", part, `FIELD=COLUMN, separated by commas; fields are ${STATEMENT_FIELDS.join(", ")}`);
    map[field] = part.slice(equals + 1).trim();
  }
  return map;
}

function wrong(name: string, value: string, expected: string): ProblemError {
  return new ProblemError({ code: "bad-arguments", detail: `--${name} is "${shorten(value)}"; expected ${expected}`, at: { field: name }, value: shorten(value), expected });
}

function summarise(s: ImportedStatement, rejects: Rejects, terminal: Terminal): void {
  const reasons = new Map<SkipReason, number>();
  for (const { reason } of s.skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const left = (language: keyof Bilingual): string => [...reasons].map(([reason, n]) => `${SKIPPED[reason][language]} ${n}`).join(language === "zh" ? "、" : ", ");
  terminal.say({
    zh: `版式 ${s.layout}，编码 ${s.encoding}，表头在第 ${s.headerLine} 行：${s.transfers.length} 笔交易${s.skipped.length > 0 ? `；略去 ${s.skipped.length} 行（${left("zh")}）` : ""}；未接收 ${rejects.count} 行${rejects.count > 0 ? `，见 ${rejects.file}` : ""}`,
    en: `layout ${s.layout}, ${s.encoding}, header in line ${s.headerLine}: ${s.transfers.length} transfers${s.skipped.length > 0 ? `; ${s.skipped.length} lines left out (${left("en")})` : ""}; ${rejects.count} lines refused${rejects.count > 0 ? `, see ${rejects.file}` : ""}`,
  });
  if (s.withoutTime > 0) {
    terminal.say({
      zh: `${s.withoutTime} 行没有时刻：按账单顺序排在当日零点之后，每笔相隔一毫秒`,
      en: `${s.withoutTime} lines have no time of day: they follow midnight in the statement's order, a millisecond apart`,
    });
  }
  if (s.perhapsDouble > 0) {
    terminal.say({
      zh: `${s.perhapsDouble} 行与另一行完全相同，且无流水号或余额可辨：均已保留，请核对`,
      en: `${s.perhapsDouble} lines equal another in everything, with no serial number or balance to tell them apart: kept, please check`,
    });
  }
}
