/**
 * Those who look at what others decided: reviews of declined reports at their own unit and, once more, at the one above;
 * appeals against what holds somebody's money. They have other work, and some of it they never come to.
 */
import type { Appeal } from "../../appeals/appeal/appeal.ts";
import type { Prng } from "../../base/prng.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer } from "../country.ts";
import { HOUR, type Party, type Scene } from "../scene.ts";

export class Reviewers implements Party {
  readonly name = "reviewers";
  readonly #scene: Scene;
  readonly #prng: Prng;
  /** How many times as fast as in life they come to an appeal. */
  readonly #hurry: number;

  constructor(scene: Scene, hurry = 1) {
    this.#scene = scene;
    this.#hurry = hurry;
    this.#prng = scene.chanceOf("reviewers");
  }

  changed(change: Change): void {
    const { kind, state } = change;
    if (kind === "report" && (state === "review" || state === "re-review")) this.#review(change, state);
    if (kind === "appeal" && state === "received" && !this.#prng.chance(0.3)) this.#appeal(change);
  }

  #review({ id, org }: Change, state: "review" | "re-review"): void {
    const scene = this.#scene;
    scene.later(this.#prng.exponential(30) * HOUR, () => {
      const above = scene.country.units.find((one) => one.id === org)?.parent;
      scene.give(state === "re-review" ? (above ?? org) : org, ["reviewer"], 60, async (officer) => {
        const input = this.#prng.chance(0.35) ? { result: "overturned", reason: "有付款记录，应当立案" } : { result: "stands", reason: "现有材料不足以立案" };
        await scene.act(officer.scope, "report", id, state === "review" ? "decide-review" : "decide-re-review", input);
      });
      return Promise.resolve();
    });
  }

  #appeal({ id, org }: Change): void {
    const scene = this.#scene;
    scene.later((this.#prng.exponential(4) * HOUR) / this.#hurry, () => {
      scene.give(org, ["reviewer"], 30, async (officer) => {
        const taken = (await scene.act(officer.scope, "appeal", id, "take")) as Matter<Appeal> | null;
        if (taken !== null) await this.#decide(officer, taken);
      });
      return Promise.resolve();
    });
  }

  /** Who sold something is believed more often, with a paper for it nearly always. */
  async #decide(officer: Officer, { id, body }: Matter<Appeal>): Promise<void> {
    const sold = body.grounds.some((one) => one.key === "good-faith");
    const upheld = this.#prng.chance(body.papers.length > 0 ? 0.9 : sold ? 0.5 : 0.15);
    const input = upheld
      ? { result: "upheld", reasons: [sold ? "good-faith" : "unrelated"] }
      : { result: "rejected", reasons: ["money-traced"], note: "账户收到被骗资金，尚未说明来源" };
    await this.#scene.act(officer.scope, "appeal", id, "decide", input);
  }
}
