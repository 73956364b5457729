/** The plain twin of the account rows: goes through all transfers with one object per account and currency. */
import { CURRENCIES, minorDigits } from "../domain/currency.ts";
import { PARTNERS_24H_BITS, PASS_SHARE, PAYEE_PLACES, REWARD_REMEMBERED_MS, REWARD_UNITS, ROUND_UNITS, TAINT_FOLLOWED_MS, TEST_UNITS } from "./account-row.ts";
import type { FeatureLimits } from "./engine.ts";
import { tag16 } from "./recent-set.ts";
import { keyHash } from "./row-table.ts";
import { linksAfter, personOf } from "./twin-people.ts";
import { keep, windowCount, windowDistinct, windowSum, type Kept, type PlainEvent } from "./twin-windows.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_MS, TEN_MINUTES_MS, isNight, secondsOf } from "./window.ts";

interface Booking {
  readonly t: number;
  readonly out: boolean;
  readonly amount: number;
  readonly partner: number;
  /** Tag of the payee's person, 0 without a link. */
  readonly group: number;
}

interface Account {
  /** Everything sent to the row, in order of arrival. */
  readonly sent: Booking[];
  readonly passes: { readonly t: number }[];
  pool: { from: number; in: number; out: number } | undefined;
  test: { at: number; amount: number } | undefined;
  reward: { at: number; base: number } | undefined;
  taint: { at: number; in: number; out: number } | undefined;
}

const inSeconds = (t: number): number => secondsOf(t) * 1000;

export function twinMoney(events: readonly PlainEvent[], limits: FeatureLimits, facts: Map<string, number>): void {
  const accounts = new Map<string, Account>();
  events.forEach((event, k) => {
    if (event.kind !== "transfer") return;
    const last = k === events.length - 1;
    const currency = String(event.fields["currency"]);
    const amount = Number(event.fields["amountMinor"]);
    const unit = 10 ** minorDigits(currency);
    const [from, to] = [event.keys[0]!, event.keys[1]!];
    const account = (name: string): Account => {
      const id = `${name} ${CURRENCIES.indexOf(currency)}`;
      if (!accounts.has(id)) accounts.set(id, { sent: [], passes: [], pool: undefined, test: undefined, reward: undefined, taint: undefined });
      return accounts.get(id)!;
    };
    const links = linksAfter(events.slice(0, k), limits).links;
    const person = personOf(links, to);
    const group = person.name === to.name ? 0 : keyHash(person.lo, person.hi) >>> 16 || 1;

    const payer = account(from.name);
    const booking = { t: event.t, out: true, amount, partner: to.hash, group };
    payer.sent.push(booking);
    const out = keep(payer.sent, limits.latenessMaxMs);
    const payerRatio = testRatio(payer, out.at, amount);
    let followed = 0;
    let growth = 0;
    if (out.kept.includes(booking)) {
      if (amount > 0 && amount <= TEST_UNITS * unit) payer.test = { at: inSeconds(event.t), amount };
      const pool = payer.pool;
      if (pool !== undefined && event.t >= pool.from && event.t - pool.from <= TEN_MINUTES_MS) {
        pool.out += amount;
        if (pool.out >= PASS_SHARE * pool.in) {
          payer.passes.push({ t: event.t });
          payer.pool = undefined;
        }
      }
      if (payer.taint !== undefined) {
        const part = Math.min(amount, payer.taint.in - payer.taint.out);
        payer.taint.out += part;
        if (out.at - payer.taint.at <= TAINT_FOLLOWED_MS) followed = part;
      }
      if (payer.reward !== undefined && out.at - payer.reward.at <= REWARD_REMEMBERED_MS) {
        if (payer.reward.base === 0) payer.reward.base = amount;
        growth = amount === 0 ? 0 : amount / payer.reward.base;
      }
    }
    if (last) {
      both("payer", payer, out, limits, facts);
      const outs = out.kept.filter((b) => b.out);
      const ins = out.kept.filter((b) => !b.out);
      facts.set("payer.outCount1h", windowCount(outs, out.at, HOUR_MS));
      facts.set("payer.outCount24h", windowCount(outs, out.at, DAY_MS));
      facts.set(
        "payer.inMinor24h",
        windowSum(ins, out.at, DAY_MS, (b) => b.amount),
      );
      facts.set("payer.inCount24h", windowCount(ins, out.at, DAY_MS));
      facts.set("payer.dwellMs", ins.length === 0 ? Infinity : out.at - Math.max(...ins.map((b) => b.t)));
      const moved = windowSum(out.kept, out.at, DAY_MS, (b) => b.amount);
      facts.set(
        "payer.nightPermille24h",
        moved === 0 ? 0 : (1000 * windowSum(out.kept, out.at, DAY_MS, (b) => (isNight(b.t, limits.timeZoneOffsetMinutes) ? b.amount : 0))) / moved,
      );
      facts.set(
        "payer.turnoverMinor30d",
        windowSum(out.kept, out.at, MONTH_MS, (b) => b.amount),
      );
      facts.set("payer.testRatio1h", payerRatio);
      const unseen = event.fields["caseTier"] === true && payer.taint === undefined;
      facts.set("payer.minutesSinceTaint", unseen ? NaN : payer.taint === undefined ? Infinity : (out.at - payer.taint.at) / MINUTE_MS);
      facts.set("payer.taintOutPermille", unseen ? NaN : payer.taint === undefined ? 0 : (1000 * payer.taint.out) / payer.taint.in);
      facts.set("payer.amountGrowth", growth);
      facts.set("payer.linkedPayees24h", linkedPayees(outs, out.at, group));
    }

    const payee = account(to.name);
    const receipt = { t: event.t, out: false, amount, partner: from.hash, group: 0 };
    payee.sent.push(receipt);
    const into = keep(payee.sent, limits.latenessMaxMs);
    const payeeRatio = testRatio(payee, into.at, amount);
    const tainted = event.fields["reportedVictim"] === true || event.fields["caseTier"] === true ? amount : followed;
    if (into.kept.includes(receipt)) {
      if (amount > 0 && amount <= TEST_UNITS * unit) payee.test = { at: inSeconds(event.t), amount };
      if (payee.pool !== undefined && event.t >= payee.pool.from && event.t - payee.pool.from <= TEN_MINUTES_MS) payee.pool.in += amount;
      else if ((payee.pool === undefined || event.t > payee.pool.from) && amount > 0) payee.pool = { from: event.t, in: amount, out: 0 };
      else if (payee.pool === undefined || event.t > payee.pool.from) payee.pool = undefined;
      if (amount > 0 && amount <= REWARD_UNITS * unit) {
        const known = payee.reward;
        const fresh = known === undefined || event.t - known.at > REWARD_REMEMBERED_MS;
        payee.reward = { at: Math.max(inSeconds(event.t), known?.at ?? 0), base: fresh ? 0 : known.base };
      }
      if (tainted > 0) {
        const known = payee.taint;
        const fresh = known === undefined || event.t - known.at > TAINT_FOLLOWED_MS;
        payee.taint = { at: Math.max(inSeconds(event.t), known?.at ?? 0), in: (fresh ? 0 : known.in) + tainted, out: fresh ? 0 : known.out };
      }
    }
    if (!last) return;
    both("payee", payee, into, limits, facts);
    const outs = into.kept.filter((b) => b.out);
    const ins = into.kept.filter((b) => !b.out);
    facts.set("payee.inCount1h", windowCount(ins, into.at, HOUR_MS));
    facts.set("payee.inCount24h", windowCount(ins, into.at, DAY_MS));
    facts.set(
      "payee.inMinor24h",
      windowSum(ins, into.at, DAY_MS, (b) => b.amount),
    );
    facts.set("payee.testRatio1h", payeeRatio);
    const received = windowSum(ins, into.at, DAY_MS, () => 1);
    facts.set("payee.roundPermille24h", received === 0 ? NaN : (1000 * windowSum(ins, into.at, DAY_MS, (b) => (b.amount % (ROUND_UNITS * unit) === 0 ? 1 : 0))) / received);
    const sums = [windowSum(ins, into.at, DAY_MS, (b) => b.amount), windowSum(outs, into.at, DAY_MS, (b) => b.amount)];
    facts.set("payee.symmetryPermille24h", Math.max(...sums) === 0 ? 0 : (1000 * Math.min(...sums)) / Math.max(...sums));
  });
}

function testRatio(account: Account, at: number, amount: number): number {
  return account.test !== undefined && at - account.test.at <= HOUR_MS ? amount / account.test.amount : 0;
}

/** What is measured of either side. */
function both(side: "payer" | "payee", account: Account, { kept, at, quietMs }: Kept<Booking>, limits: FeatureLimits, facts: Map<string, number>): void {
  const outs = kept.filter((b) => b.out);
  const ins = kept.filter((b) => !b.out);
  facts.set(
    `${side}.outMinor24h`,
    windowSum(outs, at, DAY_MS, (b) => b.amount),
  );
  facts.set(
    `${side}.distinctPayees24h`,
    windowDistinct(outs, at, DAY_MS, PARTNERS_24H_BITS, (b) => b.partner),
  );
  facts.set(
    `${side}.distinctPayers24h`,
    windowDistinct(ins, at, DAY_MS, PARTNERS_24H_BITS, (b) => b.partner),
  );
  facts.set(`${side}.fastPasses24h`, windowCount(account.passes, at, DAY_MS));
  facts.set(`${side}.quietDays`, quietMs / DAY_MS);
  facts.set(`${side}.firstSeenDays`, (at - Math.min(...kept.map((b) => secondsOf(b.t))) * 1000) / DAY_MS);
  // A booking belongs to the day the account had reached when it came.
  const days = new Map<number, number>();
  let clock = -Infinity;
  for (const b of account.sent) {
    clock = Math.max(clock, b.t);
    const day = Math.floor(clock / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + (b.t >= clock - limits.latenessMaxMs ? b.amount : 0));
  }
  days.delete(Math.floor(at / DAY_MS));
  facts.set(`${side}.usualDailyMinor`, days.size === 0 ? NaN : [...days.values()].reduce((sum, v) => sum + v, 0) / days.size);
}

/** Different payees of one linked person within 24 hours; histories of a test stay within the places. */
function linkedPayees(outs: readonly Booking[], at: number, group: number): number {
  if (group === 0) return 1;
  const payees = new Map<number, { minute: number; group: number }>();
  let clock = -Infinity;
  for (const b of outs) {
    clock = Math.max(clock, b.t);
    const minute = Math.floor(b.t / MINUTE_MS);
    const tag = tag16(b.partner);
    for (const [known, seen] of payees) if (Math.floor(clock / MINUTE_MS) - seen.minute >= 1440) payees.delete(known);
    const known = payees.get(tag);
    if (known !== undefined && known.minute > minute) continue;
    payees.set(tag, { minute, group: b.group || (known?.group ?? 0) });
  }
  const n = [...payees.values()].filter((seen) => Math.floor(at / MINUTE_MS) - seen.minute < 1440 && seen.group === group).length;
  return Math.max(1, Math.min(PAYEE_PLACES, n));
}
