/**
 * What stops, reports and the race hold, as far as this place shows it; how open stops are grouped by what they rest on; and
 * which drafts become proposals besides those that the program makes itself. Pure.
 */
import type { Bilingual, Matter, PersonalRef } from "@duanliu/client";

export interface StopBody {
  readonly account: PersonalRef;
  readonly institution: string;
  readonly holderName: PersonalRef | null;
  readonly amountMinor: string;
  readonly currency: string;
  readonly paidAtMs: number;
  readonly tier: number;
  readonly report: string;
  readonly approvedAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly stoppedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly heldMinor: string | null;
  /** Requests to pay for living. */
  readonly allowances?: readonly { readonly id: string; readonly decidedAtMs: number | null }[];
  readonly outcome: string | null;
}

export interface FreezeBody {
  readonly account: PersonalRef;
  readonly institution: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly frozenMinor: string | null;
  readonly endsAtMs: number | null;
}

export interface ReportedPayment {
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  readonly amountMinor: string;
  readonly currency: string;
  readonly paidAtMs: number;
  readonly proposedAtMs: number | null;
}

interface Somebody {
  readonly name: PersonalRef | null;
  readonly number: PersonalRef | null;
  readonly person: PersonalRef | null;
}

export interface RootBody {
  readonly payments?: readonly ReportedPayment[];
  readonly victim?: Somebody | null;
  readonly reporter?: Somebody | null;
  readonly case?: string | null;
}

export interface ShownAccount {
  readonly account: string;
  readonly masked: string;
  readonly institution: string;
}

export interface Branch extends ShownAccount {
  readonly tier: number;
  readonly taintedMinor: string;
  readonly heldMinor: string;
  readonly expected: { readonly basis: "account" | "tier" | "town"; readonly n: number; readonly medianMs: number } | null;
  readonly answer: { readonly ms: number; readonly n: number; readonly assumed: boolean };
  readonly secondsLeft: number | null;
  readonly chancePpm: number | null;
  readonly savableMinor: string | null;
  readonly lostPerMinuteMinor: string | null;
  readonly stop: {
    readonly amountMinor: string;
    readonly currency: string;
    readonly goodFaith: readonly { readonly id: string; readonly words: Bilingual }[];
    readonly reason: Bilingual;
  };
  readonly notNow: Bilingual | null;
}

export interface Race {
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly asOf: string;
  readonly methodMeans: Bilingual;
  readonly sums: {
    readonly stolenMinor: string;
    readonly stillMinor: string;
    readonly heldMinor: string;
    readonly exitedMinor: string;
    readonly returnedMinor: string;
    readonly savableMinor: string;
  };
  readonly branches: readonly Branch[];
}

export type Stop = Matter<StopBody>;

/** Where a stop stands for whoever looks down the list. */
export type Standing = "to-sign" | "on-way" | "stopped" | "over";

export function standingOf(stop: Pick<Stop, "state">): Standing {
  switch (stop.state) {
    case "drafted":
      return "to-sign";
    case "approved":
    case "sent":
      return "on-way";
    case "stopped":
      return "stopped";
    default:
      return "over";
  }
}

/** All open stops that rest on one report or case. */
export interface Group {
  readonly root: string;
  /** The one that is due first stands for the group. */
  readonly first: Stop;
  readonly stops: readonly Stop[];
  readonly dueAtMs: number | null;
  readonly counts: Readonly<Record<Standing, number>>;
}

/** Those with something to sign first, then by what is due first; otherwise in the order they came in. */
export function groupsOf(stops: readonly Stop[]): readonly Group[] {
  const groups = [...Map.groupBy(stops, (stop) => stop.body.report)].map(([root, mine]): Group => {
    const [first] = mine.toSorted((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
    const counts = { "to-sign": 0, "on-way": 0, stopped: 0, over: 0 };
    for (const stop of mine) counts[standingOf(stop)]++;
    return { root, first: first as Stop, stops: mine, dueAtMs: first?.dueAtMs ?? null, counts };
  });
  const urgent = (group: Group): number => (group.counts["to-sign"] > 0 ? 0 : 1);
  return groups.toSorted((a, b) => urgent(a) - urgent(b) || (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
}

/** What the intake form holds of one payment, as typed. */
export interface PaymentTyped {
  readonly paidAt?: string;
  readonly amount?: string;
  readonly toBank?: string;
  readonly toAccount?: string;
  readonly toName?: string;
  readonly fromBank?: string;
  readonly fromAccount?: string;
  readonly transfer?: string;
}

/** Payments whose accounts have no stop though somebody who may ask for one reported them: too old for the program to propose by itself. */
export function notProposed(payments: readonly ReportedPayment[]): readonly number[] {
  return payments.flatMap((one, i) => (one.proposedAtMs === null ? [i] : []));
}

/** Accounts of a report for which no order exists, once each. */
export function withoutOrder(payments: readonly ReportedPayment[], stops: readonly Stop[]): readonly PersonalRef[] {
  const have = new Set(stops.map((stop) => stop.body.account.token));
  return [...new Map(payments.filter((one) => !have.has(one.to.token)).map((one) => [one.to.token, one.to])).values()];
}
