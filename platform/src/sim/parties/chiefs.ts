/**
 * Heads of police organs: they file, decline and withdraw cases, approve freezes or do not, lift what was found to have
 * nothing to do with a case, hand cases to the prosecutor. They work in office hours and have much else to do.
 */
import type { Prng } from "../../base/prng.ts";
import type { Role } from "../../access/role.ts";
import type { Freeze } from "../../orders/freeze/freeze.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import { DAY, HOUR, type Party, type Scene } from "../scene.ts";

const CHIEFS: readonly Role[] = ["countyChief", "cityChief", "provinceChief", "dutyLead"];

export class Chiefs implements Party {
  readonly name = "chiefs";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #leaves: number;
  readonly #hurry: number;

  /** `hurry`: how many times as fast as in life it is decided about a new case, where somebody watches. */
  constructor(scene: Scene, leaves = 0.04, hurry = 1) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("chiefs");
    this.#leaves = leaves;
    this.#hurry = hurry;
  }

  changed(change: Change): void {
    const { kind, state, opened } = change;
    const prng = this.#prng;
    if (kind === "case" && state === "accepted" && opened && !prng.chance(this.#leaves)) {
      if (prng.chance(0.88)) this.#after(change, prng.exponential(4) / this.#hurry, "file");
      else this.#after(change, prng.exponential(6) / this.#hurry, "decline", { reason: "不属于诈骗，为合同纠纷" });
    }
    if (kind === "case" && state === "filed" && prng.chance(0.05)) this.#after(change, 20 + prng.exponential(30), "withdraw", { reason: "查明没有犯罪事实" });
    if (kind === "case" && state === "caught") this.#after(change, 10 + prng.exponential(30), "prosecute");
    if (kind === "case" && state === "judged") this.#after(change, 5 + prng.exponential(30), "close", { outcome: "已判决" });
    if (kind === "freeze" && state === "proposed") {
      if (prng.chance(0.9)) this.#after(change, prng.exponential(2), "approve");
      else this.#after(change, prng.exponential(2), "decline", { why: "金额与追踪不符" });
    }
    if (kind === "freeze" && (state === "active" || state === "partial")) this.#lift(change);
  }

  #after({ kind, org, id }: Change, hours: number, command: string, input: object = {}): void {
    const scene = this.#scene;
    scene.later(hours * HOUR, () => {
      scene.give(org, this.#roles(), 10, async (officer) => void (await scene.act(officer.scope, kind, id, command, input)));
      return Promise.resolve();
    });
  }

  /** Found unrelated: within three days as a rule, some later, which somebody above then sees. */
  #lift({ id, org }: Change): void {
    const scene = this.#scene;
    const look = (): Promise<void> => {
      scene.give(org, this.#roles(), 10, async (officer) => {
        const freeze = (await scene.find(officer.scope, id)) as Matter<Freeze> | null;
        if (freeze !== null && freeze.closedAtMs === null && freeze.body.unrelatedAtMs !== null) await scene.act(officer.scope, "freeze", id, "lift", { reason: "unrelated" });
      });
      return Promise.resolve();
    };
    for (const days of [1, 2, 3, 5]) scene.later((days + this.#prng.next()) * DAY, look);
  }

  /** The office exists in some countries only. */
  #roles(): readonly Role[] {
    return this.#scene.profile.roles.countyChief === undefined ? ["dutyLead"] : CHIEFS.filter((role) => role !== "dutyLead");
  }
}
