/**
 * Keeps the running screening at what the book of rules says: what is published judges from the next batch on, what is rolled
 * back judges no more, drafts in shadow are counted. It looks whenever something changed and after every start, so that nothing
 * depends on having seen the moment. Replays of drafts run here, one at a time.
 */
import path from "node:path";
import { unitsFor } from "../access/organisation.ts";
import { systemScope, type Scope } from "../access/scope.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { PRECISION_MS } from "../dissuasion/dissuasion-routes.ts";
import { rulePrecision, rulesBelowFloor } from "../dissuasion/precision.ts";
import type { Locator, Sought } from "../dissuasion/take-signals.ts";
import { parsePersonal, type PersonalRef } from "../domain/personal.ts";
import type { Territory } from "../domain/territory.ts";
import type { Desk } from "../matters/desk.ts";
import type { Matter } from "../matters/matter.ts";
import type { Sql } from "../ports/store.ts";
import { bookInForce, sourcesOf, textOf, type PackInForce } from "../rulebook/book-read.ts";
import { shipPacks, shippedPacks } from "../rulebook/book.ts";
import { checkDraft, findingsOf, type Finding } from "../rulebook/check.ts";
import { endReplay, findReplay, innocentTokens, insertReplay, knownEvents, moveReplay, stopLeftReplays, type Replay } from "../rulebook/replays.ts";
import type { RulebookDesk, RulebookNow } from "../rulebook/rulebook-desk.ts";
import type { RuleChange } from "../rulebook/rule-change/rule-change.ts";
import { BESIDE } from "../rulebook/rule-change/states.ts";
import { changesBeside, saveShadow, shadowTotals, type RunningChange } from "../rulebook/shadow.ts";
import type { RuleSource } from "../rules/load.ts";
import { publishRules, type PublishedRules } from "../screen/publish.ts";
import type { Tell } from "./compose.ts";
import type { Config } from "./config.ts";
import { readRuleSources, savePublishedPacks } from "./load.ts";
import { ReplayStopped, replayDraft, type Whereabouts } from "./rule-replay.ts";
import type { Service } from "./service.ts";
import { ShadowRun } from "./shadow-runs.ts";

/** Path of the whole country. */
const TOP = "" as Territory;
/** A year of what was found to be innocent. */
const INNOCENT_MS = 365 * 86_400_000;
/** Outcomes come in up to this long after the event. */
const OUTCOME_LATE_MS = 30 * 86_400_000;

export interface RunningRulesParts {
  readonly desk: Desk;
  readonly service: Service;
  readonly config: Config;
  readonly tell: Tell;
  readonly locate: Locator;
}

export class RunningRules implements RulebookDesk {
  readonly #parts: RunningRulesParts;
  #seen = "";
  #book: readonly PackInForce[] = [];
  #runs: readonly ShadowRun[] = [];
  #replaying: { readonly id: string; readonly ended: Promise<void>; stop: boolean } | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(parts: RunningRulesParts) {
    this.#parts = parts;
    parts.service.onJudged = (batch, nowMs) => {
      for (const run of this.#runs) run.count(batch, parts.service.engine.verdicts, nowMs);
    };
  }

  /** Brings what ships into the book and the screening to what the book says. */
  async start(): Promise<void> {
    const { desk, config, tell } = this.#parts;
    const shipped = shippedPacks(readRuleSources(config.rulepacksDir));
    const { held } = await desk.work(systemScope("rulebook"), async (work) => {
      await stopLeftReplays(work.sql, work.nowMs);
      return shipPacks(work, shipped);
    });
    if (held.length > 0) {
      tell("warn", {
        zh: `随程序更新的规则包 ${held.join("、")} 未生效：本地发布的版本继续有效。`,
        en: `Rulepacks that came with this version (${held.join(", ")}) are not in force: what was published here stays.`,
      });
    }
    await this.look();
  }

  /** Compares the book with what runs, and puts right what differs. Calls wait for one another. */
  look(): Promise<void> {
    this.#working = this.#working.then(
      () => this.#look(),
      () => this.#look(),
    );
    return this.#working;
  }

  async #look(): Promise<void> {
    const { desk } = this.#parts;
    const { book, beside } = await desk.store.snapshot(async (sql) => ({ book: await bookInForce(sql), beside: await changesBeside(sql, BESIDE) }));
    const seen = JSON.stringify([book.map(({ pack, seq }) => [pack, seq]), beside.map(({ id, draft, examples }) => [id, draft, examples.length])]);
    if (seen === this.#seen) return;
    await this.flush();
    this.#book = book;
    this.#publish(sourcesOf(book));
    await this.#runBeside(beside);
    // Last: what failed on the way is tried again.
    this.#seen = seen;
  }

  #publish(sources: readonly RuleSource[]): void {
    const { service, config, tell } = this.#parts;
    const { engine } = service;
    const same =
      sources.length === engine.rules.sources.length && sources.every((one, i) => one.path === engine.rules.sources[i].path && one.text === engine.rules.sources[i].text);
    if (!same) {
      let rules: PublishedRules;
      try {
        rules = publishRules(sources, engine.environment);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        tell("error", {
          zh: `规则库中生效的规则无法载入，仍按 ${engine.rules.version} 判定：${error.problem.detail}`,
          en: `The rules in force cannot be loaded; ${engine.rules.version} goes on judging: ${error.problem.detail}`,
        });
        return;
      }
      service.publishRules(rules);
      tell("info", { zh: `规则已生效：${rules.version}。`, en: `Rules in force: ${rules.version}.` });
    }
    // For whoever starts without the database, and for the command line.
    const shipped = new Map(readRuleSources(config.rulepacksDir).map((one) => [one.path, one.text]));
    const packs = new Set(sources.filter(({ path: file, text }) => shipped.get(file) !== text).map(({ path: file }) => path.posix.dirname(file)));
    savePublishedPacks(
      config.dataDir,
      sources.filter(({ path: file }) => packs.has(path.posix.dirname(file))),
    );
  }

  async #runBeside(changes: readonly RunningChange[]): Promise<void> {
    const { desk, service, tell } = this.#parts;
    const ready = changes.flatMap((change) => {
      const { rules, findings } = checkDraft(sourcesOf(this.#book), change.pack, change.text, change.examples);
      if (rules !== null) return [{ change, rules }];
      tell("warn", {
        zh: `${change.id} 的草稿与现行规则不再相容，影子运行暂停。`,
        en: `The draft of ${change.id} does not go with the rules in force any more; its shadow run rests: ${findings[0]?.message.en ?? ""}`,
      });
      return [];
    });
    const live = service.engine.rules.version;
    const before = await desk.store.snapshot(async (sql) => {
      const totals = [];
      for (const { change, rules } of ready)
        totals.push({ totals: await shadowTotals(sql, change.id, live, rules.version), listed: await listedOf(sql, change.id, rules.version) });
      return totals;
    });
    const beside = service.engine.runBeside(ready.map(({ rules }) => rules));
    const nowMs = desk.world.nowMs();
    this.#runs = ready.map(({ change }, i) => new ShadowRun(change, beside[i], live, before[i].totals, before[i].listed, nowMs));
  }

  /** Keeps what the shadow runs have counted. */
  async flush(): Promise<void> {
    const kept = this.#runs.flatMap((run) => run.take() ?? []);
    if (kept.length === 0) return;
    await this.#parts.desk.store.transaction(async (sql) => {
      for (const { totals, events } of kept) await saveShadow(sql, totals, events);
    });
  }

  async close(): Promise<void> {
    if (this.#replaying !== null) {
      this.#replaying.stop = true;
      await this.#replaying.ended;
    }
    await this.#working.catch(() => undefined);
    this.#parts.service.onJudged = null;
    await this.flush();
  }

  // --- what routes ask -------------------------------------------------------------------------------------------------

  now(): RulebookNow {
    const { engine, counters } = this.#parts.service;
    return {
      version: engine.rules.version,
      book: this.#book,
      hits: Object.fromEntries(counters.ruleHits),
      beside: this.#runs.map(({ change, beside }) => ({ change: change.id, version: beside.rules.version, failed: beside.failed !== null })),
    };
  }

  check(pack: string, text: string, examples: string): readonly Finding[] {
    return findingsOf(sourcesOf(this.#book), pack, text, examples).findings;
  }

  async precision(): ReturnType<RulebookDesk["precision"]> {
    const { desk } = this.#parts;
    const nowMs = desk.world.nowMs();
    const rules = await desk.store.snapshot((sql) => rulePrecision(sql, nowMs - PRECISION_MS));
    return { sinceMs: nowMs - PRECISION_MS, rules, below: rulesBelowFloor(rules, desk.parts.law.current(nowMs)) };
  }

  async startReplay(scope: Scope, change: Matter<RuleChange>, window: { readonly fromMs: number; readonly untilMs: number }): Promise<Replay> {
    const { desk } = this.#parts;
    if (this.#replaying !== null)
      throw new ProblemError({ code: "not-now", detail: "a replay is running already; one at a time, so that screening keeps its pace", expected: "a moment when none runs" });
    const texts = await desk.store.snapshot(async (sql) => ({ text: await textOf(sql, change.body.draft.text), examples: await textOf(sql, change.body.draft.examples) }));
    const { rules, findings } = checkDraft(sourcesOf(this.#book), change.body.pack, texts.text, texts.examples);
    if (rules === null) {
      const [first] = findings.filter(({ severity }) => severity === "error");
      throw new ProblemError({
        code: "rulepack-invalid",
        detail: `${first.file}:${first.line}:${first.column} ${first.message.en}`,
        at: { file: first.file, line: first.line },
        expected: "a draft without errors",
      });
    }
    if (this.#replaying !== null) throw new ProblemError({ code: "not-now", detail: "a replay is running already", expected: "a moment when none runs" });
    const id = desk.world.newId("rpl");
    const running = { id, stop: false, ended: Promise.resolve() };
    this.#replaying = running;
    try {
      await desk.work(scope, async (work) => {
        await insertReplay(work.sql, { id, change: change.id, draft: change.body.draft.text, ...window, startedBy: scope.actor, startedAtMs: work.nowMs });
        work.note({ event: "rules-replay", matter: change.id, kind: "rule-change", detail: { replay: id, fromMs: window.fromMs, untilMs: window.untilMs } });
      });
    } catch (error) {
      this.#replaying = null;
      throw error;
    }
    Object.assign(running, { ended: this.#replay(id, rules, window, () => running.stop).finally(() => (this.#replaying = null)) });
    const started = await desk.store.snapshot((sql) => findReplay(sql, change.id, id));
    if (started === null) throw new Error(`bug: the replay ${id} is not kept`);
    return started;
  }

  stopReplay(id: string): boolean {
    if (this.#replaying?.id !== id) return false;
    this.#replaying.stop = true;
    return true;
  }

  async #replay(id: string, draft: PublishedRules, window: { readonly fromMs: number; readonly untilMs: number }, stopped: () => boolean): Promise<void> {
    const { desk, service, config, tell } = this.#parts;
    const { engine } = service;
    const nowMs = desk.world.nowMs();
    try {
      const { known, innocent } = await desk.store.snapshot(async (sql) => ({
        known: await knownEvents(sql, window.fromMs, window.untilMs + OUTCOME_LATE_MS),
        innocent: await innocentTokens(sql, nowMs - INNOCENT_MS),
      }));
      const { bill, rows } = await replayDraft(
        {
          log: service.log,
          frames: service.frames,
          world: desk.world,
          config,
          explain: engine.explainEntry,
          profile: desk.parts.law.current(nowMs),
          known,
          innocent,
          token: (type, canonical) => desk.parts.vault.token(type, canonical),
          unitsOf: (people) => this.#unitsOf(people),
        },
        { live: engine.rules, draft, ...window, stopped, progress: (events, reachedMs) => desk.store.transaction((sql) => moveReplay(sql, id, events, reachedMs)) },
      );
      await desk.store.transaction((sql) => endReplay(sql, id, { state: "done", atMs: desk.world.nowMs(), report: bill, why: null, rows }));
    } catch (error) {
      const asked = error instanceof ReplayStopped;
      const why = error instanceof ProblemError ? error.problem.detail : asked ? "stopped" : String(error);
      if (!asked) tell("warn", { zh: `规则重放未完成：${why}`, en: `A replay of rules did not come to its end: ${why}` });
      await desk.store
        .transaction((sql) => endReplay(sql, id, { state: asked ? "stopped" : "failed", atMs: desk.world.nowMs(), report: null, why: why.slice(0, 500), rows: [] }))
        .catch((failed: unknown) => tell("error", { zh: `规则重放结果未能保存：${String(failed)}`, en: `The end of a replay could not be kept: ${String(failed)}` }));
    }
  }

  /** The lowest competent police unit of each person, as for their warning. */
  async #unitsOf(people: readonly Whereabouts[]): Promise<readonly ({ readonly unit: string; readonly name: { readonly zh: string; readonly en: string } } | null)[]> {
    if (people.length === 0) return [];
    const { desk, locate } = this.#parts;
    const sought = people.map(({ type, text, number, division }): Sought => {
      const value = parsePersonal(type, text);
      const known: readonly PersonalRef[] = isMalformed(value) ? [] : [{ type, token: desk.parts.vault.token(type, value.canonical), masked: value.masked }];
      return { known, number: type === "number" && !isMalformed(value) ? value.canonical : number, division };
    });
    return desk.store.snapshot(async (sql) => {
      const places = (await locate(sql, sought)).map((one) => one?.territory ?? "");
      const units = await unitsFor(sql, "police", [...new Set([TOP, ...places.map((place) => place as Territory)])]);
      const rows = await sql.query<{ readonly id: string; readonly zh: string; readonly en: string }>(
        "select id, name_zh as zh, name_en as en from organisation where id = any($1)",
        [[...new Set(units.values())]],
      );
      const names = new Map(rows.map(({ id, zh, en }) => [id, { zh, en }]));
      return places.map((place) => {
        const unit = units.get(place as Territory) ?? units.get(TOP);
        const name = unit === undefined ? undefined : names.get(unit);
        return unit === undefined || name === undefined ? null : { unit, name };
      });
    });
  }
}

async function listedOf(sql: Sql, change: string, version: string): Promise<number> {
  const [row] = await sql.query<{ readonly n: number }>(
    "select count(*) as n from rule_shadow_event where change = $1 and shadow_version = $2",
    [change, version],
    "shadow-listed",
  );
  return row.n;
}
