/**
 * `duanliu trace FILE --from TRANSFER|ACCOUNT`: follows money through a file of transfers, forward or back to its sources,
 * without a server. Shows a table or prints JSON, and writes GraphML, CSV and the evidence sheet when asked to. Lines that
 * are no event are reported as `screen` does, and the command then ends with 2.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Config } from "../app/config.ts";
import { PROGRAM_VERSION } from "../app/engine.ts";
import { LineReader } from "../app/line-reader.ts";
import { isMalformed, malformed, ProblemError, shorten } from "../base/problem.ts";
import { parseInstant } from "../domain/parse-event.ts";
import { traceBackward, type BackwardTrace } from "../trace/backward.ts";
import { evidenceSheet } from "../trace/evidence-sheet.ts";
import { traceCsv } from "../trace/export-csv.ts";
import { traceGraphml } from "../trace/export-graphml.ts";
import { MoneyGraph } from "../trace/graph.ts";
import { traceLimits, type TraceLimits, type TraceMethod } from "../trace/limits.ts";
import { backwardDocument, traceDocument } from "../trace/trace-document.ts";
import { pocketsOf, rootsOf, traceForward, type Trace } from "../trace/trace.ts";
import { backwardText, traceText } from "../trace/trace-text.ts";
import { Rejects } from "./rejects.ts";
import type { Terminal } from "./terminal.ts";

export interface TraceCommand {
  readonly from: string;
  readonly since?: string;
  readonly until?: string;
  readonly currency?: string;
  readonly method?: string;
  readonly hops?: string;
  readonly window?: string;
  readonly min?: string;
  readonly fanOut?: string;
  readonly backward?: true;
  readonly json?: true;
  readonly graphml?: string;
  readonly csv?: string;
  readonly evidence?: string;
  readonly rejects?: string;
}

const SOME_REFUSED = 2;
const HOUR_MS = 3_600_000;
const READ_BYTES = 1 << 20;

export async function trace(config: Config, input: string, command: TraceCommand, terminal: Terminal): Promise<number> {
  // Checked before a large file is read.
  const limits = limitsOf(command);
  const fromMs = instantOf("since", command.since);
  const untilMs = instantOf("until", command.until);
  const read = await readTransfers(input, command.rejects, terminal);
  const { graph } = read;
  const currency = command.currency?.toUpperCase();
  if (command.backward === true) {
    if (command.graphml !== undefined || command.csv !== undefined || command.evidence !== undefined) {
      throw new ProblemError({ code: "bad-arguments", detail: "--graphml, --csv and --evidence are of a forward trace; take --backward away" });
    }
    const pockets = pocketsOf(graph, command.from, currency);
    if (pockets.length > 1) {
      throw new ProblemError({ code: "bad-arguments", detail: `the account has money in ${pockets.map((p) => graph.pockets.currency(p)).join(", ")}; say --currency` });
    }
    print(command, backwardDocument, backwardText, traceBackward(graph, pockets[0], { ...limits, ...(untilMs === undefined ? {} : { untilMs }) }), config, terminal);
  } else {
    const roots = rootsOf(graph, command.from, { ...(fromMs === undefined ? {} : { fromMs }), ...(currency === undefined ? {} : { currency }) });
    const found = traceForward(graph, roots, limits);
    writeExports(command, found, { ...read, input }, config, terminal);
    print(command, traceDocument, traceText, found, config, terminal);
  }
  terminal.say({
    zh: `读入 ${graph.count} 笔交易${read.others > 0 ? `，另有 ${read.others} 个其他事件未用` : ""}；未接收 ${read.refused} 行${read.refused > 0 ? `，见 ${read.rejectsFile}` : ""}`,
    en: `${graph.count} transfers read${read.others > 0 ? `, ${read.others} other events left aside` : ""}; ${read.refused} lines refused${read.refused > 0 ? `, see ${read.rejectsFile}` : ""}`,
  });
  return read.refused > 0 ? SOME_REFUSED : 0;
}

function print<T extends Trace | BackwardTrace>(
  command: TraceCommand,
  document: (found: T) => unknown,
  text: (found: T, language: Terminal["language"], offsetMinutes: number) => string,
  found: T,
  config: Config,
  terminal: Terminal,
): void {
  process.stdout.write(command.json === true ? `${JSON.stringify(document(found))}\n` : text(found, terminal.language, config.timeZoneOffsetMinutes));
}

function writeExports(
  command: TraceCommand,
  found: Trace,
  read: { readonly graph: MoneyGraph; readonly input: string; readonly sha256: string; readonly refused: number },
  config: Config,
  terminal: Terminal,
): void {
  // They hold account numbers: for their owner only.
  const write = (file: string | undefined, make: () => string): void => {
    if (file === undefined) return;
    fs.writeFileSync(file, make(), { mode: 0o600 });
    terminal.say({ zh: `已写入 ${file}`, en: `wrote ${file}` });
  };
  write(command.graphml, () => traceGraphml(found));
  write(command.csv, () => traceCsv(found, config.timeZoneOffsetMinutes));
  write(command.evidence, () =>
    evidenceSheet(
      found,
      {
        file: read.input === "-" ? "-" : path.basename(read.input),
        sha256: read.sha256,
        transfers: read.graph.count,
        refused: read.refused,
        madeAtMs: Date.now(),
        program: `duanliu ${PROGRAM_VERSION}`,
      },
      terminal.language,
      config.timeZoneOffsetMinutes,
    ),
  );
}

/** Without `--window` a file is traced to its end: it is already somebody's choice of what to look at. */
function limitsOf(command: TraceCommand): TraceLimits {
  const hours = wholeOf("window", command.window);
  return traceLimits({
    windowMs: hours === undefined ? Infinity : hours * HOUR_MS,
    ...optional("method", command.method as TraceMethod | undefined),
    ...optional("hopsMax", wholeOf("hops", command.hops)),
    ...optional("taintMinMinor", wholeOf("min", command.min)),
    // A person who traces a file waits a little longer than a live screen does.
    fanOutMax: wholeOf("fan-out", command.fanOut) ?? 100_000,
    entriesMax: 1_000_000,
    transfersMax: 1_000_000,
  });
}

function optional<K extends keyof TraceLimits>(name: K, value: TraceLimits[K] | undefined): Partial<TraceLimits> {
  return value === undefined ? {} : { [name]: value };
}

function wholeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ProblemError({ code: "bad-arguments", detail: `--${name} is "${shorten(text)}"; expected a whole number`, at: { field: name }, value: shorten(text) });
}

function instantOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const atMs = parseInstant(text);
  if (!isMalformed(atMs)) return atMs;
  throw new ProblemError({
    code: "bad-arguments",
    detail: `--${name} is "${atMs.what}"; expected ${atMs.expected}`,
    at: { field: name },
    value: atMs.what,
    expected: atMs.expected,
  });
}

interface ReadTransfers {
  readonly graph: MoneyGraph;
  readonly sha256: string;
  /** Events of other kinds. */
  readonly others: number;
  readonly refused: number;
  readonly rejectsFile: string;
}

async function readTransfers(input: string, rejectsFile: string | undefined, terminal: Terminal): Promise<ReadTransfers> {
  if (input !== "-") fs.accessSync(input, fs.constants.R_OK);
  const graph = new MoneyGraph();
  const hash = createHash("sha256");
  const rejects = new Rejects(terminal, input, rejectsFile);
  let events = 0;
  let transfers = 0;
  const reader = new LineReader({
    batch(batch, lines) {
      events += batch.count;
      const { added, repeated, conflicts } = graph.apply(batch, lines);
      transfers += added + repeated + conflicts.length;
      for (const { index, id } of conflicts) {
        rejects.add({ ...malformed(id, "an id that no other transfer of the file has"), field: "id", line: lines[index] });
      }
    },
    refused: (refusal) => rejects.add(refusal),
  });
  try {
    for await (const chunk of input === "-" ? process.stdin : fs.createReadStream(input, { highWaterMark: READ_BYTES })) {
      hash.update(chunk as Uint8Array);
      reader.push(chunk as Uint8Array);
    }
    reader.end();
  } finally {
    rejects.close();
  }
  if (reader.ignored.size > 0) {
    const names = [...reader.ignored].map(([name, n]) => `${name} ×${n}`).join(", ");
    terminal.say({ zh: `未知字段已忽略：${names}`, en: `Unknown fields were ignored: ${names}` });
  }
  return { graph, sha256: hash.digest("hex"), others: events - transfers, refused: rejects.count, rejectsFile: rejects.file };
}
