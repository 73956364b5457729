/**
 * The bill of a change: what other rules would have done on the same events, at whose cost. Counted event by event and, for
 * warnings, person by person, because a person has one warning an episode whatever many events raise it. Pure: who a person
 * is, which events are known to be innocent, and where people live is told to it.
 */
import type { WarningLevel } from "../domain/jurisdiction-words.ts";
import { ACTIONS, type Action } from "../domain/verdict.ts";

export type Known = "innocent" | "confirmed";
export type WarningChange = "more" | "fewer" | "raised" | "lowered";

export const LEVELS_UP: readonly WarningLevel[] = ["low", "medium", "high", "urgent"];

export interface LevelBill {
  readonly live: number;
  readonly draft: number;
}

export interface UnitBill {
  /** Id of the unit; null where nobody knows which is competent. */
  readonly unit: string | null;
  readonly name: { readonly zh: string; readonly en: string } | null;
  readonly more: number;
  readonly fewer: number;
  readonly visitsMore: number;
  readonly visitsFewer: number;
}

export interface Bill {
  readonly fromMs: number;
  readonly untilMs: number;
  /** From here on events were read to fill the windows, and not counted. */
  readonly warmFromMs: number;
  readonly liveVersion: string;
  readonly draftVersion: string;
  readonly events: number;
  /** Why it ended before the window did, if so. */
  readonly cut: "events" | "time" | null;
  /** How often the rules in force, judged again, did what is in the log: less than all where older events or other rules made the verdict. */
  readonly faithful: { readonly same: number; readonly of: number };
  readonly actions: Readonly<Record<Action, { readonly live: number; readonly draft: number; readonly more: number; readonly fewer: number }>>;
  readonly rules: Readonly<Record<string, LevelBill>>;
  /** Events of which an outcome says what they were: how many are known, and how many each would tell somebody of. */
  readonly known: Readonly<Record<Known, { readonly of: number; readonly live: number; readonly draft: number }>>;
  readonly warnings: {
    readonly live: number;
    readonly draft: number;
    readonly more: number;
    readonly fewer: number;
    readonly raised: number;
    readonly lowered: number;
    readonly levels: Readonly<Record<WarningLevel, LevelBill>>;
    /** Visits that the level asks for whatever a call brings, and those that follow when it brings nothing. */
    readonly visits: LevelBill;
    readonly visitsIfUnreached: LevelBill;
    readonly units: readonly UnitBill[];
  };
  /** What judging by the rules costs an event, measured on some of these events; null when there were too few. */
  readonly cost: { readonly liveNs: number; readonly draftNs: number } | null;
  /** Events that are listed one by one, and those beyond. */
  readonly listed: number;
  readonly unlisted: number;
}

export interface BillRow {
  readonly event: string;
  readonly atMs: number;
  readonly kind: string;
  readonly live: Action;
  readonly draft: Action;
  /** That hit under one and not under the other. */
  readonly rules: readonly string[];
  readonly known: Known | null;
  warning: WarningChange | null;
  liveLevel: WarningLevel | null;
  draftLevel: WarningLevel | null;
  visit: boolean;
  unit: string | null;
}

interface Episode {
  readonly startMs: number;
  live: WarningLevel | null;
  draft: WarningLevel | null;
  /** The event that the person's row in the list stands for. */
  row: BillRow;
}

/** Counts one warning a person and episode, under each of the rules. */
export class WarningCount {
  readonly #same: (startMs: number, atMs: number) => boolean;
  readonly #open = new Map<string, Episode>();
  readonly #episodes: (Episode & { readonly person: string })[] = [];

  /** `same` says whether two signs of one person belong to one episode. */
  constructor(same: (startMs: number, atMs: number) => boolean) {
    this.#same = same;
  }

  /** Signs come in order. `row` is of the event, to be listed when the person's warning comes out otherwise. */
  add(person: string, atMs: number, live: WarningLevel | null, draft: WarningLevel | null, row: BillRow): void {
    if (live === null && draft === null) return;
    const open = this.#open.get(person);
    if (open === undefined || !this.#same(open.startMs, atMs)) {
      const episode = { person, startMs: atMs, live, draft, row };
      this.#open.set(person, episode);
      this.#episodes.push(episode);
      return;
    }
    // The row that is listed is the one at which the two came apart first.
    if (open.live === open.draft && live !== draft) open.row = row;
    open.live = higher(open.live, live);
    open.draft = higher(open.draft, draft);
  }

  /** Every episode with how it differs; null where both warn alike. */
  episodes(): readonly {
    readonly person: string;
    readonly live: WarningLevel | null;
    readonly draft: WarningLevel | null;
    readonly change: WarningChange | null;
    readonly row: BillRow;
  }[] {
    return this.#episodes.map((one) => ({ ...one, change: changeOf(one.live, one.draft) }));
  }
}

function higher(a: WarningLevel | null, b: WarningLevel | null): WarningLevel | null {
  if (a === null || b === null) return a ?? b;
  return LEVELS_UP.indexOf(a) >= LEVELS_UP.indexOf(b) ? a : b;
}

function changeOf(live: WarningLevel | null, draft: WarningLevel | null): WarningChange | null {
  if (live === draft) return null;
  if (live === null) return "more";
  if (draft === null) return "fewer";
  return LEVELS_UP.indexOf(draft) > LEVELS_UP.indexOf(live) ? "raised" : "lowered";
}

/** What was done against what would be, by action. */
export class ActionCount {
  readonly #table = new Float64Array(ACTIONS.length * ACTIONS.length);

  add(live: number, draft: number): void {
    this.#table[live * ACTIONS.length + draft]++;
  }

  /** Goes on from what was counted before. */
  load(changes: Readonly<Partial<Record<string, number>>>): void {
    for (const [change, n] of Object.entries(changes)) {
      const [live, draft] = change.split(">").map((action) => ACTIONS.indexOf(action as Action));
      if (live >= 0 && draft >= 0 && n !== undefined) this.#table[live * ACTIONS.length + draft] += n;
    }
  }

  bill(): Bill["actions"] {
    const n = ACTIONS.length;
    const cells = ACTIONS.map((_, a) => {
      let live = 0;
      let draft = 0;
      for (let b = 0; b < n; b++) {
        live += this.#table[a * n + b];
        draft += this.#table[b * n + a];
      }
      const both = this.#table[a * n + a];
      return { live, draft, more: draft - both, fewer: live - both };
    });
    return Object.fromEntries(ACTIONS.map((action, a) => [action, cells[a]])) as unknown as Bill["actions"];
  }

  /** `warn>hold` and how often; what agrees is `warn>warn`. */
  changes(): Readonly<Partial<Record<`${Action}>${Action}`, number>>> {
    const n = ACTIONS.length;
    const out: Partial<Record<`${Action}>${Action}`, number>> = {};
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) if (this.#table[a * n + b] > 0) out[`${ACTIONS[a]}>${ACTIONS[b]}`] = this.#table[a * n + b];
    return out;
  }
}
