/**
 * Those who warn: they sign for what their unit gets, call, visit when a call does not do, ask again days later, and try no
 * more than they have hands for. Leads of higher tiers take what came up to them.
 */
import type { Prng } from "../../base/prng.ts";
import type { Role } from "../../access/role.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Warning } from "../../dissuasion/warning/warning.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer } from "../country.ts";
import { HOUR, type Party, type Scene } from "../scene.ts";
import type { Resident, Residents, Talk } from "./residents.ts";

const OFFICERS: readonly Role[] = ["dissuader", "dutyLead"];
const WAITING = ["dispatched", "escalated"] as const;
/** Times that somebody comes back to one person before it goes up by its clock. */
const TRIES_MAX = 4;
/** There are more warnings than anything else: they leave room for orders, which wait for one of a few. */
const WARNINGS_SHARE = 0.25;

export class Dissuaders implements Party {
  readonly name = "dissuaders";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #residents: Residents;
  /** Share of the work that is left undone, for a person at the console to find. */
  readonly #leaves: number;

  constructor(scene: Scene, residents: Residents, leaves = 0.04) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("dissuaders");
    this.#residents = residents;
    this.#leaves = leaves;
  }

  changed(change: Change): void {
    if (change.kind === "line-break" && change.state === "proposed") this.#approveBreak(change);
    if (change.kind !== "warning") return;
    const { level, state, org, id } = change;
    if (state === "dispatched" || state === "escalated") this.#takeUp(org, level);
    if (state === "follow-up") this.#scene.give(org, OFFICERS, 5, (officer) => this.#askAgain(officer, id));
  }

  /** Somebody of the unit takes the next of its warnings, whichever that is. */
  #takeUp(org: string, level: number): void {
    const scene = this.#scene;
    if (level === 0 || this.#prng.chance(this.#leaves)) return;
    const urgency = level >= 3 ? 1 : level === 2 ? 4 : 15;
    const take = async (officer: Officer): Promise<void> => {
      const taken = await scene.attempt(() => scene.desk.takeNext(officer.scope, { kind: "warning", states: WAITING, command: "sign", of: "unit" }));
      if (taken === null) return;
      await this.#urgent(officer, taken as Matter<Warning>);
      scene.giveTo(officer, 1 + this.#prng.exponential(2), (same) => this.#contact(same, taken.id, 0));
    };
    scene.give(org, OFFICERS, 0.5 + this.#prng.exponential(urgency), take, WARNINGS_SHARE);
  }

  /** 兵分两路, 抢占线路, 临时断线: what is done beside the call when it is most urgent. */
  async #urgent(officer: Officer, warning: Matter<Warning>): Promise<void> {
    const scene = this.#scene;
    const prng = this.#prng;
    if (warning.level < 3) return;
    const operator = scene.country.units.find((one) => one.kind === "telco");
    if (operator !== undefined && warning.body.number !== null && prng.chance(0.4)) await scene.act(officer.scope, "warning", warning.id, "hold-line", { desk: operator.id });
    const second = scene.country.units.find(
      (one) => one.kind === "police" && one.id !== officer.org && warning.territory !== "" && `${warning.territory}/`.startsWith(`${one.territory}/`),
    );
    if (second !== undefined && prng.chance(0.4) && (await scene.act(officer.scope, "warning", warning.id, "second-unit", { unit: second.id })) !== null) {
      scene.give(second.id, OFFICERS, 10 + prng.exponential(15), async (other) => {
        await scene.act(other.scope, "warning", warning.id, "arrive");
        await this.#attempt(other, warning.id, "visit");
      });
    }
    if (operator !== undefined && warning.body.number !== null && prng.chance(0.25)) {
      const consent = { how: "recorded-call", ref: `rec-${warning.id}` };
      await scene.open(officer.scope, "line-break", { warning: warning.id, operator: operator.id, consent, ground: "本人同意，骗子仍在来电" });
    }
  }

  #approveBreak({ id, org }: Change): void {
    const scene = this.#scene;
    scene.give(org, ["dutyLead"], 1 + this.#prng.exponential(2), async (officer) => {
      if (this.#prng.chance(0.85)) await scene.act(officer.scope, "line-break", id, "approve");
      else await scene.act(officer.scope, "line-break", id, "decline", { why: "可以用其他办法" });
    });
  }

  async #contact(officer: Officer, id: MatterId, tries: number): Promise<void> {
    const scene = this.#scene;
    const seen = (await scene.find(officer.scope, id)) as Matter<Warning> | null;
    if (seen === null || seen.closedAtMs !== null) return;
    const { next } = seen.body;
    if (next.kind !== "contact" || next.channel === "sms") return;
    const state = await this.#attempt(officer, id, next.channel);
    if ((state !== "refused" && state !== "unreachable") || tries >= TRIES_MAX || this.#prng.chance(0.15)) return;
    const wait = seen.level >= 3 ? 4 : seen.level === 2 ? 20 : 120;
    scene.giveTo(officer, wait * (0.5 + this.#prng.next()), (same) => this.#contact(same, id, tries + 1));
  }

  /** One call or visit, from picking up to writing down what came of it; gives the state that it left. */
  async #attempt(officer: Officer, id: MatterId, channel: "call" | "visit"): Promise<string | null> {
    const scene = this.#scene;
    const prng = this.#prng;
    const begun = await scene.act(officer.scope, "warning", id, "contact", { channel });
    if (begun === null) return null;
    const person = await this.#personOf(officer, begun as Matter<Warning>);
    const talk: Talk = person === undefined ? { outcome: "not-a-target" } : this.#residents.talk(person, channel);
    const minutes = channel === "visit" ? 8 + prng.exponential(10) : 1 + prng.exponential(4);
    scene.keepBusy(officer, minutes);
    const done = await this.#result(officer, id, channel, talk);
    return done?.state ?? null;
  }

  /** Who it is: the number is opened to call it, and that is written down. */
  async #personOf(officer: Officer, warning: Matter<Warning>): Promise<Resident | undefined> {
    const values = await this.#scene.opened(officer.scope, warning.id, "warn-and-dissuade", ["victim"]);
    for (const value of values.get("victim") ?? []) {
      const found = this.#residents.byNumber(value) ?? this.#residents.byAccount(value);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #result(officer: Officer, id: MatterId, channel: "call" | "visit", talk: Talk): Promise<Matter | null> {
    const scene = this.#scene;
    const say = (input: unknown): Promise<Matter | null> => scene.act(officer.scope, "warning", id, "result", input);
    const record = channel === "call" ? { callRecord: `rec-${id}-${scene.nowMs()}` } : {};
    switch (talk.outcome) {
      case "busy":
      case "no-answer":
      case "unreachable":
      case "hung-up":
        return say({ outcome: talk.outcome, ringMs: 20_000, ...record });
      case "refused":
        return say({ outcome: channel === "visit" ? "refused-to-meet" : "refused-to-talk", ...record });
      case "awakened":
        return say({
          outcome: "awakened",
          checklist: { toldWhichScam: true, stoppedContact: true, toldWhatToExpect: true, appRemoved: this.#prng.chance(0.3) ? "removed" : "none-installed" },
          proof: channel === "visit" ? { kind: "signature", ref: `sig-${id}` } : { kind: "call-record", ref: `rec-${id}` },
          talkMs: 180_000,
        });
      case "not-a-target":
        return say({ outcome: "not-a-target", why: "本人说明是自己的正常往来" });
      case "already-paid":
        return say({
          outcome: "already-paid",
          payments: talk.payments.map((one) => ({
            from: one.flow.from,
            to: one.flow.to,
            amountMinor: String(one.flow.amountMinor),
            currency: scene.profile.currency,
            at: new Date(one.flow.atMs).toISOString(),
          })),
        });
    }
  }

  async #askAgain(officer: Officer, id: MatterId): Promise<void> {
    const scene = this.#scene;
    const seen = (await scene.find(officer.scope, id)) as Matter<Warning> | null;
    const next = seen?.body.next;
    // One that is made early is one too many.
    if (seen === null || next?.kind !== "follow-up" || next.dueAtMs > scene.nowMs() + HOUR) return;
    const person = await this.#personOf(officer, seen);
    const result = person === undefined ? "no-loss" : this.#residents.followUp(person);
    await scene.act(officer.scope, "warning", id, "follow-up", { result });
    if (result === "not-reached" && this.#prng.chance(0.5)) scene.later(this.#prng.exponential(20) * HOUR, () => this.#askAgain(officer, id));
  }
}
