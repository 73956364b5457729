/** The town's history as a stream of events in order of time: one seed and one start are one history. */
import { Prng } from "../base/prng.ts";
import { Agenda } from "./agenda.ts";
import { beginRound, type GangWorld } from "./gangs.ts";
import { ordinaryEvent, type EventDraft } from "./life.ts";
import { isDayOff, type Reference } from "./reference.ts";
import { buildTown, type Town } from "./town.ts";

export interface TownEvent {
  readonly atMs: number;
  /** One NDJSON line without its newline. */
  readonly line: string;
}

export interface StreamOptions {
  readonly seed: number;
  readonly startMs: number;
  /** Ordinary events a second, on average, on a working day. */
  readonly perSecond: number;
  /** Share of the traffic that is ordinary; the gangs make the rest. */
  readonly ordinaryShare?: number;
  /** Told when a gang has got hold of somebody. */
  readonly reached?: GangWorld["reached"];
}

/** Enough scams to watch; far more than any country has. */
const ORDINARY_SHARE = 0.8;
const MINUTE = 60_000;

export class TownStream {
  readonly town: Town;
  readonly #agenda = new Agenda();
  readonly #ready: TownEvent[] = [];
  readonly #prefix: string;
  #count = 0;

  constructor(options: StreamOptions, reference: Reference) {
    const prng = new Prng(options.seed);
    const ordinaryShare = options.ordinaryShare ?? ORDINARY_SHARE;
    this.town = buildTown(prng.fork("town"), reference);
    this.#prefix = `smp-${options.seed.toString(36)}-${options.startMs.toString(36)}`;
    const world: GangWorld = {
      prng: prng.fork("gangs"),
      town: this.town,
      agenda: this.#agenda,
      emit: (atMs, draft) => this.#emit(atMs, draft),
      ...(options.reached === undefined ? {} : { reached: options.reached }),
    };
    this.town.people.forEach((p, n) =>
      this.#agenda.add(options.startMs + n * 20, (t) =>
        this.#emit(t, { kind: "link", number: p.number, account: p.account, device: p.device, person: p.person, relation: "holds" }),
      ),
    );
    const life = prng.fork("life");
    const meanMs = 1000 / (options.perSecond * ordinaryShare);
    const live = (atMs: number): void => {
      this.#emit(atMs, ordinaryEvent(life, this.town, reference));
      this.#agenda.add(atMs + life.exponential(isDayOff(atMs) ? meanMs * 1.2 : meanMs), live);
    };
    this.#agenda.add(options.startMs + this.town.people.length * 20, live);
    const gangs = this.town.gangs.slice(0, Math.max(1, Math.round(this.town.gangs.length * Math.min(1, (1 - ordinaryShare) / (1 - ORDINARY_SHARE)))));
    // More traffic, more gangs at work at the same time, so that the mix stays.
    const crews = Math.max(1, Math.round((options.perSecond * (1 - ordinaryShare) * 60 * 45) / 90 / gangs.length));
    gangs.forEach((gang, g) => {
      for (let c = 0; c < crews; c++) {
        const round = (atMs: number): void => this.#agenda.add(beginRound(world, gang, atMs), round);
        this.#agenda.add(options.startMs + (1 + g * 3 + c * 7 + world.prng.next() * 10) * MINUTE, round);
      }
    });
  }

  /** The next event; the stream never ends. */
  next(): TownEvent {
    while (this.#ready.length === 0) {
      const item = this.#agenda.take();
      if (item === null) throw new Error("bug: nothing happens any more in the town");
      item.act(item.atMs);
    }
    return this.#ready.shift()!;
  }

  /** Time of what comes next, at the earliest. */
  get nextAtMs(): number {
    return this.#ready[0]?.atMs ?? this.#agenda.nextAtMs;
  }

  #emit(atMs: number, draft: EventDraft): void {
    this.#ready.push({ atMs, line: JSON.stringify({ id: `${this.#prefix}-${(++this.#count).toString(36)}`, occurredAt: new Date(atMs).toISOString(), ...draft }) });
  }
}
