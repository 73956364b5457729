/**
 * Many who report one account that has done nothing: out of spite, for a wager, or because they believed what was passed
 * around. They send it from outside, with one text and a few payments that never were.
 */
import { authorise } from "../../access/scope.ts";
import type { Prng } from "../../base/prng.ts";
import { DAY, HOUR, MINUTE, type Party, type Scene } from "../scene.ts";
import type { Residents } from "./residents.ts";

export class Rumours implements Party {
  readonly name = "rumours";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #residents: Residents;
  readonly #days: number;

  constructor(scene: Scene, residents: Residents, days: number) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("rumours");
    this.#residents = residents;
    this.#days = days;
  }

  begin(): void {
    for (let day = 0; day < this.#days; day++) if (this.#prng.chance(0.35)) this.#scene.later(day * DAY + this.#prng.next() * 20 * HOUR, () => this.#wave());
  }

  #wave(): Promise<void> {
    const target = this.#prng.pick(this.#residents.all);
    const count = 5 + this.#prng.int(10);
    const text = "这个账户是骗子，大家都去举报，不要放过。";
    let afterMs = 0;
    for (let n = 0; n < count; n++) {
      const from = this.#prng.pick(this.#residents.all);
      afterMs += this.#prng.exponential(6) * MINUTE;
      this.#scene.later(afterMs, () => this.#report(target.account, target.home, from.person.number, text));
    }
    return Promise.resolve();
  }

  async #report(account: string, home: string, number: string, narrative: string): Promise<void> {
    const scene = this.#scene;
    const claims = this.#prng.chance(0.4);
    const paidAt = new Date(scene.nowMs() - HOUR).toISOString();
    await scene.open(authorise({ kind: "public", matter: "" }, "public"), "report", {
      channel: "online",
      role: claims ? "victim" : "witness",
      reporter: { number },
      ...(claims ? { payments: [{ to: account, amountMinor: "990000", currency: scene.profile.currency, paidAt }] } : {}),
      traits: [{ type: "account", value: account }],
      narrative,
      territory: home,
    });
  }
}
