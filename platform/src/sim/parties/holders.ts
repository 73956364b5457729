/**
 * People whose account is held: traders who sold something for stolen money and can show it, residents under protection,
 * and those who lent their account and say that they know of nothing. They read the notice, ask to pay for living with its code, bring
 * their papers to whoever decided, or appeal.
 */
import { authorise } from "../../access/scope.ts";
import { heldBy } from "../../appeals/code.ts";
import type { Prng } from "../../base/prng.ts";
import type { MatterId, MatterKindName } from "../../domain/matter.ts";
import { KnownRef } from "../../domain/personal.ts";
import type { Received } from "../outside.ts";
import { HOUR, type Party, type Scene } from "../scene.ts";
import { codeIn, textOf } from "./residents.ts";

const HOLDING: ReadonlySet<string> = new Set(["stp_", "frz_", "pst_"]);

export class Holders implements Party {
  readonly name = "holders";
  readonly #scene: Scene;
  readonly #prng: Prng;
  /** How many times as fast as in life they object. */
  readonly #hurry: number;
  readonly #seen = new Set<string>();

  constructor(scene: Scene, hurry = 1) {
    this.#scene = scene;
    this.#hurry = hurry;
    this.#prng = scene.chanceOf("holders");
  }

  received(message: Received): void {
    if (message.channel !== "institution" || message.what !== "notice" || message.matter === null) return;
    const account = message.fields["holder"];
    if (typeof account !== "string") return;
    const sort = this.#scene.books.find(account)?.sort;
    if (sort !== "trader" && sort !== "resident" && sort !== "mule") return;
    const matter = message.matter as MatterId;
    if (!HOLDING.has(matter.slice(0, 4)) || this.#seen.has(matter)) return;
    this.#seen.add(matter);
    const code = codeIn(textOf(message));
    if (code !== null && this.#prng.chance(0.5)) this.#scene.later((this.#prng.exponential(3) * HOUR) / this.#hurry, () => this.#appeal(code, sort === "trader"));
    if (sort === "mule") return;
    if (code !== null && this.#prng.chance(0.5)) this.#scene.later(this.#prng.exponential(4) * HOUR, () => this.#livingCosts(code));
    if (sort === "trader" && this.#prng.chance(0.75)) this.#scene.later(this.#prng.exponential(8) * HOUR, () => this.#papers(matter));
  }

  async #livingCosts(code: string): Promise<void> {
    const found = await this.#scene.publicScope(code);
    if (found === null) return;
    const need = this.#prng.pick(["living", "medical", "school", "housing"]);
    await this.#scene.act(found.scope, kindOf(found.matter), found.matter, "ask-allowance", { need, amountMinor: String(10_000 * (1 + this.#prng.int(20))) });
  }

  /** Not everybody who sold something has a paper for it. */
  async #appeal(code: string, sold: boolean): Promise<void> {
    const scene = this.#scene;
    const held = (await scene.desk.store.snapshot((sql) => heldBy(sql, [code]))).get(code);
    if (held === undefined || held.recipient === null) return;
    const papers = sold && this.#prng.chance(0.6) ? [{ kind: "invoice", sha256: this.#fingerprint(), type: "application/pdf", bytes: 40_000 }] : [];
    const grounds = [sold ? "good-faith" : "not-involved"];
    const statement = sold ? "这是我卖货收到的钱。" : "我什么也没有做。";
    const draft = { against: held.matter, holder: new KnownRef(held.recipient), grounds, papers, statement };
    await scene.open(authorise({ kind: "public", matter: "" }, "public"), "appeal", draft);
  }

  #fingerprint(): string {
    return Array.from({ length: 64 }, () => this.#prng.int(16).toString(16)).join("");
  }

  /** Invoices and delivery notes show that the goods were sold in good faith. */
  async #papers(matter: MatterId): Promise<void> {
    const scene = this.#scene;
    const kind = kindOf(matter);
    const row = await scene.desk.store.snapshot((sql) => sql.query<{ readonly org: string }>("select org from matter where id = $1", [matter]));
    scene.give(row[0]?.org ?? "", ["caseOfficer"], 40, async (officer) => {
      if (kind === "stop-payment" && this.#prng.chance(0.8)) await scene.act(officer.scope, kind, matter, "release", { reason: "good-faith" });
      if (kind === "freeze") await scene.act(officer.scope, kind, matter, "find-unrelated", { ground: "持有人提供了发货和开票记录" });
    });
  }
}

function kindOf(matter: MatterId): MatterKindName {
  return matter.startsWith("frz_") ? "freeze" : matter.startsWith("pst_") ? "protective-stop" : "stop-payment";
}
