/**
 * How a gang gets the money and moves it: payments that grow, lent accounts in tiers with time to dwell in each, traders
 * who sell something for it and know nothing, cash at the end. An account that no longer pays out is given up for another,
 * sooner or later.
 */
import type { Prng } from "../../base/prng.ts";
import type { ScamCategory } from "../../domain/scam-category.ts";
import { keyOf, type Flow } from "../books.ts";
import type { EventDraft } from "../life.ts";
import { transfer } from "../gangs.ts";
import { MINUTE, type Party, type Scene } from "../scene.ts";
import { composePurpose, PURPOSES } from "../scripts/purposes.ts";
import { BANKS, type AccountRef, type Gang, type Person, type Town } from "../town.ts";
import type { Payments } from "./payments.ts";
import type { Residents } from "./residents.ts";

export interface GangMoneyParts {
  readonly scene: Scene;
  readonly town: Town;
  readonly residents: Residents;
  readonly payments: Payments;
  /** Puts an event into the stream; gives its id. */
  readonly emit: (draft: EventDraft) => string;
}

const CASH: AccountRef = { institution: "CASH", account: "counter" };
const TIERS = 3;
/** People who sell goods, and whose customers' money may be anybody's. */
const TRADERS = 6;

export class GangMoney implements Party {
  readonly name = "gang-money";
  readonly #parts: GangMoneyParts;
  readonly #prng: Prng;
  /** Accounts in use, by gang and tier. */
  readonly #inUse = new Map<string, AccountRef[][]>();
  readonly #traders: AccountRef[];

  constructor(parts: GangMoneyParts) {
    this.#parts = parts;
    this.#prng = parts.scene.chanceOf("gang-money");
    const { books } = parts.scene;
    for (const gang of parts.town.gangs) {
      const tiers = [gang.tier1, gang.tier2, gang.tier3];
      this.#inUse.set(
        gang.name,
        tiers.map((accounts) => accounts.slice(0, 3)),
      );
      tiers.forEach((accounts, i) => accounts.forEach((ref) => books.open(ref, "mule", { tier: i + 1 })));
    }
    this.#traders = parts.town.shops.slice(0, TRADERS);
    for (const ref of this.#traders) books.open(ref, "trader", { balanceMinor: 5_000_000n });
    for (const ref of parts.town.shops.slice(TRADERS)) books.open(ref, "shop", { balanceMinor: 10_000_000n });
    books.open(CASH, "cash");
  }

  /** Somebody is about to pay, if nobody has opened their eyes. */
  pay(gang: Gang, category: ScamCategory, person: Person): void {
    const { residents, scene } = this.#parts;
    const resident = residents.byNumber(person.number);
    if (resident === undefined) return;
    const prng = this.#prng;
    let amountMinor = person.usualMinor * (4 + 12 * prng.next());
    let afterMs = 0;
    for (let n = 1 + prng.int(3); n > 0; n--) {
      const amount = BigInt(Math.round(amountMinor / 10_000) * 10_000 + 100);
      scene.later(afterMs, () => {
        if (!residents.isAwake(resident)) this.#payOnce(gang, category, person, amount);
        return Promise.resolve();
      });
      afterMs += (4 + prng.exponential(12)) * MINUTE;
      amountMinor *= 1.5;
    }
  }

  #payOnce(gang: Gang, category: ScamCategory, person: Person, amount: bigint): void {
    const { scene, residents, payments, emit } = this.#parts;
    const prng = this.#prng;
    const mule = prng.pick(this.#tier(gang, 1));
    const resident = residents.byNumber(person.number);
    const options = PURPOSES.filter((p) => p.category === category && p.lang === person.language);
    const event = emit({
      ...transfer(person.account, mule, String(amount), composePurpose(prng.pick(options.length > 0 ? options : PURPOSES), prng), {
        payeeNew: true,
        payeeType: "person",
        nameCheck: prng.pick(["none", "match", "close"]),
        usualP95Minor: String(person.usualMinor * 3),
        payerAge: person.age,
        device: person.device,
      }),
      currency: scene.profile.currency,
    });
    payments.order(event, keyOf(person.account), keyOf(mule), amount, (flow) => {
      if (flow === null || resident === undefined) return;
      residents.paid(resident, { flow, event, toName: scene.books.find(flow.to)?.holder ?? "" });
      this.#arrived(gang, mule, 1, flow);
    });
  }

  /** Money that moves on the way to the payment: a small reward first, coins, gold, cash. What is not there does not move. */
  onTheRoad(draft: EventDraft): void {
    const { scene, emit, town, payments, residents } = this.#parts;
    const { from, to } = draft as unknown as { readonly from: AccountRef; readonly to: AccountRef };
    const amount = BigInt(String(draft["amountMinor"]));
    const event = emit({ ...draft, currency: scene.profile.currency });
    payments.order(event, keyOf(from), keyOf(to), amount, (flow) => {
      const gang = town.gangs.find((one) => one.tier1.some((account) => keyOf(account) === keyOf(to)));
      const resident = residents.byAccount(keyOf(from));
      if (flow === null || gang === undefined || resident === undefined) return;
      residents.paid(resident, { flow, event, toName: scene.books.find(flow.to)?.holder ?? "" });
      this.#arrived(gang, to, 1, flow);
    });
  }

  /** What arrives lies for a while and goes on in parts. */
  #arrived(gang: Gang, at: AccountRef, tier: number, flow: Flow): void {
    const prng = this.#prng;
    const parts = tier >= TIERS ? 1 : 1 + prng.int(3);
    let left = (flow.amountMinor * 97n) / 100n;
    for (let n = 0; n < parts; n++) {
      const part = n === parts - 1 ? left : (left * BigInt(30 + prng.int(40))) / 100n;
      left -= part;
      const dwellMs = (tier === 1 ? 15 + prng.exponential(60) : 20 + prng.exponential(180)) * MINUTE;
      this.#parts.scene.later(dwellMs, () => {
        this.#goOn(gang, at, tier, part);
        return Promise.resolve();
      });
    }
  }

  #goOn(gang: Gang, from: AccountRef, tier: number, amountMinor: bigint): void {
    const { scene, emit } = this.#parts;
    const prng = this.#prng;
    const toTrader = tier >= 2 && prng.chance(0.3);
    const to = toTrader ? prng.pick(this.#traders) : tier >= TIERS ? CASH : prng.pick(this.#tier(gang, tier + 1));
    const flow = scene.books.move(scene.nowMs(), keyOf(from), keyOf(to), amountMinor);
    if (flow === null) {
      // It pays out no longer. Some notice at once, some try it with the next person.
      if (prng.chance(0.5)) this.#giveUp(gang, tier, from);
      return;
    }
    emit({ ...transfer(from, to, String(amountMinor), toTrader ? "货款" : "往来", { device: gang.muleDevice, caseTier: prng.chance(0.2) }), currency: scene.profile.currency });
    if (!toTrader && tier < TIERS) this.#arrived(gang, to, tier + 1, flow);
  }

  #giveUp(gang: Gang, tier: number, account: AccountRef): void {
    const inUse = this.#tier(gang, tier);
    const at = inUse.indexOf(account);
    if (at < 0) return;
    const fresh: AccountRef = { institution: this.#prng.pick(BANKS), account: `9${String(this.#prng.int(1_000_000_000)).padStart(17, "0")}` };
    this.#parts.scene.books.open(fresh, "mule", { tier });
    inUse[at] = fresh;
  }

  #tier(gang: Gang, tier: number): AccountRef[] {
    const accounts = this.#inUse.get(gang.name)?.[tier - 1];
    if (accounts === undefined || accounts.length === 0) throw new Error(`bug: ${gang.name} has no account in tier ${tier}`);
    return accounts;
  }
}
