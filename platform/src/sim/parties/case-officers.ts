/**
 * Those who work on cases: they make cases of reports, add what belongs together, ask for freezes of what is stopped, see
 * who received money in good faith, and bring a few cases to their end. Some are in a hurry and ask for what is not theirs
 * to have yet.
 */
import type { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import { SCAM_CATEGORY_NAMES } from "../../domain/scam-category.ts";
import type { CaseBody } from "../../cases/case/case.ts";
import type { Report } from "../../cases/report/report.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { StopPayment } from "../../orders/stop-payment/stop-payment.ts";
import type { Officer } from "../country.ts";
import { DAY, HOUR, type Party, type Scene } from "../scene.ts";

export class CaseOfficers implements Party {
  readonly name = "case-officers";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;
  readonly #hurry: number;
  /** Cases by an account that was paid in them, as the officers remember them. */
  readonly #byPayee = new Map<string, MatterId>();

  /** `hurry`: how many times as fast as in life a case is made, where somebody watches. */
  constructor(scene: Scene, leaves = 0.04, hurry = 1) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("case-officers");
    this.#leaves = leaves;
    this.#hurry = hurry;
  }

  changed(change: Change): void {
    const { kind, state, org, id } = change;
    if (kind === "report" && state === "accepted" && !this.#prng.chance(this.#leaves))
      this.#give(org, (20 + this.#prng.exponential(90)) / this.#hurry, (officer) => this.#makeCase(officer, id));
    if (kind === "case" && state === "accepted" && change.opened && this.#prng.chance(0.15)) this.#give(org, 30, (officer) => this.#freeze(officer, id));
    if (kind === "case" && state === "filed") this.#give(org, (10 + this.#prng.exponential(60)) / this.#hurry, (officer) => this.#investigate(officer, id));
    if (kind === "case") this.#goOn(change);
    if (kind === "stop-payment" && state === "stopped") this.#secondRound(change);
    if (kind === "freeze" && (state === "active" || state === "partial") && this.#prng.chance(0.12)) this.#unrelated(change);
  }

  #give(org: string, minutes: number, act: (officer: Officer) => Promise<void>): void {
    this.#scene.give(org, ["caseOfficer"], minutes, act);
  }

  async #makeCase(officer: Officer, id: MatterId): Promise<void> {
    const scene = this.#scene;
    const report = (await scene.find(officer.scope, id)) as Matter<Report> | null;
    if (report?.state !== "accepted" || report.body.case !== null) return;
    const payees = report.body.payments.map((one) => one.to.token);
    const known = payees.map((token) => this.#byPayee.get(token)).find((one) => one !== undefined);
    if (known !== undefined && this.#prng.chance(0.8) && (await scene.act(officer.scope, "case", known, "add-reports", { reports: [id] })) !== null) return;
    const opened = await scene.open(officer.scope, "case", { reports: [id], summary: summaryOf(report.body) });
    if (opened !== null) for (const token of payees) this.#byPayee.set(token, opened.id);
  }

  async #investigate(officer: Officer, id: MatterId): Promise<void> {
    await this.#scene.act(officer.scope, "case", id, "investigate");
    await this.#freeze(officer, id);
    if (!this.#prng.chance(0.4)) return;
    const values = await this.#reportValues(officer, id, "payee");
    const [account] = values;
    if (account !== undefined) await this.#scene.act(officer.scope, "case", id, "find-involved", { type: "account", value: account, ground: "收到被骗资金" });
  }

  /** 止付转冻结: what is stopped for the case's reports, for what the bank holds there. */
  async #freeze(officer: Officer, id: MatterId): Promise<void> {
    const scene = this.#scene;
    const found = (await scene.find(officer.scope, id)) as Matter<CaseBody> | null;
    if (found === null || !scene.profile.measures.freeze.allowed) return;
    const stops = (await scene.attempt(() => scene.desk.list(officer.scope, { kind: "stop-payment", states: ["stopped"], limit: 200 })))?.matters ?? [];
    for (const stop of stops as readonly Matter<StopPayment>[]) {
      if (!(found.body.reports as readonly string[]).includes(stop.body.report) && stop.body.report !== id) continue;
      await this.#freezeOne(officer, id, stop);
    }
  }

  async #freezeOne(officer: Officer, id: MatterId, stop: Matter<StopPayment>): Promise<void> {
    const scene = this.#scene;
    const values = await scene.opened(officer.scope, stop.id, "execute-order", ["account"]);
    const [account] = values.get("account") ?? [];
    const holder = account === undefined ? undefined : scene.books.find(account)?.holder;
    if (account === undefined || holder === undefined) return;
    const held = BigInt(stop.body.heldMinor ?? "0");
    const traced = held < BigInt(stop.body.amountMinor) ? held : BigInt(stop.body.amountMinor);
    const draft = {
      case: id,
      account,
      holderName: holder,
      currency: stop.body.currency,
      tracedMinor: String(traced),
      trace: `trace-${stop.serial}`,
      follows: stop.id,
      reason: "followed-stop",
    };
    // Somebody always wants all of it.
    const wanted = this.#prng.chance(0.1) ? String(traced * 3n) : String(traced);
    if ((await scene.open(officer.scope, "freeze", { ...draft, amountMinor: wanted })) === null && wanted !== String(traced))
      await scene.open(officer.scope, "freeze", { ...draft, amountMinor: String(traced) });
  }

  /** 再次止付: shortly before the first is over, while filing goes on. Some ask again when there is nothing left to ask for. */
  #secondRound({ id, org }: Change): void {
    const scene = this.#scene;
    if (!this.#prng.chance(0.6)) return;
    scene.later((36 + this.#prng.next() * 11) * HOUR, () => {
      scene.give(org, ["dutyLead"], 3, async (officer) => {
        await scene.act(officer.scope, "stop-payment", id, "second-round", { reason: "filing", note: "立案手续正在办理" });
      });
      return Promise.resolve();
    });
  }

  #unrelated({ id, org }: Change): void {
    const scene = this.#scene;
    scene.later((6 + this.#prng.exponential(40)) * HOUR, () => {
      this.#give(org, 30, async (officer) => void (await scene.act(officer.scope, "freeze", id, "find-unrelated", { ground: "核对账目，是正常货款" })));
      return Promise.resolve();
    });
  }

  /** A few come to their end; the rest are open when the days are over, as they are in life. */
  #goOn({ id, org, state }: Change): void {
    const scene = this.#scene;
    const step = async (officer: Officer): Promise<void> => {
      const values = state === "investigating" ? await this.#reportValues(officer, id, "payee-name") : [];
      switch (state) {
        case "investigating":
          return void (await scene.act(officer.scope, "case", id, "identify-holder", {
            persons: values.length > 0 ? values.slice(0, 3) : ["X001"],
            evidence: "取款录像与开户资料",
          }));
        case "holder-identified":
          return void (await scene.act(officer.scope, "case", id, "catch", { persons: 1 + this.#prng.int(3) }));
        case "prosecution":
          return void (await scene.act(officer.scope, "case", id, "judge", { outcome: "判决生效" }));
      }
    };
    if (!["investigating", "holder-identified", "prosecution"].includes(state) || !this.#prng.chance(0.5)) return;
    scene.later((0.5 + this.#prng.exponential(2)) * DAY, () => {
      this.#give(org, 60, step);
      return Promise.resolve();
    });
  }

  async #reportValues(officer: Officer, id: MatterId, role: string): Promise<readonly string[]> {
    const found = (await this.#scene.find(officer.scope, id)) as Matter<CaseBody> | null;
    const [first] = found?.body.reports ?? [];
    if (first === undefined) return [];
    return (await this.#scene.opened(officer.scope, first, "investigate", [role])).get(role) ?? [];
  }
}

/** In a few words and without names, as it stands on a list of cases. */
function summaryOf({ axes, payments }: Report): string {
  const way = axes.lure === null ? "被骗付款" : SCAM_CATEGORY_NAMES[axes.lure].zh;
  return `${way}，付款 ${payments.length} 笔，涉案账户待查`;
}
