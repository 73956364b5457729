/**
 * What goes wrong in a run, drawn from its seed: carriers that are away, lose their answer or refuse; a process that is
 * stopped in the middle of a transaction or of handing over; a machine clock that jumps; several people acting at the same
 * moment. Whether anything of it did harm is the auditors' to say.
 */
import type { Prng } from "../base/prng.ts";
import type { Carriers } from "../matters/outbox.ts";
import type { Sql, Store } from "../ports/store.ts";
import { Stopped } from "./machine.ts";
import type { Weather } from "./outside.ts";
import { DAY, HOUR, MINUTE } from "./scene.ts";

/** Where a process can be stopped. `between` is when it does nothing. */
export type Stop = "between" | "before-commit" | "committed" | "handed-over";
const STOPS: readonly Stop[] = ["between", "before-commit", "committed", "handed-over"];

export interface Jump {
  /** When, by the town's time, and from which machine time to which. */
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far the machine's clock leapt when it passed the instant: nobody could have acted in between. */
export function leapOver(dueMs: number, jumps: readonly Jump[]): number {
  return Math.max(0, ...jumps.filter((one) => one.fromMs <= dueMs && dueMs < one.toMs).map((one) => one.toMs - dueMs));
}

export interface FaultPlan {
  readonly restarts: readonly { readonly atMs: number; readonly stop: Stop }[];
  /** How far the machine's clock is off from then on. */
  readonly clocks: readonly { readonly atMs: number; readonly offMs: number }[];
  readonly weather: Weather;
  /** How often whoever acts next acts together with who comes after. */
  readonly together: number;
}

export const NO_FAULTS: FaultPlan = { restarts: [], clocks: [], weather: () => "fine", together: 0 };

export function drawFaults(prng: Prng, startMs: number, days: number): FaultPlan {
  const restarts: { readonly atMs: number; readonly stop: Stop }[] = [];
  for (let atMs = startMs + prng.exponential(3 * HOUR); atMs < startMs + days * DAY; atMs += prng.exponential(4 * HOUR))
    restarts.push({ atMs: Math.round(atMs), stop: prng.pick(STOPS) });
  const clocks: { readonly atMs: number; readonly offMs: number }[] = [];
  for (let atMs = startMs + prng.exponential(8 * HOUR); atMs < startMs + days * DAY; atMs += HOUR + prng.exponential(16 * HOUR)) {
    const offMs = Math.round((prng.chance(0.5) ? 1 : -1) * (2 + prng.exponential(25)) * MINUTE);
    const backMs = atMs + (10 + prng.exponential(40)) * MINUTE;
    clocks.push({ atMs: Math.round(atMs), offMs }, { atMs: Math.round(backMs), offMs: 0 });
    atMs = backMs;
  }
  return { restarts, clocks, weather: drawWeather(prng, startMs, days), together: 0.25 };
}

/** Each addressee is away now and then, for minutes or hours; an answer is lost now and then; an order is refused now and then. */
function drawWeather(prng: Prng, startMs: number, days: number): Weather {
  const away = new Map<string, readonly (readonly [number, number])[]>();
  const draw = prng.fork("away");
  const of = (to: string): readonly (readonly [number, number])[] => {
    const known = away.get(to);
    if (known !== undefined) return known;
    const own = draw.fork(to);
    const windows: (readonly [number, number])[] = [];
    for (let atMs = startMs + own.exponential(1.5 * DAY); atMs < startMs + days * DAY; atMs += own.exponential(1.5 * DAY)) {
      const untilMs = atMs + own.exponential(own.chance(0.2) ? 4 * HOUR : 25 * MINUTE);
      windows.push([atMs, untilMs]);
      atMs = untilMs;
    }
    away.set(to, windows);
    return windows;
  };
  return (channel, to, atMs, what) => {
    // Phones are one network, institutions have each their own.
    if (of(channel === "messenger" ? "network" : to).some(([from, until]) => from <= atMs && atMs < until)) return "away";
    if (prng.chance(0.03)) return "lost";
    return what.endsWith(".request") && prng.chance(0.01) ? "refused" : "fine";
  };
}

/** Stops the process at the next place of the kind asked for. */
export class Stopper {
  #next: Stop | null = null;

  arm(stop: Stop): void {
    this.#next = stop;
  }

  disarm(): void {
    this.#next = null;
  }

  over(store: Store): Store {
    return {
      snapshot: (work) => store.snapshot(work),
      transaction: async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
        const value = await store.transaction(async (sql) => {
          const done = await work(sql);
          this.#reach("before-commit");
          return done;
        });
        // It is kept, and whoever asked never hears of it.
        this.#reach("committed");
        return value;
      },
      close: () => store.close(),
    };
  }

  carriers(carriers: Carriers): Carriers {
    const then = <T, R>(carry: (items: readonly T[]) => Promise<R>) => {
      return async (items: readonly T[]): Promise<R> => {
        const given = await carry(items);
        if (this.#next === "handed-over") this.#handedOver = true;
        return given;
      };
    };
    return {
      institution: then((items: Parameters<Carriers["institution"]>[0]) => carriers.institution(items)),
      messenger: then((items: Parameters<Carriers["messenger"]>[0]) => carriers.messenger(items)),
      lists: then((items: Parameters<Carriers["lists"]>[0]) => carriers.lists(items)),
    };
  }

  /** What was handed over is not acknowledged: the next transaction never begins. */
  #handedOver = false;

  #reach(stop: Stop): void {
    const isHere = this.#next === stop || (stop === "before-commit" && this.#next === "handed-over" && this.#handedOver);
    if (!isHere) return;
    this.#next = null;
    this.#handedOver = false;
    throw new Stopped(`the process was stopped: ${stop}`);
  }
}
