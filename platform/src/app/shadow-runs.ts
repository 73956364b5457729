/**
 * Counts what drafts say beside the rules in force, batch by batch, as events come in: how often each would have ended
 * otherwise, which rules made the difference, and the first such events. It is told of batches that were judged; nothing of
 * what it counts acts on anybody, and a draft that breaks stops counting and nothing else.
 */
import { ACTIONS } from "../domain/verdict.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { ActionCount } from "../rulebook/bill.ts";
import { SHADOW_EVENTS_MAX, type RunningChange, type ShadowEvent, type ShadowTotals } from "../rulebook/shadow.ts";
import type { Beside } from "../screen/screener.ts";
import type { VerdictBatch, VerdictDetails } from "../screen/verdict-batch.ts";

export class ShadowRun {
  readonly change: RunningChange;
  readonly beside: Beside;
  readonly liveVersion: string;
  readonly #fromMs: number;
  readonly #actions = new ActionCount();
  readonly #rules = new Map<string, { live: number; shadow: number }>();
  #untilMs: number;
  #events: number;
  #listed: number;
  #fresh: ShadowEvent[] = [];
  #changed = false;

  /** `before` is what the same pair of versions has counted already. */
  constructor(change: RunningChange, beside: Beside, liveVersion: string, before: ShadowTotals | null, listed: number, nowMs: number) {
    this.change = change;
    this.beside = beside;
    this.liveVersion = liveVersion;
    this.#fromMs = before?.fromMs ?? nowMs;
    this.#untilMs = before?.untilMs ?? nowMs;
    this.#events = before?.events ?? 0;
    this.#listed = listed;
    this.#actions.load(before?.actions ?? {});
    for (const [rule, { live, shadow }] of Object.entries(before?.rules ?? {})) this.#rules.set(rule, { live, shadow });
  }

  count(batch: EventBatch, live: VerdictBatch, nowMs: number): void {
    if (this.beside.failed !== null) {
      this.#changed ||= this.#untilMs !== nowMs;
      return;
    }
    const shadow = this.beside.verdicts;
    for (let i = 0; i < batch.count; i++) {
      const [a, b] = [live.actionCode(i), shadow.actionCode(i)];
      this.#actions.add(a, b);
      const [was, would] = [live.details[i] ?? null, shadow.details[i] ?? null];
      if (was !== null) for (const [rule] of was.hits) this.#rule(rule).live++;
      if (would !== null) for (const [rule] of would.hits) this.#rule(rule).shadow++;
      if (a === b || this.#listed >= SHADOW_EVENTS_MAX) continue;
      this.#listed++;
      this.#fresh.push({
        event: batch.text(i, 0),
        atMs: nowMs,
        kind: EVENT_KINDS[batch.words[i * RECORD_WORDS + W.kind]],
        live: ACTIONS[a],
        shadow: ACTIONS[b],
        rules: differing(was, would),
      });
    }
    this.#events += batch.count;
    this.#untilMs = nowMs;
    this.#changed = true;
  }

  #rule(id: string): { live: number; shadow: number } {
    let entry = this.#rules.get(id);
    if (entry === undefined) {
      entry = { live: 0, shadow: 0 };
      this.#rules.set(id, entry);
    }
    return entry;
  }

  /** What there is to keep since the last time; null when nothing was counted. */
  take(): { readonly totals: ShadowTotals; readonly events: readonly ShadowEvent[] } | null {
    if (!this.#changed) return null;
    this.#changed = false;
    const events = this.#fresh;
    this.#fresh = [];
    return {
      events,
      totals: {
        change: this.change.id,
        draft: this.change.draft,
        liveVersion: this.liveVersion,
        shadowVersion: this.beside.rules.version,
        fromMs: this.#fromMs,
        untilMs: this.#untilMs,
        events: this.#events,
        actions: this.#actions.changes(),
        rules: Object.fromEntries(this.#rules),
        failed: this.beside.failed?.message.slice(0, 500) ?? null,
      },
    };
  }
}

/** Rules that hit under one and not under the other. */
export function differing(a: VerdictDetails | null, b: VerdictDetails | null): readonly string[] {
  const was = new Set(a?.hits.map(([rule]) => rule));
  const would = new Set(b?.hits.map(([rule]) => rule));
  return [...[...was].filter((rule) => !would.has(rule)), ...[...would].filter((rule) => !was.has(rule))].sort();
}
