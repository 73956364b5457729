/**
 * People who live in the town: whether they answer a call, whether they believe it, whether they have paid already, when
 * they report and how exactly, and what they do when something is decided against them. Each has habits of their own,
 * drawn from the seed.
 */
import { authorise } from "../../access/scope.ts";
import type { Prng } from "../../base/prng.ts";
import type { ScamCategory } from "../../domain/scam-category.ts";
import type { Flow } from "../books.ts";
import { keyOf } from "../books.ts";
import type { Received } from "../outside.ts";
import { DAY, HOUR, MINUTE, type Party, type Scene } from "../scene.ts";
import type { Gang, Person } from "../town.ts";

interface Habits {
  readonly answers: number;
  readonly believes: number;
  /** How long after the last payment it dawns on them; null for those who tell nobody. */
  readonly reportsAfterMs: number | null;
  readonly reportsBy: "hotline" | "online";
  /** Whether they know whom they paid, and whether they have it right. */
  readonly knowsName: "yes" | "no" | "wrong";
  readonly objects: boolean;
  readonly consents: boolean;
}

export interface TruePayment {
  readonly flow: Flow;
  readonly event: string;
  readonly toName: string;
}

export interface Resident {
  readonly person: Person;
  readonly account: string;
  readonly home: string;
  readonly habits: Habits;
  ledBy: { readonly gang: Gang; readonly category: ScamCategory; readonly sinceMs: number } | null;
  /** Who it was last, also when it is over. */
  story: { readonly gang: Gang; readonly category: ScamCategory } | null;
  /** Nobody deceives them again before. */
  awakeUntilMs: number;
  payments: TruePayment[];
  toldPolice: boolean;
  /** A conversation that is under way. */
  code: string | null;
}

export type Talk =
  | { readonly outcome: "busy" | "no-answer" | "unreachable" | "hung-up" | "refused" | "awakened" | "not-a-target" }
  | { readonly outcome: "already-paid"; readonly payments: readonly TruePayment[] };

/** How long somebody stays on their guard. */
const AWAKE_MS = 30 * DAY;
const LED_MS = 12 * HOUR;

export class Residents implements Party {
  readonly name = "residents";
  readonly all: readonly Resident[];
  readonly #byNumber: ReadonlyMap<string, Resident>;
  readonly #byAccount: ReadonlyMap<string, Resident>;
  readonly #scene: Scene;
  readonly #prng: Prng;

  constructor(scene: Scene, people: readonly Person[], homeOf: (number: string) => string) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("residents");
    this.all = people.map((person): Resident => ({
      person,
      account: keyOf(person.account),
      home: homeOf(person.number),
      habits: habitsOf(scene.chanceOf(`habits ${person.person}`)),
      ledBy: null,
      story: null,
      awakeUntilMs: 0,
      payments: [],
      toldPolice: false,
      code: null,
    }));
    this.#byNumber = new Map(this.all.map((one) => [one.person.number, one]));
    this.#byAccount = new Map(this.all.map((one) => [one.account, one]));
  }

  byNumber(number: string): Resident | undefined {
    return this.#byNumber.get(number);
  }

  byAccount(account: string): Resident | undefined {
    return this.#byAccount.get(account);
  }

  // --- with the gangs ----------------------------------------------------------------------------------------------------

  reached(person: Person, gang: Gang, category: ScamCategory): void {
    const resident = this.#byNumber.get(person.number);
    if (resident === undefined || this.isAwake(resident)) return;
    resident.ledBy = { gang, category, sinceMs: this.#scene.nowMs() };
    resident.story = { gang, category };
  }

  isAwake(resident: Resident): boolean {
    return this.#scene.nowMs() < resident.awakeUntilMs;
  }

  /** They have paid; some time after the last payment they see it for what it was. */
  paid(resident: Resident, payment: TruePayment): void {
    resident.payments.push(payment);
    resident.toldPolice = false;
    const { reportsAfterMs } = resident.habits;
    if (reportsAfterMs === null) return;
    const seen = resident.payments.length;
    this.#scene.later(reportsAfterMs, async () => {
      if (resident.payments.length === seen && !resident.toldPolice) await this.#report(resident);
    });
  }

  // --- with the police ---------------------------------------------------------------------------------------------------

  /** What comes of a call or a visit; they change their minds or do not. */
  talk(resident: Resident, channel: "call" | "visit"): Talk {
    const prng = this.#prng;
    const { habits } = resident;
    const isLed = resident.ledBy !== null && this.#scene.nowMs() - resident.ledBy.sinceMs < LED_MS;
    if (channel === "call") {
      if (isLed && prng.chance(0.25)) return { outcome: "busy" };
      if (!prng.chance(habits.answers)) return { outcome: prng.pick(["no-answer", "unreachable"] as const) };
    } else if (!prng.chance(0.8 + habits.answers * 0.2)) return { outcome: "unreachable" };
    const open = resident.payments.filter(() => !resident.toldPolice);
    if (!isLed && open.length === 0) return { outcome: "not-a-target" };
    if (!prng.chance(Math.min(1, habits.believes + (channel === "visit" ? 0.3 : 0)))) return { outcome: prng.pick(["hung-up", "refused"] as const) };
    this.#awaken(resident);
    if (open.length === 0) return { outcome: "awakened" };
    resident.toldPolice = true;
    return { outcome: "already-paid", payments: open };
  }

  /** Some who are asked again days later say that the other side has come back. */
  followUp(resident: Resident): "no-loss" | "not-reached" | "contacted-again" {
    if (!this.#prng.chance(resident.habits.answers)) return "not-reached";
    return this.#prng.chance(0.08) ? "contacted-again" : "no-loss";
  }

  received(message: Received): void {
    if (message.channel !== "messenger") return;
    const resident = this.#byNumber.get(message.to);
    if (resident === undefined) return;
    const text = textOf(message);
    resident.code = codeIn(text) ?? resident.code;
    // A few stop at a message alone.
    if (resident.ledBy !== null && !text.includes("报案") && this.#prng.chance(0.12)) this.#awaken(resident);
    if (text.includes("不予立案") && resident.habits.objects) this.#object(codeIn(text));
  }

  #awaken(resident: Resident): void {
    resident.awakeUntilMs = this.#scene.nowMs() + AWAKE_MS;
    resident.ledBy = null;
  }

  async #report(resident: Resident): Promise<void> {
    const scene = this.#scene;
    const { payments } = resident;
    const category = resident.story?.category ?? null;
    const gang = resident.story?.gang;
    resident.toldPolice = true;
    this.#awaken(resident);
    const said = {
      role: "victim",
      reporter: { number: resident.person.number },
      ...(category === null ? {} : { axes: { lure: category, authorised: true } }),
      payments: payments.slice(-20).map((one) => ({
        from: resident.account,
        to: one.flow.to,
        ...this.#nameFor(resident, one),
        amountMinor: String(one.flow.amountMinor),
        currency: scene.profile.currency,
        paidAt: new Date(one.flow.atMs).toISOString(),
        ...(this.#prng.chance(0.6) ? { transfer: one.event } : {}),
      })),
      traits: gang === undefined || this.#prng.chance(0.3) ? [] : [{ type: "number", value: gang.callers[0] }],
      narrative: `${category ?? "不明"}：对方先联系我，然后让我付款 ${payments.length} 次。${this.#prng.pick(["我很着急。", "说是要验证。", "说很快能退回。", "后来联系不上了。"])}`,
    };
    if (resident.habits.reportsBy === "online") {
      await scene.open(authorise({ kind: "public", matter: "" }, "public"), "report", { ...said, channel: "online", territory: resident.home });
      return;
    }
    const unit = scene.country.units.find((one) => one.kind === "police" && one.territory === resident.home);
    if (unit === undefined) return;
    scene.give(unit.id, ["intake"], 4 + this.#prng.exponential(4), async (officer) => {
      await scene.open(officer.scope, "report", { ...said, channel: "hotline", territory: resident.home });
    });
  }

  #nameFor(resident: Resident, payment: TruePayment): { readonly toName?: string } {
    switch (resident.habits.knowsName) {
      case "yes":
        return { toName: payment.toName };
      case "no":
        return {};
      case "wrong":
        return { toName: `${payment.toName}（记不清）` };
    }
  }

  /** 复议: with the code of the notice, within the days that they have. */
  #object(code: string | null): void {
    const scene = this.#scene;
    if (code === null) return;
    scene.later((2 + this.#prng.exponential(20)) * HOUR, async () => {
      const found = await scene.publicScope(code);
      if (found?.matter.startsWith("rep_") === true) await scene.act(found.scope, "report", found.matter, "ask-review", { ground: "确实是被骗的，请再看一次" });
    });
  }
}

function habitsOf(prng: Prng): Habits {
  return {
    answers: 0.5 + 0.45 * prng.next(),
    believes: 0.3 + 0.6 * prng.next(),
    reportsAfterMs: prng.chance(0.12) ? null : prng.chance(0.15) ? DAY + prng.exponential(20) * HOUR : (5 + prng.exponential(70)) * MINUTE,
    reportsBy: prng.chance(0.6) ? "hotline" : "online",
    knowsName: prng.chance(0.75) ? "yes" : prng.chance(0.75) ? "no" : "wrong",
    objects: prng.chance(0.7),
    consents: prng.chance(0.5),
  };
}

/** Both languages of what was sent, as one text. */
export function textOf(message: Received): string {
  const text = message.fields["text"] as { readonly zh?: string; readonly en?: string } | undefined;
  return `${text?.zh ?? ""} ${text?.en ?? ""}`;
}

export function codeIn(text: string): string | null {
  return /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/.exec(text)?.[0] ?? null;
}
