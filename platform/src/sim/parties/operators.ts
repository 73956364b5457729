/** The telecom operator's desk: it pauses a line when asked, confirms that emergency calls work, and confirms when it is back. */
import type { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Received } from "../outside.ts";
import type { Party, Scene } from "../scene.ts";

export class Operators implements Party {
  readonly name = "operators";
  readonly #scene: Scene;
  readonly #prng: Prng;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("operators");
  }

  received(message: Received): void {
    if (message.channel !== "institution" || message.matter === null) return;
    const scene = this.#scene;
    const id = message.matter as MatterId;
    const now = (): string => new Date(scene.nowMs()).toISOString();
    if (message.what === "line-suspension.request" && !this.#prng.chance(0.1)) {
      scene.give(message.to, ["telcoOps"], 1 + this.#prng.exponential(3), async (officer) => {
        if (this.#prng.chance(0.1)) await scene.act(officer.scope, "line-break", id, "answer", { result: "impossible", why: "号码已转网" });
        else await scene.act(officer.scope, "line-break", id, "answer", { result: "suspended", at: now(), emergencyCallsWork: true });
      });
    }
    if (message.what === "line-suspension.restore") {
      scene.give(
        message.to,
        ["telcoOps"],
        1 + this.#prng.exponential(3),
        async (officer) => void (await scene.act(officer.scope, "line-break", id, "restore-confirmed", { at: now() })),
      );
    }
  }
}
