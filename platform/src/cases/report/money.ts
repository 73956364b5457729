/**
 * The money in a report: which of it may still be stopped (the golden time), what was lost by currency, what of what is
 * told now was told before. A payment is one thing, however often it is told.
 */
import { ProblemError } from "../../base/problem.ts";
import type { Payment } from "../../domain/announcement.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { Context } from "../../matters/kind.ts";
import type { PaymentInput } from "../input.ts";
import type { Report, ReportedPayment, ReporterRole } from "./report.ts";

/** A clock beside ours may be this far ahead. */
const CLOCK_SKEW_MS = 15 * 60_000;

/** Those whose word about a payment is enough to propose that it be stopped: they lost it, or they can see it. */
const SPEAKS_FOR_MONEY: Readonly<Record<ReporterRole, boolean>> = { victim: true, relative: true, institution: true, witness: false, informer: false };

export function speaksForMoney(role: ReporterRole): boolean {
  return SPEAKS_FOR_MONEY[role];
}

export function paymentsOf(inputs: readonly PaymentInput[], context: Pick<Context, "identify" | "nowMs">): readonly ReportedPayment[] {
  return inputs.map((input, i) => {
    if (input.paidAt > context.nowMs + CLOCK_SKEW_MS)
      throw new ProblemError({
        code: "malformed-input",
        detail: `payments.${i}.paidAt lies in the future`,
        at: { field: `payments.${i}.paidAt` },
        expected: "when the money left",
      });
    return {
      from: input.from === undefined ? null : context.identify("account", input.from, `payments.${i}.from`),
      to: context.identify("account", input.to, `payments.${i}.to`),
      toName: input.toName === undefined ? null : context.identify("name", input.toName, `payments.${i}.toName`),
      amountMinor: input.amountMinor,
      currency: input.currency,
      paidAtMs: input.paidAt,
      transfer: input.transfer ?? null,
      slip: input.slip ?? null,
      proposedAtMs: null,
    };
  });
}

/** Two tellings of one payment. */
const identityOf = (one: ReportedPayment): string => one.transfer ?? `${one.to.token} ${one.currency} ${one.amountMinor} ${one.paidAtMs}`;

/** What was told before stays; what is new comes behind. */
export function joinPayments(known: readonly ReportedPayment[], more: readonly ReportedPayment[]): readonly ReportedPayment[] {
  const have = new Set(known.map(identityOf));
  return [...known, ...more.filter((one) => !have.has(identityOf(one)))];
}

/** Whether the money left so recently that stopping it goes before everything else. A country without such a time has none. */
export function isGolden(paidAtMs: number, profile: JurisdictionProfile, nowMs: number): boolean {
  return profile.deadlines["report.goldenTime"] !== undefined && profile.due("report.goldenTime", paidAtMs).dueAtMs > nowMs;
}

/** Payments whose stop is to be proposed now, and the list with that written in. */
export function proposeStops(
  payments: readonly ReportedPayment[],
  profile: JurisdictionProfile,
  nowMs: number,
): { readonly payments: readonly ReportedPayment[]; readonly stops: readonly Payment[] } {
  const open = payments.filter((one) => one.proposedAtMs === null && isGolden(one.paidAtMs, profile, nowMs));
  return { payments: payments.map((one) => (open.includes(one) ? { ...one, proposedAtMs: nowMs } : one)), stops: open.map(paymentOf) };
}

function paymentOf(one: ReportedPayment): Payment {
  return {
    from: one.from,
    to: one.to,
    ...(one.toName === null ? {} : { toName: one.toName }),
    amountMinor: one.amountMinor,
    currency: one.currency,
    atMs: one.paidAtMs,
    ...(one.transfer === null ? {} : { transfer: one.transfer }),
  };
}

/** What was lost, by currency. */
export function lossOf(report: Pick<Report, "payments" | "otherLosses">): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of [...report.payments, ...report.otherLosses]) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor));
  return sums;
}

export function mentionsOfPayments(payments: readonly ReportedPayment[]): readonly { readonly ref: PersonalRef; readonly role: string }[] {
  return payments.flatMap((one) => [
    { ref: one.to, role: "payee" },
    ...(one.from === null ? [] : [{ ref: one.from, role: "payer" }]),
    ...(one.toName === null ? [] : [{ ref: one.toName, role: "payee-name" }]),
  ]);
}
