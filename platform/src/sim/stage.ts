/**
 * The order of things in a run: what happens next, one after the other by time, or several at once where the seed says so,
 * and after each the program's own loops. It never waits: time is whatever comes next.
 */
import { Agenda } from "./agenda.ts";
import type { Baton } from "./baton.ts";
import type { FaultPlan, Jump, Stopper } from "./faults.ts";
import { Stopped, type Machine } from "./machine.ts";
import { MINUTE, type Act } from "./scene.ts";
import type { Prng } from "../base/prng.ts";
import type { VirtualWorld } from "./virtual-world.ts";

export interface StageParts {
  readonly world: VirtualWorld;
  readonly machine: Machine;
  readonly baton: Baton;
  readonly stopper: Stopper;
  readonly plan: FaultPlan;
  readonly prng: Prng;
  readonly startMs: number;
}

/** Steps without an end are a fault of the program, not of the town. */
const STEPS_MAX = 2_000_000;
/** Steps at one instant. */
const AT_ONCE_MAX = 500;
/** Who comes within this after whoever acts may act at the same moment. */
const TOGETHER_MS = 3 * MINUTE;

export class Stage {
  readonly agenda = new Agenda();
  readonly jumps: Jump[] = [];
  /** What nobody expected: a bug stops the unit of work and is never an answer. */
  readonly surprises: string[] = [];
  readonly #parts: StageParts;
  #due: { readonly atMs: number; readonly act: Act; readonly again: boolean }[] = [];
  #nowMs: number;
  #offMs = 0;
  #together = 0;
  #stopped = 0;
  acts = 0;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#nowMs = parts.startMs;
    for (const { atMs, stop } of parts.plan.restarts) {
      this.agenda.add(atMs, () => {
        if (stop === "between") this.#soon(() => this.#restart());
        else parts.stopper.arm(stop);
      });
    }
    for (const { atMs, offMs } of parts.plan.clocks) this.agenda.add(atMs, () => this.#jump(offMs));
  }

  /** The town's own time, which is right whatever the machine thinks. */
  nowMs(): number {
    return this.#nowMs;
  }

  /** How often several acted at once, and how often the process was stopped. */
  get counts(): { readonly together: number; readonly stopped: number } {
    return { together: this.#together, stopped: this.#stopped };
  }

  later(delayMs: number, act: Act): void {
    this.agenda.add(this.#nowMs + delayMs, (atMs) => this.#due.push({ atMs, act, again: true }));
  }

  /** Everything up to an instant. */
  async playUntil(untilMs: number): Promise<void> {
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      const nextMs = Math.min(this.agenda.nextAtMs, this.#machineNextMs());
      if (nextMs > untilMs) {
        this.#setTime(untilMs);
        return;
      }
      this.#setTime(nextMs);
      if (this.agenda.nextAtMs <= nextMs) this.#take();
      await this.#perform();
      await this.#settle();
      if (this.surprises.length > 0) return;
    }
    throw new Error("bug: the days of the town do not end");
  }

  /** Nobody acts any more and nothing goes wrong: only the program's own clocks run, until none does. Gives how long. */
  async quiet(horizonMs: number): Promise<{ readonly quiet: boolean; readonly untilMs: number }> {
    this.#due = [];
    while (this.agenda.take() !== null);
    this.#parts.stopper.disarm();
    if (this.#offMs !== 0) this.#jump(0);
    const endMs = this.#nowMs + horizonMs;
    await this.#settle();
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      const nextMs = this.#machineNextMs();
      if (nextMs === Infinity) return { quiet: true, untilMs: this.#nowMs };
      if (nextMs > endMs) break;
      this.#setTime(nextMs);
      await this.#settle();
      if (this.surprises.length > 0) break;
    }
    return { quiet: false, untilMs: this.#nowMs };
  }

  #machineNextMs(): number {
    return Math.max(this.#nowMs, this.#parts.machine.nextAtMs - this.#offMs);
  }

  #setTime(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, Math.ceil(nowMs));
    this.#parts.world.jump(this.#nowMs + this.#offMs);
  }

  #jump(offMs: number): void {
    const fromMs = this.#nowMs + this.#offMs;
    this.#offMs = offMs;
    this.jumps.push({ atMs: this.#nowMs, fromMs, toMs: this.#nowMs + offMs });
    this.#parts.world.jump(this.#nowMs + offMs);
    this.#parts.machine.touch();
  }

  #take(): void {
    for (let item = this.agenda.take(); item !== null; item = this.agenda.nextAtMs <= this.#nowMs ? this.agenda.take() : null) item.act(item.atMs);
  }

  #soon(act: Act): void {
    this.#due.push({ atMs: this.#nowMs, act, again: false });
  }

  /** What is due now, one after the other; sometimes with who would come next, all at the same moment. */
  async #perform(): Promise<void> {
    while (this.#due.length > 0) {
      const first = this.#due.splice(0, 1);
      if (this.#parts.prng.chance(this.#parts.plan.together)) {
        while (this.agenda.nextAtMs <= this.#nowMs + TOGETHER_MS && this.#due.length < 3) {
          const item = this.agenda.take();
          item?.act(item.atMs);
        }
        first.push(...this.#due.splice(0, 2));
      }
      this.acts += first.length;
      if (first.length === 1) await this.#one(first[0]);
      else await this.#atOnce(first);
    }
  }

  async #one(item: { readonly act: Act; readonly again: boolean }): Promise<void> {
    await this.#guarded(item.act, item.again ? item.act : null);
  }

  async #atOnce(items: readonly { readonly act: Act; readonly again: boolean }[]): Promise<void> {
    this.#together++;
    await this.#parts.baton.run(items.map((item) => () => this.#one(item)));
  }

  /** Whoever was cut off does it again a little later; what nobody expected is kept for the report. */
  async #guarded(act: Act, again: Act | null): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Stopped)) {
        this.surprises.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
        return;
      }
      await this.#restart();
      if (again !== null) this.agenda.add(this.#nowMs + MINUTE, (atMs) => this.#due.push({ atMs, act: again, again: false }));
    }
  }

  async #restart(): Promise<void> {
    this.#stopped++;
    await this.#parts.machine.restart();
  }

  async #settle(): Promise<void> {
    for (let n = 0; n < AT_ONCE_MAX; n++) {
      if (this.#parts.machine.nextAtMs - this.#offMs > this.#nowMs) return;
      await this.#guarded(async () => void (await this.#parts.machine.step()), null);
      if (this.surprises.length > 0) return;
    }
    throw new Error("bug: the program's loops do not come to rest at one instant");
  }
}
