/**
 * Those who look at what the program proposes as belonging together, in the sample alone: they confirm some series, take in
 * some of what is proposed later, and leave the rest to whoever is at the console. What the program supposes nobody has to.
 */
import type { Series } from "../../cases/series/series.ts";
import type { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Change } from "../../matters/work.ts";
import type { Officer } from "../country.ts";
import type { Party, Scene } from "../scene.ts";

/** Share of the series, and of what is proposed for them, that somebody here decides on. */
const LOOKED_AT = 0.5;
/** A series of two is left to grow. */
const MEMBERS_MIN = 3;

export class Analysts implements Party {
  readonly name = "analysts";
  readonly #scene: Scene;
  readonly #prng: Prng;
  /** Series on which it was decided here whether somebody looks. */
  readonly #seen = new Map<MatterId, boolean>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("analysts");
  }

  changed({ kind, state, org, id }: Change): void {
    if (kind !== "series") return;
    const looked = this.#seen.get(id) ?? this.#prng.chance(LOOKED_AT);
    this.#seen.set(id, looked);
    if (!looked) return;
    if (state === "proposed") this.#scene.give(org, ["analyst"], 5 + this.#prng.exponential(5), (officer) => this.#confirm(officer, id));
    if (state === "confirmed" && this.#prng.chance(LOOKED_AT)) this.#scene.give(org, ["analyst"], 10 + this.#prng.exponential(20), (officer) => this.#takeIn(officer, id));
  }

  async #confirm(officer: Officer, id: MatterId): Promise<void> {
    const series = (await this.#scene.find(officer.scope, id)) as Matter<Series> | null;
    if (series?.state !== "proposed" || series.body.members.length < MEMBERS_MIN) return;
    await this.#scene.act(officer.scope, "series", id, "confirm");
  }

  async #takeIn(officer: Officer, id: MatterId): Promise<void> {
    const series = (await this.#scene.find(officer.scope, id)) as Matter<Series> | null;
    const [first] = series?.body.candidates ?? [];
    // One is always left: there is something to decide for whoever comes.
    if (series?.state !== "confirmed" || first === undefined || series.body.candidates.length < 2) return;
    await this.#scene.act(officer.scope, "series", id, "accept", { id: first.id });
  }
}
