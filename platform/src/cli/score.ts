/** `duanliu score text|host|subscriber FILE|-`: the models alone, one JSON object a line, without rules and lists. */
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import type { Readable } from "node:stream";
import type { Config } from "../app/config.ts";
import { loadHostJudge, loadTextJudge, readBytes } from "../app/load.ts";
import { isMalformed, shorten } from "../base/problem.ts";
import { parseHostName } from "../domain/host-name.ts";
import { explainSubscriber, loadSubscriberModel, scoreSubscriber } from "../subscribers/subscriber-model.ts";
import { SubscriberTableReader, type SubscriberRow } from "../subscribers/table.ts";
import { newTextJudgement } from "../text/judge.ts";
import { writeAll } from "./screen.ts";

const SOME_REFUSED = 2;
const LINE_CHARACTERS_MAX = 1 << 20;
/** Reasons shown with --explain. */
const REASONS_MAX = 5;
const WRITE_CHARACTERS = 1 << 16;

export type ScoreKind = "text" | "host" | "subscriber";

export async function score(config: Config, kind: ScoreKind, file: string, explain: boolean): Promise<number> {
  // A missing file is said before any model is loaded, and before a stream of it fails with nobody listening.
  if (file !== "-") fs.accessSync(file, fs.constants.R_OK);
  const input: Readable = file === "-" ? process.stdin : fs.createReadStream(file);
  switch (kind) {
    case "text":
      return scoreRows(input, textScorer(config, explain));
    case "host":
      return scoreRows(input, hostScorer(config, explain));
    case "subscriber":
      return scoreSubscribers(config, input, explain);
  }
}

type Row = Readonly<Record<string, unknown>>;
type Scorer = (row: Row) => Readonly<Record<string, unknown>> | string;

function textScorer(config: Config, explain: boolean): Scorer {
  const judge = loadTextJudge(config.modelsDir);
  const out = newTextJudgement();
  return (row) => {
    const { text } = row;
    if (typeof text !== "string") return `text: "${shorten(text ?? "nothing")}"; expected a text`;
    judge.judge(text, out);
    return { scam: judge.fraud, category: out.category, ...(explain ? { language: out.language, because: judge.explain(text, REASONS_MAX) } : {}) };
  };
}

function hostScorer(config: Config, explain: boolean): Scorer {
  const judge = loadHostJudge(config.modelsDir);
  return (row) => {
    const host = typeof row["host"] === "string" ? parseHostName(row["host"]) : null;
    if (host === null) return `host: "${shorten(row["host"] ?? "nothing")}"; expected a host name`;
    if (isMalformed(host)) return `host: "${host.what}"; expected ${host.expected}`;
    return { scam: judge.judge(host) / 1000, ...(explain ? { because: judge.explain(host, REASONS_MAX) } : {}) };
  };
}

/** NDJSON rows with an `id`; a refused row is said on stderr with its line and the rest goes on. */
async function scoreRows(input: Readable, scorer: Scorer): Promise<number> {
  let line = 0;
  let refused = 0;
  let text = "";
  const flush = (): void => {
    writeAll(1, Buffer.from(text));
    text = "";
  };
  const refuse = (why: string): void => {
    refused++;
    process.stderr.write(`line ${line}: ${why}\n`);
  };
  for await (const raw of readline.createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (raw.trim() === "") continue;
    if (raw.length > LINE_CHARACTERS_MAX) {
      refuse(`a line of ${raw.length} characters; expected at most ${LINE_CHARACTERS_MAX}`);
      continue;
    }
    let row: unknown;
    try {
      row = JSON.parse(raw);
    } catch {
      refuse(`"${shorten(raw)}"; expected one JSON object a line`);
      continue;
    }
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      refuse(`"${shorten(raw)}"; expected a JSON object`);
      continue;
    }
    const { id } = row as Row;
    if (typeof id !== "string" && typeof id !== "number") {
      refuse(`id: "${shorten(id ?? "nothing")}"; expected a text or a number`);
      continue;
    }
    const result = scorer(row as Row);
    if (typeof result === "string") {
      refuse(result);
      continue;
    }
    text += `${JSON.stringify({ id, ...result })}\n`;
    if (text.length > WRITE_CHARACTERS) flush();
  }
  flush();
  return refused > 0 ? SOME_REFUSED : 0;
}

/** A wrong cell ends the table: columns that do not fit would make every score after it wrong. */
async function scoreSubscribers(config: Config, input: Readable, explain: boolean): Promise<number> {
  const model = loadSubscriberModel(readBytes(path.join(config.modelsDir, "subscriber.txt")));
  const reader = new SubscriberTableReader();
  const print = (rows: readonly SubscriberRow[]): void => {
    const lines = rows.map(({ id, values }) => {
      const because = explain
        ? { because: explainSubscriber(model, values, REASONS_MAX).map(({ zh, en, value, contribution }) => ({ zh, en, value: Number.isNaN(value) ? null : value, contribution })) }
        : {};
      return `${JSON.stringify({ id, scam: scoreSubscriber(model, values), ...because })}\n`;
    });
    if (lines.length > 0) writeAll(1, Buffer.from(lines.join("")));
  };
  input.setEncoding("utf8");
  for await (const piece of input) print(reader.read(piece as string));
  print(reader.end());
  return 0;
}
