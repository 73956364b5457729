/** Those who look at what others decided: reviews of declined reports at their own unit and, once more, at the one above. */
import type { Prng } from "../../base/prng.ts";
import type { Change } from "../../matters/work.ts";
import { HOUR, type Party, type Scene } from "../scene.ts";

export class Reviewers implements Party {
  readonly name = "reviewers";
  readonly #scene: Scene;
  readonly #prng: Prng;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("reviewers");
  }

  changed({ kind, state, id, org }: Change): void {
    if (kind !== "report" || (state !== "review" && state !== "re-review")) return;
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
}
