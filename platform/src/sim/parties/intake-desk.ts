/**
 * The desk that takes reports: it looks at what came from the public, accepts what can be accepted, checks tips, marks what
 * was told before, and hands on what is another unit's. Copies of one story about one account are seen for what they are.
 */
import type { Prng } from "../../base/prng.ts";
import type { Role } from "../../access/role.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Report } from "../../cases/report/report.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer } from "../country.ts";
import type { Party, Scene } from "../scene.ts";

const DESK: readonly Role[] = ["intake"];

export class IntakeDesk implements Party {
  readonly name = "intake-desk";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;

  constructor(scene: Scene, leaves = 0.04) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("intake-desk");
    this.#leaves = leaves;
  }

  changed(change: Change): void {
    if (change.kind !== "report") return;
    const { state, org, id, opened } = change;
    if (opened && state === "received" && !this.#prng.chance(this.#leaves)) this.#scene.give(org, DESK, 2 + this.#prng.exponential(5), (officer) => this.#look(officer, id));
    if (state === "tip-open") this.#scene.give(org, ["analyst"], 20 + this.#prng.exponential(60), (officer) => this.#check(officer, id));
    if (state === "not-competent") this.#scene.give(org, ["dutyLead"], 10 + this.#prng.exponential(90), (officer) => this.#handOver(officer, id));
    if (state === "handed-over") this.#scene.give(org, ["dutyLead"], 5 + this.#prng.exponential(60), (officer) => this.#takeOver(officer, id));
    if (state === "handed-back")
      this.#scene.give(org, ["dutyLead"], 5 + this.#prng.exponential(60), async (officer) => void (await this.#act(officer, id, "keep", { reason: "本单位继续办理" })));
    if (state === "declined" || state === "review-stood" || state === "case-withdrawn") this.#tell(org, id);
  }

  async #look(officer: Officer, id: MatterId): Promise<void> {
    const prng = this.#prng;
    const report = (await this.#scene.find(officer.scope, id)) as Matter<Report> | null;
    if (report?.state !== "received") return;
    const { role, payments, secrecy } = report.body;
    if (role !== "victim" || secrecy !== "named" || payments.length === 0) {
      if (prng.chance(0.85)) await this.#act(officer, id, "open-tip", {});
      else await this.#act(officer, id, "info-only", { why: "仅反映情况" });
      return;
    }
    if (prng.chance(0.05)) return void (await this.#act(officer, id, "find-not-competent", { ground: "被骗时在另一个区" }));
    await this.#act(officer, id, "accept", {});
  }

  async #check(officer: Officer, id: MatterId): Promise<void> {
    const prng = this.#prng;
    const tip = (await this.#scene.find(officer.scope, id)) as Matter<Report> | null;
    if (tip?.state !== "tip-open") return;
    if (prng.chance(0.15)) await this.#act(officer, id, "corroborate", { evidence: [{ kind: "bank-answer", ref: `fact-${id}` }] });
    else await this.#act(officer, id, "find-unsubstantiated", { why: "没有找到相应付款" });
  }

  async #handOver(officer: Officer, id: MatterId): Promise<void> {
    const { units } = this.#scene.country;
    const others = units.filter((one) => one.kind === "police" && one.id !== officer.org && one.territory.split("/").length === 3);
    if (others.length === 0) return void (await this.#act(officer, id, "keep", { reason: "没有其他单位" }));
    await this.#act(officer, id, "hand-over", { to: this.#prng.pick(others).id });
  }

  async #takeOver(officer: Officer, id: MatterId): Promise<void> {
    if (this.#prng.chance(0.8)) await this.#act(officer, id, "take-over", {});
    else await this.#act(officer, id, "return", { reason: "损失发生地在你区" });
  }

  /** Whoever came to the counter is told there; the others by message. */
  #tell(org: string, id: MatterId): void {
    if (!this.#prng.chance(0.5)) return;
    this.#scene.give(org, ["intake", "caseOfficer"], 30 + this.#prng.exponential(4 * 60), async (officer) => {
      await this.#act(officer, id, "told", { at: new Date(this.#scene.nowMs()).toISOString(), how: "电话告知" });
    });
  }

  #act(officer: Officer, id: MatterId, command: string, input: unknown) {
    return this.#scene.act(officer.scope, "report", id, command, input);
  }
}
