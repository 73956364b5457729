/**
 * The banks' desks: some answer in minutes, some in hours, some not at all; they compare the four fields with their own
 * books, hold what is there, say where the rest went, make mistakes and mend them. What they hold is in the books, so that
 * money which is held does not move.
 */
import type { Prng } from "../../base/prng.ts";
import type { MatterId, MatterKindName } from "../../domain/matter.ts";
import type { BookAccount } from "../books.ts";
import type { Officer } from "../country.ts";
import type { Received } from "../outside.ts";
import { HOUR, MINUTE, type Party, type Scene } from "../scene.ts";
import type { Payments } from "./payments.ts";
import type { Residents } from "./residents.ts";

interface Habits {
  /** Minutes to an answer, on average. */
  readonly pace: number;
  readonly silent: number;
  readonly unable: number;
  /** Reads an account's name more strictly than it is written. */
  readonly strict: number;
  /** Says that it holds more than it was asked to. */
  readonly greedy: number;
  readonly errs: number;
}

const PACES = [4, 9, 25, 90] as const;

export class Banks implements Party {
  readonly name = "banks";
  readonly #scene: Scene;
  readonly #prng: Prng;
  readonly #payments: Payments;
  readonly #residents: Residents;
  readonly #habits = new Map<string, Habits>();

  constructor(scene: Scene, payments: Payments, residents: Residents) {
    this.#scene = scene;
    this.#prng = scene.chanceOf("banks");
    this.#payments = payments;
    this.#residents = residents;
    for (const unit of scene.country.units.filter((one) => one.kind === "bank" || one.kind === "payment")) {
      const prng = scene.chanceOf(`bank ${unit.id}`);
      this.#habits.set(unit.id, {
        pace: prng.pick(PACES),
        silent: prng.next() * 0.08,
        unable: prng.next() * 0.05,
        strict: prng.next() * 0.08,
        greedy: prng.next() * 0.2,
        errs: prng.next() * 0.06,
      });
    }
  }

  received(message: Received): void {
    const habits = this.#habits.get(message.to);
    if (message.channel !== "institution" || habits === undefined || message.matter === null) return;
    const order = message.matter as MatterId;
    const account = textOf(message, "account");
    switch (message.what) {
      case "stop-payment.request":
        return this.#later(message, habits, (officer) => this.#stop(message, order, habits, officer));
      case "freeze.request":
        return this.#later(message, habits, (officer) => this.#freeze(message, order, officer));
      case "protective-stop.request":
        return this.#later(message, habits, (officer) => this.#protect(message, order, officer));
      case "stop-payment.release":
      case "stop-payment.replaced":
      case "freeze.end":
      case "protective-stop.release":
        return this.#scene.books.letGo(account, order);
      case "stop-payment.reduce":
        return this.#holdLess(account, order, BigInt(textOf(message, "amountMinor")));
      case "freeze.reduce":
      case "freeze.effective":
        return this.#scene.books.hold(account, order, BigInt(textOf(message, "frozenMinor")));
      case "stop-payment.allow":
      case "freeze.allow":
        return this.#allow(account, order, BigInt(textOf(message, "amountMinor")));
      case "hold.request":
        return this.#hold(message, order, habits);
      case "hold.release":
        return this.#payments.goOn(textOf(message, "transfer"));
      case "hold.refuse":
      case "hold.cancel":
        return this.#payments.drop(textOf(message, "transfer"));
    }
  }

  #later(message: Received, habits: Habits, act: (officer: Officer) => Promise<void>): void {
    const officer = this.#scene.officerFor(message.to, ["bankOps"]);
    if (officer !== null) this.#scene.giveTo(officer, 1 + this.#prng.exponential(habits.pace) * 0.3, () => this.#after(habits.pace, () => act(officer)));
  }

  /** The desk's own time is short; what takes long is everything behind it. */
  #after(pace: number, act: () => Promise<void>): Promise<void> {
    this.#scene.later(this.#prng.exponential(pace) * MINUTE, act);
    return Promise.resolve();
  }

  async #stop(message: Received, order: MatterId, habits: Habits, officer: Officer): Promise<void> {
    const { books } = this.#scene;
    const prng = this.#prng;
    const account = books.find(textOf(message, "account"));
    const amount = BigInt(textOf(message, "amountMinor"));
    const answer = (input: unknown) => this.#scene.act(officer.scope, "stop-payment", order, "answer", input);
    if (account === undefined) return void (await answer({ result: "mismatch", fields: ["account"] }));
    const name = textOf(message, "holderName");
    if (name !== account.holder || prng.chance(habits.strict)) return void (await answer({ result: "mismatch", fields: ["name"] }));
    if (!books.came(account.key, Date.parse(textOf(message, "paidAt")), amount)) return void (await answer({ result: "mismatch", fields: ["amount", "time"] }));
    if (prng.chance(habits.unable)) return void (await answer({ result: "impossible", why: "系统维护，无法办理" }));
    // The round before holds the same money and goes over into this one.
    const previous = textOf(message, "previous");
    const before = account.holds.get(previous);
    const free = before === null ? account.balanceMinor : books.available(account) + (before ?? 0n);
    const next = this.#next(account, message, amount);
    if (free === 0n) return void (await answer({ result: "no-funds", next }));
    const whole = textOf(message, "scope") === "account";
    const held = whole || free < amount ? free : amount;
    books.hold(account.key, order, whole ? null : held);
    // It may have acted and never said so.
    if (prng.chance(habits.silent)) return;
    const said = prng.chance(habits.greedy) ? account.balanceMinor : held;
    const matched = { name: true, account: true, amount: true, time: true };
    const stopped = (heldMinor: bigint) =>
      answer({ result: "stopped", at: this.#now(), heldMinor: String(heldMinor), balanceMinor: String(account.balanceMinor), match: matched, next: held < amount ? next : [] });
    if ((await stopped(said)) !== null || (said !== held && (await stopped(held)) !== null)) {
      if (prng.chance(habits.errs)) this.#mend(order, officer);
      return;
    }
    books.letGo(account.key, order);
    await answer({ result: "no-funds", next });
  }

  /** A mistake of the bank's own is ended by the bank. */
  #mend(order: MatterId, officer: Officer): void {
    this.#scene.later((1 + this.#prng.exponential(5)) * HOUR, async () => {
      await this.#scene.act(officer.scope, "stop-payment", order, "release", { reason: "institution-error" });
    });
  }

  async #freeze(message: Received, order: MatterId, officer: Officer): Promise<void> {
    const { books } = this.#scene;
    const answer = (input: unknown) => this.#scene.act(officer.scope, "freeze", order, "answer", input);
    const account = books.find(textOf(message, "account"));
    if (account === undefined) return void (await answer({ result: "failed", why: "没有这个账户" }));
    const others = [...account.holds].filter(([id]) => id.startsWith("frz_") && id !== order);
    const taken = others.reduce((sum, [, held]) => sum + (held ?? account.balanceMinor), 0n);
    const free = account.balanceMinor - taken;
    const amount = BigInt(textOf(message, "amountMinor"));
    const frozen = free < amount ? free : amount;
    if (frozen <= 0n) {
      const input = others.length > 0 ? { result: "queued", at: this.#now() } : { result: "failed", why: "账户无余额" };
      if ((await answer(input)) === null) await answer({ result: "failed", why: "账户无余额" });
      return;
    }
    books.hold(account.key, order, frozen);
    if ((await answer({ result: "frozen", at: this.#now(), frozenMinor: String(frozen), balanceMinor: String(account.balanceMinor) })) !== null) return;
    books.letGo(account.key, order);
    if ((await answer({ result: "queued", at: this.#now() })) === null) await answer({ result: "failed", why: "无法办理" });
  }

  async #protect(message: Received, order: MatterId, officer: Officer): Promise<void> {
    const account = textOf(message, "account");
    if (this.#prng.chance(0.15)) return void (await this.#scene.act(officer.scope, "protective-stop", order, "answer", { result: "not-done", why: "客户已到柜面核实" }));
    this.#scene.books.hold(account, order, null);
    if ((await this.#scene.act(officer.scope, "protective-stop", order, "answer", { result: "stopped", at: this.#now() })) === null) this.#scene.books.letGo(account, order);
  }

  /** The payment waits; somebody speaks with the customer, or nobody finds the time and it goes on by itself. */
  #hold(message: Received, order: MatterId, habits: Habits): void {
    const transfer = textOf(message, "transfer");
    // What was booked already cannot wait; nobody confirms it and it lapses.
    if (!this.#payments.hold(transfer)) return;
    if (this.#prng.chance(0.1)) return;
    this.#later(message, habits, async (officer) => {
      const customer = this.#residents.byAccount(textOf(message, "account"));
      const talk = customer === undefined ? null : this.#residents.talk(customer, "call");
      if (talk?.outcome === "awakened" || talk?.outcome === "already-paid") return void (await this.#command(officer, "hold", order, "cancel", {}));
      if (talk?.outcome === "not-a-target") return void (await this.#command(officer, "hold", order, "release", { reason: "verified" }));
      if ((await this.#command(officer, "hold", order, "confirm", {})) === null || !this.#prng.chance(0.5)) return;
      this.#scene.later(this.#prng.exponential(3) * HOUR, async () => void (await this.#command(officer, "hold", order, "refuse", { reason: "fraud-found" })));
    });
  }

  #command(officer: Officer, kind: MatterKindName, id: MatterId, command: string, input: unknown) {
    return this.#scene.act(officer.scope, kind, id, command, input);
  }

  #holdLess(account: string, order: string, amountMinor: bigint): void {
    this.#scene.books.hold(account, order, amountMinor);
  }

  /** What is let through for living is not held any more. */
  #allow(account: string, order: string, amountMinor: bigint): void {
    const held = this.#scene.books.find(account)?.holds.get(order);
    if (held === undefined || held === null) return;
    this.#scene.books.hold(account, order, held > amountMinor ? held - amountMinor : 0n);
  }

  #next(account: BookAccount, message: Received, amountMinor: bigint): readonly unknown[] {
    const { books, profile } = this.#scene;
    return books.wentOn(account.key, Date.parse(textOf(message, "paidAt")), amountMinor).map((flow) => ({
      account: flow.to,
      holderName: books.find(flow.to)?.holder,
      amountMinor: String(flow.amountMinor),
      currency: profile.currency,
      at: new Date(flow.atMs).toISOString(),
    }));
  }

  /** By the bank's own clock, which is right. */
  #now(): string {
    return new Date(this.#scene.nowMs()).toISOString();
  }
}

function textOf(message: Received, field: string): string {
  const value = message.fields[field];
  return typeof value === "string" ? value : "";
}
