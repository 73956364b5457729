/**
 * The race view of a trace: for each account that still holds stolen money, how long it usually rests there, how long the
 * institution takes to answer, what can still be saved, and how much less that is with every minute of delay. It orders
 * the accounts by that, and proposes for each a stop over the stolen amount only, never the whole account.
 */
import type { Account, Institution } from "../domain/account.ts";
import type { Currency } from "../domain/currency.ts";
import { accountDwell, chanceOfMore, dwellOf, restLeft, tierDwell, townDwell, type DwellBasis } from "./dwell.ts";
import { goodFaithSigns, type GoodFaithSign } from "./good-faith.ts";
import type { MoneyGraph } from "./graph.ts";
import type { Trace } from "./trace.ts";
import { amountText, type Words } from "./words.ts";

const MINUTE_MS = 60_000;
/** Where an institution's usual answer time is not known: stops took five to ten minutes in a published case (Guiyang, 2016–17). Assumed for others. */
export const ANSWER_ASSUMED_MS = 10 * MINUTE_MS;

export interface AnswerTime {
  /** How long the institution usually takes from an order to the stop. */
  readonly usualMs: number;
  /** Orders that this was observed on. */
  readonly n: number;
}

export interface RaceQuestion {
  readonly nowMs: number;
  readonly answers?: ReadonlyMap<Institution, AnswerTime>;
  /** Observations of all accounts (dwell.ts); taken from the graph when absent. */
  readonly town?: readonly number[];
}

export interface RaceBranch {
  readonly account: Account;
  readonly tier: number;
  /** Stolen money that is still there as far as the transfers tell. */
  readonly taintedMinor: bigint;
  readonly lastArrivalAtMs: number;
  readonly restedMs: number;
  /** How much longer such money rests: half of it moves by `medianMs`, a quarter by `quickMs`. Undefined without observations. */
  readonly expected: { readonly basis: DwellBasis; readonly n: number; readonly quickMs: number; readonly medianMs: number; readonly movesAtMs: number } | undefined;
  readonly answer: { readonly ms: number; readonly n: number; readonly assumed: boolean };
  /** Until an order must be sent so that it comes before the expected move; negative when that has passed. */
  readonly secondsLeft: number | undefined;
  /** Of a million: how likely the money is still there when an order sent now takes effect. */
  readonly chancePpm: number | undefined;
  readonly savableMinor: bigint | undefined;
  /** How much less can be saved a minute later. */
  readonly lostPerMinuteMinor: bigint | undefined;
  readonly stop: ProposedStop;
}

export interface ProposedStop {
  /** Only this much; credits still arrive and the rest stays usable. */
  readonly scope: "amount";
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** The account took money from another account, not from the victim: a stop needs more care. */
  readonly downstream: boolean;
  readonly signs: readonly GoodFaithSign[];
  readonly reason: Words;
}

const PPM = 1_000_000;

export function raceView(graph: MoneyGraph, trace: Trace, question: RaceQuestion): readonly RaceBranch[] {
  const town = question.town ?? townDwell(graph, question.nowMs);
  const tiers = tierDwell(trace);
  const brought = Map.groupBy(trace.hops, (h) => nameOf(h.to));
  const held = new Map(trace.held.filter((h) => h.state === "in-account").map((h) => [nameOf(h.account), h]));
  const still = trace.frontier.filter((f) => f.reason === "resting" || f.reason === "window");
  const branches = still.map((f): RaceBranch => {
    const place = held.get(nameOf(f.account));
    const lastArrivalAtMs = place?.lastArrivalAtMs ?? question.nowMs;
    const tier = place?.tier ?? 1;
    const pocket = graph.pockets.find(f.account, trace.currency);
    const rested = Math.max(0, question.nowMs - lastArrivalAtMs);
    const dwell = dwellOf(accountDwell(graph, pocket, question.nowMs), tiers.get(tier) ?? [], town);
    const known = question.answers?.get(f.account.institution);
    const answer = { ms: known?.usualMs ?? ANSWER_ASSUMED_MS, n: known?.n ?? 0, assumed: known === undefined };
    const medianMs = dwell === undefined ? undefined : restLeft(dwell.samplesMs, rested, 0.5);
    const chance = dwell === undefined ? undefined : chanceOfMore(dwell.samplesMs, rested, answer.ms);
    const later = dwell === undefined ? undefined : chanceOfMore(dwell.samplesMs, rested, answer.ms + MINUTE_MS);
    return {
      account: f.account,
      tier,
      taintedMinor: f.taintedMinor,
      lastArrivalAtMs,
      restedMs: rested,
      expected:
        dwell === undefined || medianMs === undefined
          ? undefined
          : { basis: dwell.basis, n: dwell.samplesMs.length, quickMs: restLeft(dwell.samplesMs, rested, 0.75), medianMs, movesAtMs: question.nowMs + medianMs },
      answer,
      secondsLeft: medianMs === undefined ? undefined : Math.floor((medianMs - answer.ms) / 1000),
      chancePpm: chance === undefined ? undefined : Math.round(chance * PPM),
      savableMinor: chance === undefined ? undefined : shareOf(f.taintedMinor, chance),
      lostPerMinuteMinor: chance === undefined || later === undefined ? undefined : shareOf(f.taintedMinor, chance - later),
      stop: proposal(f.taintedMinor, trace.currency, tier, goodFaithSigns(graph, pocket, brought.get(nameOf(f.account)) ?? [])),
    };
  });
  return branches.sort(byLoss);
}

function nameOf(account: Account): string {
  return `${account.institution}:${account.account}`;
}

function shareOf(amount: bigint, share: number): bigint {
  return (amount * BigInt(Math.round(share * PPM))) / BigInt(PPM);
}

/** Most lost by a minute's delay first; then most savable; accounts of which nothing is known come by their amount. */
function byLoss(a: RaceBranch, b: RaceBranch): number {
  const most = (x: bigint | undefined, y: bigint | undefined): number => ((x ?? 0n) === (y ?? 0n) ? 0 : (x ?? 0n) > (y ?? 0n) ? -1 : 1);
  return (
    most(a.lostPerMinuteMinor, b.lostPerMinuteMinor) ||
    most(a.savableMinor, b.savableMinor) ||
    most(a.taintedMinor, b.taintedMinor) ||
    (nameOf(a.account) < nameOf(b.account) ? -1 : 1)
  );
}

function proposal(amountMinor: bigint, currency: Currency, tier: number, signs: readonly GoodFaithSign[]): ProposedStop {
  const amount = amountText(amountMinor, currency);
  const care: Words =
    signs.length === 0
      ? { zh: "", en: "" }
      : { zh: `；有 ${signs.length} 项善意取得的迹象，请先核对并走快速复核`, en: `; ${signs.length} signs of good faith: look at them first, and review quickly` };
  return {
    scope: "amount",
    amountMinor,
    currency,
    downstream: tier > 1,
    signs,
    reason: {
      zh: `建议仅止付追踪到的 ${amount}，账户其余款项不受影响${care.zh}`,
      en: `stop only the ${amount} that was traced here; the rest of the account stays free${care.en}`,
    },
  };
}
