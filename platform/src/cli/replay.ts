/**
 * `duanliu replay`: the log judged again, from its beginning and with empty state, by the rules in force, by others, or each
 * frame by its own: what would change, as a table. With other models, events whose text was not kept cannot be judged again:
 * they are counted, not guessed.
 */
import path from "node:path";
import { openEventLog } from "../adapters/embedded/event-log.ts";
import type { Config } from "../app/config.ts";
import { LIMITS } from "../app/limits.ts";
import { loadHostJudge, loadLists, loadTextJudge, readRulesInForce, readRuleSources } from "../app/load.ts";
import { newScreener, seedOf } from "../app/engine.ts";
import { RuleArchive } from "../app/rule-archive.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { EventBatch, RECORD_WORDS, STORED, W } from "../domain/record.ts";
import { ACTIONS, type Action } from "../domain/verdict.ts";
import { Annotator, clearAnnotations, SIGNATURE_BYTES } from "../screen/annotate.ts";
import { screenEnvironment } from "../screen/environment.ts";
import { decodeFrame, readDetails } from "../screen/frame.ts";
import { publishRules } from "../screen/publish.ts";
import { V, VERDICT_WORDS, VerdictBatch, type VerdictDetails } from "../screen/verdict-batch.ts";
import type { Terminal } from "./terminal.ts";

export interface ReplayReport {
  readonly events: number;
  /** Verdict rows that came out byte for byte as logged. */
  readonly identical: number;
  readonly actionChanged: number;
  /** Logged action → new action → count, only where they differ or agree with a count. */
  readonly table: Readonly<Record<Action, Readonly<Record<Action, number>>>>;
  /** Rule → hits logged and hits now. */
  readonly rules: Readonly<Record<string, { readonly before: number; readonly now: number }>>;
  /** Events that another model cannot judge because their text was not kept. */
  readonly textGone: number;
  /** Ids of the first of them. */
  readonly textGoneIds: readonly string[];
  readonly rulesVersion: string;
}

/** Ids named one by one; the rest are counted. */
const TEXT_GONE_SHOWN = 1_000;
const MESSAGE = EVENT_KINDS.indexOf("message");

export interface ReplayOptions {
  readonly rulepacks?: string;
  readonly models?: string;
  /** Each frame by the rules that judged it then: nothing may come out otherwise. */
  readonly asLogged?: true;
  readonly json?: true;
}

export async function replay(config: Config, options: ReplayOptions, terminal: Pick<Terminal, "say">): Promise<number> {
  const env = screenEnvironment();
  const rules = publishRules(options.rulepacks === undefined ? readRulesInForce(config) : readRuleSources(options.rulepacks), env);
  const archive = options.asLogged === true ? new RuleArchive(path.join(config.dataDir, "rulepacks")) : null;
  const screener = newScreener(rules, config);
  const annotator =
    options.models === undefined
      ? null
      : new Annotator({ lists: loadLists(path.join(config.dataDir, "lists")), text: loadTextJudge(options.models), host: loadHostJudge(options.models) });
  const log = await openEventLog({ directory: path.join(config.dataDir, "log") });
  const table = Object.fromEntries(ACTIONS.map((a) => [a, Object.fromEntries(ACTIONS.map((b) => [b, 0]))])) as Record<Action, Record<Action, number>>;
  const hits = new Map<string, { before: number; now: number }>();
  const count = (rule: string, when: "before" | "now"): void => {
    const entry = hits.get(rule) ?? { before: 0, now: 0 };
    entry[when]++;
    hits.set(rule, entry);
  };
  let events = 0;
  let identical = 0;
  let actionChanged = 0;
  let textGone = 0;
  const textGoneIds: string[] = [];
  try {
    for await (const logged of log.read("start")) {
      const frame = decodeFrame(logged.payload);
      if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `the frame at ${logged.position}: ${frame.what}, expected ${frame.expected}` });
      const batch = annotator === null ? frame.batch : withRoom(frame.batch);
      if (annotator !== null) {
        for (let i = 0; i < batch.count; i++) {
          const base = i * RECORD_WORDS;
          if (batch.words[base + W.kind] === MESSAGE && (batch.words[base + W.stored] & STORED.textErased) !== 0) {
            textGone++;
            if (textGoneIds.length < TEXT_GONE_SHOWN) textGoneIds.push(batch.text(i, 0));
            continue;
          }
          clearAnnotations(batch, i);
          annotator.annotate(batch, i, i + 1);
        }
      }
      if (archive !== null && frame.versions.rules !== screener.rules.version) {
        const then = archive.published(frame.versions.rules, env);
        if (then === null)
          throw new ProblemError({ code: "not-found", detail: `the rules ${frame.versions.rules} that judged the frame at ${logged.position} are not in the archive` });
        screener.use(then, seedOf(then));
      }
      const verdicts = new VerdictBatch(batch.count);
      screener.screen(batch, 0, batch.count, verdicts);
      for (let i = 0; i < batch.count; i++) {
        const before = frame.verdicts.action(i);
        const now = verdicts.action(i);
        table[before][now]++;
        events++;
        if (before !== now) actionChanged++;
        if (sameRow(frame.verdicts.words, verdicts.words, i)) identical++;
        countRules(readDetails(frame, i), "before", count);
        countRules(verdicts.details[i] ?? null, "now", count);
      }
    }
  } finally {
    await log.close();
  }
  const report: ReplayReport = {
    events,
    identical,
    actionChanged,
    table,
    rules: Object.fromEntries([...hits].sort(([a], [b]) => (a < b ? -1 : 1))),
    textGone,
    textGoneIds,
    rulesVersion: archive === null ? rules.version : screener.rules.version,
  };
  if (options.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else show(report, terminal);
  return 0;
}

/** Rules in shadow are counted under a name of their own: what they would do is what one replays for. */
function countRules(details: VerdictDetails | null, when: "before" | "now", count: (rule: string, when: "before" | "now") => void): void {
  for (const [rule] of details?.hits ?? []) count(rule, when);
  for (const rule of details?.shadow ?? []) count(`${rule} (shadow)`, when);
}

/** Outcome, score, flags and digest: everything but where the details lie. */
function sameRow(a: Uint32Array, b: Uint32Array, i: number): boolean {
  for (let w = i * VERDICT_WORDS; w < i * VERDICT_WORDS + V.details; w++) if (a[w] !== b[w]) return false;
  return true;
}

/** A copy whose heap has room for new signatures. */
function withRoom(batch: EventBatch): EventBatch {
  const copy = new EventBatch(batch.count);
  copy.bytes.set(batch.bytes);
  copy.count = batch.count;
  copy.heap = new Uint8Array(batch.heapEnd + Math.max(batch.count, LIMITS.batchEvents) * SIGNATURE_BYTES);
  copy.heap.set(batch.heap.subarray(0, batch.heapEnd));
  copy.heapEnd = batch.heapEnd;
  return copy;
}

function show(r: ReplayReport, terminal: Pick<Terminal, "say">): void {
  terminal.say({
    zh: `重放 ${r.events} 个事件，规则 ${r.rulesVersion}：${r.identical} 个完全相同，${r.actionChanged} 个处置改变${r.textGone > 0 ? `；${r.textGone} 条短信正文未保存，无法用新模型重判` : ""}`,
    en: `${r.events} events replayed under ${r.rulesVersion}: ${r.identical} identical, ${r.actionChanged} with another action${r.textGone > 0 ? `; ${r.textGone} messages whose text was not kept cannot be judged by another model` : ""}`,
  });
  const cell = (text: string | number): string => String(text).padStart(9);
  const lines = [`${"logged ↓ now →".padEnd(16)}${ACTIONS.map(cell).join("")}`, ...ACTIONS.map((a) => `${a.padEnd(16)}${ACTIONS.map((b) => cell(r.table[a][b])).join("")}`), ""];
  for (const [rule, { before, now }] of Object.entries(r.rules)) if (before !== now) lines.push(`${rule.padEnd(16)}${cell(before)} → ${now}`);
  process.stdout.write(`${lines.join("\n")}\n`);
}
