/**
 * Those who lead the duty: they approve what others proposed, within minutes or not, ask for what is missing, call off false
 * alarms, decide on living costs, and sometimes try what only a second person may do.
 */
import type { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Warning } from "../../dissuasion/warning/warning.ts";
import type { StopPayment } from "../../orders/stop-payment/stop-payment.ts";
import type { Officer } from "../country.ts";
import { HOUR, type Party, type Scene } from "../scene.ts";

export class DutyLeads implements Party {
  readonly name = "duty-leads";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;

  constructor(scene: Scene, leaves = 0.04) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("duty-leads");
    this.#leaves = leaves;
  }

  changed(change: Change): void {
    const { kind, state, org, id } = change;
    if (kind === "stop-payment" && state === "drafted" && change.version === 1) this.#proposed(org, id);
    if ((kind === "stop-payment" || kind === "protective-stop") && (state === "stopped" || state === "active")) this.#livingCosts(change);
    if (kind === "protective-stop" && state === "proposed") this.#protect(org, id);
    if (kind === "warning" && state === "signed" && change.level > 0 && this.#prng.chance(0.03)) this.#falseAlarm(org, id);
  }

  #proposed(org: string, id: MatterId): void {
    if (this.#prng.chance(this.#leaves)) return;
    const scene = this.#scene;
    const minutes = 1 + this.#prng.exponential(3);
    // Whoever sees it first reaches for it: at night the one who took the report, and thereby proposed it.
    const clerk = scene.officerFor(org, ["intake"]);
    if (clerk !== null && clerk.roles.includes("dutyLead")) scene.giveTo(clerk, minutes, (officer) => this.#approve(officer, id, 0));
    else scene.give(org, ["dutyLead"], minutes, (officer) => this.#approve(officer, id, 0));
  }

  async #approve(officer: Officer, id: MatterId, tries: number): Promise<void> {
    const scene = this.#scene;
    const stop = (await scene.find(officer.scope, id)) as Matter<StopPayment> | null;
    if (stop?.state !== "drafted") return;
    if (stop.body.holderName === null) return this.#ask(officer, stop);
    if (this.#prng.chance(0.04)) return void (await scene.act(officer.scope, "stop-payment", id, "decline", { why: "金额太小，先核实" }));
    const done = await scene.act(officer.scope, "stop-payment", id, "approve", this.#prng.chance(0.1) ? { tellLater: "避免惊动涉案人员" } : {});
    if (done !== null || tries > 0) return;
    const other = scene.country.officers.find((one) => one.org === officer.org && one.user !== officer.user && one.roles.includes("dutyLead"));
    if (other !== undefined) scene.giveTo(other, 1 + this.#prng.exponential(2), (second) => this.#approve(second, id, 1));
  }

  /** The fourth field: whoever took the report asks the person, or the bank's slip says it. */
  async #ask(officer: Officer, stop: Matter<StopPayment>): Promise<void> {
    const scene = this.#scene;
    scene.give(officer.org, ["intake", "dissuader"], 3 + this.#prng.exponential(6), async (clerk) => {
      const values = await scene.opened(clerk.scope, stop.id, "execute-order", ["account"]);
      const [account] = values.get("account") ?? [];
      const holder = account === undefined ? undefined : scene.books.find(account)?.holder;
      if (holder === undefined || this.#prng.chance(0.1)) return;
      await scene.act(clerk.scope, "stop-payment", stop.id, "supply", { holderName: holder });
      scene.give(officer.org, ["dutyLead"], 1 + this.#prng.exponential(2), (lead) => this.#approve(lead, stop.id, 0));
    });
  }

  /** Requests to pay for living come within the time of a stop; the holder's own party makes them. */
  #livingCosts({ kind, org, id }: Change): void {
    const scene = this.#scene;
    scene.later((3 + this.#prng.exponential(3)) * HOUR, () => {
      scene.give(org, ["dutyLead"], 5, async (officer) => {
        const order = (await scene.find(officer.scope, id)) as Matter<StopPayment> | null;
        for (const request of order?.body.allowances.filter((one) => one.decidedAtMs === null) ?? []) {
          const input = this.#prng.chance(0.8) ? { request: request.id, grant: true } : { request: request.id, grant: false, why: "no-paper" };
          await scene.act(officer.scope, kind, id, "decide-allowance", input);
        }
      });
      return Promise.resolve();
    });
  }

  #protect(org: string, id: MatterId): void {
    this.#scene.give(org, ["dutyLead"], 2 + this.#prng.exponential(4), async (officer) => {
      if (this.#prng.chance(0.8)) await this.#scene.act(officer.scope, "protective-stop", id, "approve");
      else await this.#scene.act(officer.scope, "protective-stop", id, "decline", { why: "劝阻已经有效" });
    });
  }

  #falseAlarm(org: string, id: MatterId): void {
    this.#scene.give(org, ["dutyLead"], 5, async (officer) => {
      const seen = (await this.#scene.find(officer.scope, id)) as Matter<Warning> | null;
      if (seen !== null && seen.closedAtMs === null)
        await this.#scene.act(officer.scope, "warning", id, "cancel", { reason: this.#prng.pick(["known-contact", "own-transfer", "rule-mistaken"]) });
    });
  }
}
