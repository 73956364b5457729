/**
 * What passed through, counted: totals since the start and a ring of seconds for rates. Plain arrays that the hot path
 * adds to; metrics and the console read them.
 */
import { EVENT_KINDS, type EventKind } from "../domain/event-fields.ts";
import { ACTIONS, type Action } from "../domain/verdict.ts";

const CELLS = EVENT_KINDS.length * ACTIONS.length;
const SECONDS = 120;

export type KindActionTable = Readonly<Record<EventKind, Readonly<Record<Action, number>>>>;

export class Counters {
  readonly totals = new Float64Array(CELLS);
  readonly #ring = new Float64Array(CELLS * SECONDS);
  readonly #ringSecond = new Float64Array(SECONDS).fill(-1);
  readonly ruleHits = new Map<string, number>();
  refused = 0;
  repeated = 0;
  degraded = 0;
  framesLogged = 0;
  bytesLogged = 0;

  add(kind: number, action: number, nowMs: number): void {
    const cell = kind * ACTIONS.length + action;
    this.totals[cell]++;
    const second = Math.floor(nowMs / 1000);
    const slot = second % SECONDS;
    if (this.#ringSecond[slot] !== second) {
      this.#ring.fill(0, slot * CELLS, (slot + 1) * CELLS);
      this.#ringSecond[slot] = second;
    }
    this.#ring[slot * CELLS + cell]++;
  }

  hit(rule: string): void {
    this.ruleHits.set(rule, (this.ruleHits.get(rule) ?? 0) + 1);
  }

  table(cells: Float64Array = this.totals): KindActionTable {
    return Object.fromEntries(
      EVENT_KINDS.map((kind, k) => [kind, Object.fromEntries(ACTIONS.map((action, a) => [action, cells[k * ACTIONS.length + a]]))]),
    ) as unknown as KindActionTable;
  }

  /** Events of the last `seconds` whole seconds, by kind and action. At most 119 s back. */
  lately(nowMs: number, seconds: number): KindActionTable {
    const sum = new Float64Array(CELLS);
    const now = Math.floor(nowMs / 1000);
    for (let second = now - seconds; second < now; second++) {
      const slot = second % SECONDS;
      if (this.#ringSecond[slot] !== second) continue;
      for (let c = 0; c < CELLS; c++) sum[c] += this.#ring[slot * CELLS + c];
    }
    return this.table(sum);
  }
}
