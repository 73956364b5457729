/**
 * What a party of the town works with: its time, its chance, the desk as it stands now, colleagues with hours and hands,
 * and the town's own truth. The same party code is played by the virtual time of a run and by real time in the sample.
 */
import { ProblemError, type ProblemCode } from "../base/problem.ts";
import type { Prng } from "../base/prng.ts";
import type { Role } from "../access/role.ts";
import { authorise, type Scope } from "../access/scope.ts";
import { dayOf, epochDayAt, startOfDayMs } from "../domain/calendar.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Purpose } from "../domain/personal.ts";
import type { Desk } from "../matters/desk.ts";
import type { Matter } from "../matters/matter.ts";
import { openPersonal } from "../matters/personal-access.ts";
import { codeDigest } from "../matters/tracking.ts";
import type { Change } from "../matters/work.ts";
import type { Books } from "./books.ts";
import type { Country, Hours, Officer } from "./country.ts";
import type { Received } from "./outside.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Act = () => Promise<void>;

/** One sort of people or institutions, and what they do when something happens that they can see. */
export interface Party {
  readonly name: string;
  /** Before anything else. */
  begin?(): void;
  /** A matter changed; whoever works on it sees that. */
  changed?(change: Change): void;
  /** An institution, a phone or a list was handed something. */
  received?(message: Received): void;
}

export interface SceneParts {
  readonly prng: Prng;
  readonly country: Country;
  readonly books: Books;
  nowMs(): number;
  profile(): JurisdictionProfile;
  desk(): Desk;
  /** Does it after a while, by the town's time. */
  later(delayMs: number, act: Act): void;
  /** How many times as fast everything is done; without it, once. */
  readonly pace?: number;
  /** Whoever has this much to do already takes nothing new; without it everything is done in the end. */
  readonly backlogMaxMs?: number;
}

export class Scene {
  readonly parts: SceneParts;
  /** What was refused to whom, by code: refusals are ordinary, surprises are not. */
  readonly refusals = new Map<ProblemCode, number>();

  constructor(parts: SceneParts) {
    this.parts = parts;
  }

  get country(): Country {
    return this.parts.country;
  }

  get books(): Books {
    return this.parts.books;
  }

  get desk(): Desk {
    return this.parts.desk();
  }

  get profile(): JurisdictionProfile {
    return this.parts.profile();
  }

  nowMs(): number {
    return this.parts.nowMs();
  }

  /** Chance of one party: more draws of another leave it alone. */
  chanceOf(party: string): Prng {
    return this.parts.prng.fork(party);
  }

  later(delayMs: number, act: Act): void {
    this.parts.later(Math.max(0, Math.round(delayMs / this.#pace)), act);
  }

  /** What the program refuses is an answer, not a failure; null then. */
  async attempt<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code } = error.problem;
      this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      return null;
    }
  }

  /** Gives a command in somebody's name; null when it was refused. */
  act(who: Scope, kind: MatterKindName, id: MatterId, command: string, input: unknown = {}): Promise<Matter | null> {
    return this.attempt(async () => {
      const [matter] = await this.desk.work(who, (work) => work.actAny(kind, [{ id, command, input }]));
      return matter;
    });
  }

  open(who: Scope, kind: MatterKindName, draft: unknown): Promise<Matter | null> {
    return this.attempt(() => this.desk.work(who, (work) => work.openAny(kind, draft)));
  }

  /** The matter as somebody sees it; null when they do not. */
  find(who: Scope, id: MatterId): Promise<Matter | null> {
    return this.attempt(() => this.desk.find(who, id));
  }

  /** Values that stand in a matter, by their role in it; opened for a purpose and written into the ledger. */
  async opened(who: Scope, matter: MatterId, purpose: Purpose, roles: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const values = (await this.attempt(() => openPersonal(this.desk, who, { matter, purpose }))) ?? [];
    const by = new Map<string, string[]>();
    for (const one of values) if (roles.includes(one.role)) by.set(one.role, [...(by.get(one.role) ?? []), one.value.open(purpose)]);
    return by;
  }

  /** What somebody may do with the code that a notice brought; null when the code is for nothing. */
  async publicScope(code: string): Promise<{ readonly scope: Scope; readonly matter: MatterId } | null> {
    const [row] = await this.desk.store.snapshot((sql) => sql.query<{ readonly matter: MatterId }>("select matter from tracking where code_digest = $1", [codeDigest(code)]));
    return row === undefined ? null : { scope: authorise({ kind: "public", matter: row.matter }, "public"), matter: row.matter };
  }

  // --- hands -----------------------------------------------------------------------------------------------------------

  /** Who at the unit, or at those above it, has one of the roles and is free first; null when nobody has. */
  officerFor(org: string, roles: readonly Role[]): Officer | null {
    const { units, officers } = this.parts.country;
    for (let at: string | null = org; at !== null; at = units.find((one) => one.id === at)?.parent ?? null) {
      const here = officers.filter((one) => one.org === at && one.roles.some((role) => roles.includes(role)));
      const nowMs = this.nowMs();
      const [first] = here.map((one) => ({ one, atMs: this.#freeFrom(one, nowMs) })).sort((a, b) => a.atMs - b.atMs);
      if (first !== undefined) return first.one;
    }
    return null;
  }

  /**
   * Hands a piece of work to whoever is free first: done when they have come to it and spent the minutes on it. Where people
   * take only so much, `share` is how much of that this sort of work may fill.
   */
  give(org: string, roles: readonly Role[], minutes: number, act: (officer: Officer) => Promise<void>, share = 1): void {
    const officer = this.officerFor(org, roles);
    if (officer === null || this.#waitMs(officer) > share * (this.parts.backlogMaxMs ?? Infinity)) return;
    this.giveTo(officer, minutes, act);
  }

  /** What somebody has begun they go on with, however much else there is. */
  giveTo(officer: Officer, minutes: number, act: (officer: Officer) => Promise<void>): void {
    const nowMs = this.nowMs();
    const doneMs = this.#freeFrom(officer, nowMs) + Math.round((minutes * MINUTE) / this.#pace);
    officer.freeAtMs = doneMs;
    this.parts.later(doneMs - nowMs, () => act(officer));
  }

  /** What they are at now takes so much longer. */
  keepBusy(officer: Officer, minutes: number): void {
    officer.freeAtMs = Math.max(officer.freeAtMs, this.nowMs() + (minutes * MINUTE) / this.#pace);
  }

  #waitMs(officer: Officer): number {
    const nowMs = this.nowMs();
    return this.#freeFrom(officer, nowMs) - nowMs;
  }

  get #pace(): number {
    return this.parts.pace ?? 1;
  }

  #freeFrom(officer: Officer, nowMs: number): number {
    return this.#onDutyFrom(officer.hours, Math.ceil(Math.max(nowMs, officer.freeAtMs)));
  }

  /** The first instant from then on at which somebody with these hours is on duty. */
  #onDutyFrom(hours: Hours, fromMs: number): number {
    if (hours === "always") return fromMs;
    const { calendar, timeZone } = this.profile;
    const today = epochDayAt(fromMs, timeZone);
    // Longer than any run of holidays.
    for (let day = today - 1; day < today + 20; day++) {
      if (hours === "office" && dayOf(calendar, day).working === false) continue;
      const startMs = startOfDayMs(day, timeZone);
      const [from, until] = DUTY[hours];
      if (fromMs < startMs + until) return Math.max(fromMs, startMs + from);
    }
    return fromMs;
  }
}

/** From the start of the day. */
const DUTY: Readonly<Record<Exclude<Hours, "always">, readonly [number, number]>> = {
  day: [8 * HOUR, 20 * HOUR],
  night: [20 * HOUR, 32 * HOUR],
  office: [8.5 * HOUR, 17.5 * HOUR],
};
