/**
 * People of the sample town whose payment is held and who object to it: some at once, some with a paper, a few complain of how
 * it was done, and some of those who were right claim what it cost them. Never more at a time than reviewers of a district can
 * look through, so that whoever is at the console finds a queue and not a flood. Runs have no such party.
 */
import { authorise } from "../../access/scope.ts";
import { heldBy, type Held } from "../../appeals/code.ts";
import { claimable } from "../../appeals/consequences.ts";
import { chainsOf } from "../../appeals/target.ts";
import type { Prng } from "../../base/prng.ts";
import type { MatterId } from "../../domain/matter.ts";
import { KnownRef } from "../../domain/personal.ts";
import type { Change } from "../../matters/work.ts";
import type { Received } from "../outside.ts";
import { MINUTE, type Party, type Scene } from "../scene.ts";
import { codeIn, textOf } from "./residents.ts";

/** Of these that are open at a time. */
const OPEN_MAX = 10;
const COMPLAINTS_MAX = 4;
/** As long as there are fewer than this, whoever is told objects more often than not. */
const FEW = 4;
const OBJECT = 0.05;
const COMPLAIN = 0.02;
const CLAIM = 0.6;

const SAID = [
  { ground: "verified", text: "收款人是我的房东，这是这个季度的房租。银行已经打电话和我核实过了。" },
  { ground: "needs-it", text: "这是给我母亲交的住院押金，医院今天就要。" },
  { ground: "not-involved", text: "我只是给同事还饭钱，不认识什么骗子。" },
  { ground: "too-much", text: "我和对方做了多年生意，这一笔是尾款。" },
  { ground: "not-told", text: "只收到一条短信，没有人告诉我为什么、要多久。" },
] as const;

const PUBLIC = authorise({ kind: "public", matter: "" }, "public");

export class Objectors implements Party {
  readonly name = "objectors";
  readonly #scene: Scene;
  readonly #prng: Prng;
  /** Open appeals of this party's making, with whose they are. */
  readonly #open = new Map<MatterId, Held>();
  #waiting = 0;
  #complaints = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("objectors");
  }

  received(message: Received): void {
    if (message.channel !== "institution" || message.what !== "notice" || message.matter?.startsWith("hld_") !== true) return;
    const code = codeIn(textOf(message));
    if (code === null) return;
    const objects = this.#prng.chance(this.#now < FEW ? 0.5 : OBJECT);
    const complains = this.#prng.chance(COMPLAIN);
    if (objects && this.#now < OPEN_MAX) this.#after(4, () => this.#appeal(code));
    if (!complains || this.#complaints === COMPLAINTS_MAX) return;
    this.#complaints++;
    this.#after(8, () => this.#complain(code));
  }

  changed({ id, kind, state }: Change): void {
    if (kind !== "appeal") return;
    const held = this.#open.get(id);
    if (held === undefined || state === "received" || state === "in-review") return;
    this.#open.delete(id);
    if (state === "upheld" && this.#prng.chance(CLAIM)) this.#after(6, () => this.#claim(held));
  }

  /** Open, and those that somebody is about to make. */
  get #now(): number {
    return this.#open.size + this.#waiting;
  }

  #after(minutes: number, act: () => Promise<void>): void {
    this.#waiting++;
    this.#scene.later((2 + this.#prng.exponential(minutes)) * MINUTE, async () => {
      this.#waiting--;
      await act();
    });
  }

  async #heldBy(code: string): Promise<(Held & { readonly recipient: NonNullable<Held["recipient"]> }) | null> {
    const found = (await this.#scene.desk.store.snapshot((sql) => heldBy(sql, [code]))).get(code);
    return found === undefined || found.recipient === null ? null : { ...found, recipient: found.recipient };
  }

  async #appeal(code: string): Promise<void> {
    const held = await this.#heldBy(code);
    if (held === null) return;
    const { ground, text } = this.#prng.pick(SAID);
    const papers = this.#prng.chance(0.5) ? [this.#paper(ground === "too-much" ? "contract" : "statement", text)] : [];
    const draft = { against: held.matter, holder: new KnownRef(held.recipient), grounds: [ground], papers, statement: text };
    const made = await this.#scene.open(PUBLIC, "appeal", draft);
    if (made !== null) this.#open.set(made.id, held);
  }

  async #complain(code: string): Promise<void> {
    const held = await this.#heldBy(code);
    if (held === null) return;
    const subject = this.#prng.pick(["contacts", "delay", "not-told", "conduct"]);
    const draft = { about: held.matter, holder: new KnownRef(held.recipient), subject, statement: "一天接了四个电话，问的都是同样的问题。" };
    await this.#scene.open(PUBLIC, "complaint", draft);
  }

  /** What was found wrong is claimed with the same code; what it cost besides is said by the person. */
  async #claim({ matter, recipient }: Held): Promise<void> {
    if (recipient === null) return;
    const { desk } = this.#scene;
    const losses = [{ kind: this.#prng.pick(["fees", "expenses"]), amountMinor: String(1_000 * (1 + this.#prng.int(60))) }];
    await this.#scene.attempt(async () => {
      const claim = await desk.work(PUBLIC, async (work) => claimable(work, (await chainsOf(work.sql, [matter])).get(matter) ?? [], recipient));
      await desk.work(authorise({ kind: "public", matter: claim }, "public"), (work) => work.actAny("compensation", [{ id: claim, command: "claim", input: { losses } }]));
    });
  }

  #paper(kind: "contract" | "statement", text: string) {
    const sha256 = Array.from({ length: 64 }, () => this.#prng.int(16).toString(16)).join("");
    return { kind, sha256, type: "image/jpeg", bytes: 20_000 + this.#prng.int(400_000), ...(kind === "statement" ? { text } : {}) };
  }
}
