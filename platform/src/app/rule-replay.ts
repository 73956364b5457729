/**
 * Judges a stretch of the log again by the rules in force and by a draft beside them, on one state, and makes the bill of the
 * difference. It reads what is durable, works in short slices with rests as long between them, and ends at a number of events
 * or minutes whatever is asked. It acts on nobody and keeps nothing but counts and the list behind them.
 */
import { performance } from "node:perf_hooks";
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { World } from "../base/world.ts";
import { gradeSignals } from "../dissuasion/intake.ts";
import { sameEpisode } from "../dissuasion/warning/clocks.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import { parsePersonal, type PersonalType } from "../domain/personal.ts";
import { ACTIONS } from "../domain/verdict.ts";
import type { Signal } from "../domain/signal.ts";
import type { EventLog, LogPosition } from "../ports/event-log.ts";
import { ActionCount, LEVELS_UP, WarningCount, type Bill, type BillRow, type Known, type UnitBill } from "../rulebook/bill.ts";
import { decodeFrame, type Frame } from "../screen/frame.ts";
import type { PublishedRules } from "../screen/publish.ts";
import type { ExplainEntry } from "../screen/render.ts";
import type { Beside } from "../screen/screener.ts";
import { VerdictBatch } from "../screen/verdict-batch.ts";
import { newScreener, seedOf, type EngineParts } from "./engine.ts";
import type { FrameIndex } from "./frame-index.ts";
import { differing } from "./shadow-runs.ts";
import { signalsOf } from "./signals.ts";

/** Windows of an hour and a day are filled by then; those of a month start shorter than they were, for both rules alike. */
export const WARM_MS = 24 * 3_600_000;
/** Assumed: beyond this a replay takes longer than somebody waits. */
export const REPLAY_EVENTS_MAX = 2_000_000;
const REPLAY_TIME_MAX_MS = 15 * 60_000;
/** Rows of the list behind the figures. */
export const LISTED_MAX = 5_000;
/** Longest that screening waits for a slice. */
const SLICE_MS = 8;
const COST_FRAMES = 64;
const COST_EVENTS_MIN = 1_000;
/** Tables for measuring the cost alone. */
const COST_ROWS = 16_384;
const PERSONS_LOCATED_MAX = 5_000;

/** Where somebody is found, for the units whose work it would be. */
export interface Whereabouts {
  readonly type: PersonalType;
  readonly text: string;
  readonly number: string | null;
  readonly division: string | null;
}

export interface ReplayParts {
  readonly log: EventLog;
  readonly frames: FrameIndex;
  readonly world: World;
  readonly config: EngineParts["config"];
  readonly explain: ExplainEntry;
  readonly profile: JurisdictionProfile;
  readonly known: ReadonlyMap<string, Known>;
  readonly innocent: ReadonlySet<string>;
  token(type: PersonalType, canonical: string): string;
  unitsOf(people: readonly Whereabouts[]): Promise<readonly ({ readonly unit: string; readonly name: { readonly zh: string; readonly en: string } } | null)[]>;
}

export interface ReplayAsked {
  readonly live: PublishedRules;
  readonly draft: PublishedRules;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly eventsMax?: number;
  progress(events: number, reachedMs: number): Promise<void>;
  stopped(): boolean;
}

export class ReplayStopped extends Error {}

export async function replayDraft(parts: ReplayParts, asked: ReplayAsked): Promise<{ readonly bill: Bill; readonly rows: readonly BillRow[] }> {
  const { fromMs, untilMs, live, draft } = asked;
  const warmFromMs = fromMs - WARM_MS;
  const counting = new Counting(parts, asked);
  const screener = newScreener(live, parts.config);
  const beside: Beside = { rules: draft, verdicts: new VerdictBatch(0), failed: null };
  screener.use(live, seedOf(live), [beside]);
  const rest = resting(parts.world, asked);
  const sample: Frame[] = [];
  const begunMs = parts.world.nowMs();
  const eventsMax = asked.eventsMax ?? REPLAY_EVENTS_MAX;
  let cut: Bill["cut"] = null;
  let saidAtMs = begunMs;
  for await (const logged of parts.log.read(await positionAt(parts.log, parts.frames, warmFromMs))) {
    if (logged.receivedAtMs < warmFromMs) continue;
    if (logged.receivedAtMs >= untilMs) break;
    const frame = decoded(logged.payload);
    const counts = logged.receivedAtMs >= fromMs;
    const now = new VerdictBatch(frame.batch.count);
    beside.verdicts = new VerdictBatch(frame.batch.count);
    screener.screen(frame.batch, 0, frame.batch.count, now);
    if (beside.failed !== null) throw new ProblemError({ code: "rulepack-invalid", detail: `the draft broke while it judged: ${beside.failed.message}` });
    if (counts) {
      counting.frame(frame, now, beside.verdicts, logged.receivedAtMs, screener.features.links);
      // Every so often, so that the sample is of the whole stretch.
      if (sample.length < COST_FRAMES && counting.frames % 7 === 1) sample.push(decoded(logged.payload.slice()));
    }
    const nowMs = parts.world.nowMs();
    if (nowMs - saidAtMs > 1_000) {
      saidAtMs = nowMs;
      await asked.progress(counting.events, logged.receivedAtMs);
    }
    if (counting.events >= eventsMax) cut = "events";
    else if (nowMs - begunMs > REPLAY_TIME_MAX_MS) cut = "time";
    if (cut !== null) break;
    await rest();
  }
  const cost = await costOf(parts, live, draft, sample, rest);
  const { warnings, units } = await counting.warnings();
  const { rows, unlisted } = counting.list();
  return {
    rows,
    bill: {
      fromMs,
      untilMs,
      warmFromMs,
      liveVersion: live.version,
      draftVersion: draft.version,
      events: counting.events,
      cut,
      faithful: { same: counting.same, of: counting.events },
      actions: counting.actions.bill(),
      rules: counting.rules(),
      known: counting.known,
      warnings: { ...warnings, units },
      cost,
      listed: rows.length,
      unlisted,
    },
  };
}

function decoded(payload: Uint8Array): Frame {
  const frame = decodeFrame(payload);
  if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
  return frame;
}

/** Waits as long as was worked, after each slice: others get at least half of the time. */
function resting(world: World, { stopped }: Pick<ReplayAsked, "stopped">): () => Promise<void> {
  let since = performance.now();
  return async () => {
    const worked = performance.now() - since;
    if (worked < SLICE_MS) return;
    await new Promise<void>((resolve) => world.at(world.nowMs() + Math.ceil(worked), resolve));
    if (stopped()) throw new ReplayStopped();
    since = performance.now();
  };
}

/** The first frame that was received at the instant or later, as far as frames are remembered. Older frames may be erased. */
async function positionAt(log: EventLog, frames: FrameIndex, atMs: number): Promise<LogPosition | "start"> {
  let low = 0;
  let high = frames.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = await log.readAt(frames.positionOf(middle)).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.code === "not-found") return null;
      throw error;
    });
    if (found === null || found.receivedAtMs < atMs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? "start" : frames.positionOf(Math.min(low, frames.count - 1));
}

/** Each set of rules alone over the same events, the best of three: what judging costs, without what it was interrupted by. */
async function costOf(parts: ReplayParts, live: PublishedRules, draft: PublishedRules, sample: readonly Frame[], rest: () => Promise<void>): Promise<Bill["cost"]> {
  const events = sample.reduce((sum, { batch }) => sum + batch.count, 0);
  if (events < COST_EVENTS_MIN) return null;
  const small = Object.fromEntries(Object.entries(parts.config.entities).map(([name, rows]) => [name, Math.min(rows, COST_ROWS)])) as unknown as typeof parts.config.entities;
  const best = { live: Infinity, draft: Infinity };
  for (let round = 0; round < 3; round++) {
    for (const which of ["live", "draft"] as const) {
      const screener = newScreener(which === "live" ? live : draft, { ...parts.config, entities: small });
      let ms = 0;
      for (const { batch } of sample) {
        const out = new VerdictBatch(batch.count);
        const from = performance.now();
        screener.screen(batch, 0, batch.count, out);
        ms += performance.now() - from;
        await rest();
      }
      best[which] = Math.min(best[which], ms);
    }
  }
  return { liveNs: Math.round((best.live * 1e6) / events), draftNs: Math.round((best.draft * 1e6) / events) };
}

type Links = Parameters<typeof signalsOf>[1]["links"];

class Counting {
  readonly actions = new ActionCount();
  readonly known: { readonly [K in Known]: { of: number; live: number; draft: number } } = { innocent: { of: 0, live: 0, draft: 0 }, confirmed: { of: 0, live: 0, draft: 0 } };
  events = 0;
  frames = 0;
  same = 0;
  readonly #parts: ReplayParts;
  readonly #asked: ReplayAsked;
  readonly #rules = new Map<string, { live: number; draft: number }>();
  readonly #warnings: WarningCount;
  readonly #where = new Map<string, Whereabouts>();
  readonly #rows: BillRow[] = [];
  readonly #listed = new Set<BillRow>();
  #unlisted = 0;

  constructor(parts: ReplayParts, asked: ReplayAsked) {
    this.#parts = parts;
    this.#asked = asked;
    this.#warnings = new WarningCount((startMs, atMs) => sameEpisode(parts.profile, startMs, atMs));
  }

  frame(frame: Frame, live: VerdictBatch, draft: VerdictBatch, receivedAtMs: number, links: Links): void {
    const { batch } = frame;
    const levels = { live: this.#signals(frame, live, this.#asked.live, receivedAtMs, links), draft: this.#signals(frame, draft, this.#asked.draft, receivedAtMs, links) };
    for (let i = 0; i < batch.count; i++) {
      const [a, b] = [live.actionCode(i), draft.actionCode(i)];
      this.actions.add(a, b);
      if (frame.verdicts.actionCode(i) === a) this.same++;
      const [was, would] = [live.details[i] ?? null, draft.details[i] ?? null];
      if (was !== null) for (const [rule] of was.hits) this.#rule(rule).live++;
      if (would !== null) for (const [rule] of would.hits) this.#rule(rule).draft++;
      const quiet = a === b && was === null && would === null;
      if (quiet && this.#parts.known.size === 0) continue;
      const id = batch.text(i, 0);
      const signal = { live: levels.live.get(id) ?? null, draft: levels.draft.get(id) ?? null };
      const heard = (signal.draft ?? signal.live)?.signal ?? null;
      const known = this.#knownOf(id, heard);
      if (known !== null) {
        this.known[known].of++;
        if (TELLS(a)) this.known[known].live++;
        if (TELLS(b)) this.known[known].draft++;
      }
      if (quiet) continue;
      const row: BillRow = {
        event: id,
        atMs: batch.occurredAtMs(i),
        kind: batch.kind(i),
        live: ACTIONS[a],
        draft: ACTIONS[b],
        rules: differing(was, would),
        known,
        warning: null,
        liveLevel: signal.live?.level ?? null,
        draftLevel: signal.draft?.level ?? null,
        visit: false,
        unit: null,
      };
      if (a !== b || (known !== null && (TELLS(a) || TELLS(b)))) this.#listRow(row);
      if (heard !== null) {
        const person = personOf(heard);
        this.#where.set(person, { type: heard.victim.type, text: heard.victim.text, number: heard.number, division: heard.division });
        this.#warnings.add(person, row.atMs, row.liveLevel, row.draftLevel, row);
      }
    }
    this.events += batch.count;
    this.frames++;
  }

  #rule(id: string): { live: number; draft: number } {
    let entry = this.#rules.get(id);
    if (entry === undefined) {
      entry = { live: 0, draft: 0 };
      this.#rules.set(id, entry);
    }
    return entry;
  }

  rules(): Bill["rules"] {
    return Object.fromEntries([...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Events that concern somebody, by id, with the level of their warning; null where they are heard of and nothing comes of it. */
  #signals(
    frame: Frame,
    verdicts: VerdictBatch,
    rules: PublishedRules,
    nowMs: number,
    links: Links,
  ): ReadonlyMap<string, { readonly signal: Signal; readonly level: WarningLevel | null }> {
    const signals = signalsOf(
      { ...frame, verdicts },
      { links, rulesOf: () => rules.rulesById, explain: this.#parts.explain, detailsOf: (i) => verdicts.details[i] ?? null },
      nowMs,
    );
    const levels = new Map(gradeSignals(signals, this.#parts.profile, nowMs).map(({ signal, level }) => [signal.event, level]));
    return new Map(signals.map((signal) => [signal.event, { signal, level: levels.get(signal.event) ?? null }]));
  }

  #knownOf(id: string, heard: Signal | null): Known | null {
    const said = this.#parts.known.get(id);
    if (said !== undefined) return said;
    if (heard === null || this.#parts.innocent.size === 0) return null;
    const sides: readonly { readonly type: string; readonly text: string }[] = heard.other === null ? [heard.victim] : [heard.other, heard.victim];
    for (const { type, text } of sides) {
      if (type !== "number" && type !== "account" && type !== "handle") continue;
      const value = parsePersonal(type, text);
      if (!isMalformed(value) && this.#parts.innocent.has(this.#parts.token(type, value.canonical))) return "innocent";
    }
    return null;
  }

  /** Once, however many figures count it. */
  #listRow(row: BillRow): void {
    if (this.#listed.has(row)) return;
    this.#listed.add(row);
    if (this.#rows.length < LISTED_MAX) this.#rows.push(row);
    else this.#unlisted++;
  }

  async warnings(): Promise<{ readonly warnings: Omit<Bill["warnings"], "units">; readonly units: readonly UnitBill[] }> {
    const { profile } = this.#parts;
    const episodes = this.#warnings.episodes();
    const levels = Object.fromEntries(LEVELS_UP.map((level) => [level, { live: 0, draft: 0 }])) as Record<WarningLevel, { live: number; draft: number }>;
    const visits = { live: 0, draft: 0 };
    const visitsIfUnreached = { live: 0, draft: 0 };
    const changes = { more: 0, fewer: 0, raised: 0, lowered: 0 };
    for (const { live, draft, change, row } of episodes) {
      for (const [which, level] of [
        ["live", live],
        ["draft", draft],
      ] as const) {
        if (level === null) continue;
        levels[level][which]++;
        const { when } = profile.warning.levels[level].visit;
        if (when === "always") visits[which]++;
        else if (when !== "never") visitsIfUnreached[which]++;
      }
      if (change === null) continue;
      changes[change]++;
      this.#listRow(row);
      row.warning = change;
      row.liveLevel = live;
      row.draftLevel = draft;
      row.visit = visited(profile, live) !== visited(profile, draft);
    }
    const count = (which: "live" | "draft"): number => episodes.filter((one) => one[which] !== null).length;
    return {
      warnings: { live: count("live"), draft: count("draft"), ...changes, levels, visits, visitsIfUnreached },
      units: await this.#units(episodes.filter(({ change }) => change !== null)),
    };
  }

  /** Whose work it would be: the units of the people whose warning comes out otherwise. */
  async #units(episodes: ReturnType<WarningCount["episodes"]>): Promise<readonly UnitBill[]> {
    const located = episodes.slice(0, PERSONS_LOCATED_MAX);
    const found = await this.#parts.unitsOf(located.flatMap(({ person }) => this.#where.get(person) ?? []));
    const units = new Map<string | null, { -readonly [K in keyof UnitBill]: UnitBill[K] }>();
    for (const [i, { change, live, draft, row }] of episodes.entries()) {
      const at = found.at(i) ?? null;
      const unit = i < located.length ? at : null;
      row.unit = unit?.unit ?? null;
      const bill = units.get(row.unit) ?? { unit: row.unit, name: unit?.name ?? null, more: 0, fewer: 0, visitsMore: 0, visitsFewer: 0 };
      units.set(row.unit, bill);
      if (change === "more") bill.more++;
      if (change === "fewer") bill.fewer++;
      const [was, would] = [visited(this.#parts.profile, live), visited(this.#parts.profile, draft)];
      if (would && !was) bill.visitsMore++;
      if (was && !would) bill.visitsFewer++;
    }
    return [...units.values()].sort((a, b) => b.more + b.fewer - (a.more + a.fewer) || ((a.unit ?? "") < (b.unit ?? "") ? -1 : 1));
  }

  list(): { readonly rows: readonly BillRow[]; readonly unlisted: number } {
    return { rows: this.#rows, unlisted: this.#unlisted };
  }
}

/** Answers that tell somebody: warn and what is stronger. */
const WARN = ACTIONS.indexOf("warn");
const TELLS = (action: number): boolean => action >= WARN;

function visited(profile: JurisdictionProfile, level: WarningLevel | null): boolean {
  return level !== null && profile.warning.levels[level].visit.when === "always";
}

function personOf(signal: Signal): string {
  return signal.person ?? `${signal.victim.type}:${signal.victim.text}`;
}
