/**
 * A payment that somebody warned about and that is about to leave is held at the bank, if the country's banks may do that
 * and the bank's desk is here. What cannot be held is said and holds up no warning.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import { institutionOf, KnownRef } from "../../domain/personal.ts";
import type { Work } from "../../matters/work.ts";
import { desksOf } from "../account-facts.ts";
import { earlierHolds } from "./facts.ts";
import { HOLD_MEASURES } from "./hold.ts";
import { hold } from "./kind.ts";
import { heldBefore, paymentKey } from "./open.ts";
import { measureOf } from "./order.ts";

export async function holdPayment(work: Work, { warning, payment }: AnnouncementOf<"payment-at-risk">): Promise<void> {
  const { from, to } = payment;
  const skipped = (why: string): void => work.note({ event: "payment-not-held", matter: warning, kind: "warning", detail: { why } });
  if (from === null) return skipped("the payer's account is not known");
  if (!HOLD_MEASURES.some((kind) => work.law.measures[kind].allowed)) return skipped("banks have no such power here");
  const institution = institutionOf(new KnownRef(from));
  if (!(await desksOf(work.sql, [institution])).has(institution)) return skipped(`no organisation here runs the desk of ${institution}`);
  // A payment that lies ahead of us was ordered just now, by a clock that is right where ours is not: it holds up no warning.
  const orderedAtMs = Math.min(payment.atMs, work.nowMs);
  const draft = { amountMinor: payment.amountMinor, currency: payment.currency, ...(payment.transfer === undefined ? {} : { transfer: payment.transfer }) };
  const key = paymentKey({ ...draft, orderedAt: orderedAtMs }, to);
  const measure = measureOf(work.law);
  const again = heldBefore(await earlierHolds(work.sql, [from.token]), { payment: key, payee: to.token, byVerdict: true }, work.law, measure, work.nowMs);
  if (again !== null) return skipped(again);
  await work.openOne(
    hold,
    {
      ...draft,
      parent: warning,
      by: { kind: "verdict", ref: warning },
      account: new KnownRef(from),
      payee: new KnownRef(to),
      // No number to tell: those who warn speak with the person already, and the bank tells its customer.
      orderedAt: new Date(orderedAtMs).toISOString(),
      reason: "warned-person",
    },
    "consequence",
  );
}
