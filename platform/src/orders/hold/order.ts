/** What a held payment says to the bank and to its customer, and which power of the profile it is. */
import type { DeadlineKey, TextKey } from "../../domain/jurisdiction-words.ts";
import type { AllowedMeasure, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { amountInWords, type SlotValues } from "../../domain/notice-text.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import { NEVER_GIVEN_UP } from "../order-clocks.ts";
import { toHolder, toInstitution } from "../order-words.ts";
import { HOLD_MEASURES, type Hold, type HoldMeasure } from "./hold.ts";
import type { HoldState } from "./states.ts";

export type HoldMatter = Matter<Hold, HoldState>;
/** What a notice needs of it: an opening has no more yet. */
type Said = Pick<HoldMatter, "partner" | "body">;

/** The power that this country's banks have, or a refusal that says why there is none. */
export function measureOf(profile: JurisdictionProfile): AllowedMeasure & { readonly kind: HoldMeasure } {
  const kind = HOLD_MEASURES.find((one) => profile.measures[one].allowed) ?? HOLD_MEASURES[0];
  return { ...profile.allowed(kind), kind };
}

/** A delay counts from the payment order, a hold from when it began. */
export function startOf(measure: HoldMeasure, orderedAtMs: number, heldAtMs: number): number {
  return measure === "payment-delay" ? orderedAtMs : heldAtMs;
}

/** By when a person has to confirm what a verdict held: the country's clock for it, or the time by which the customer must know why. */
export function confirmClock(profile: JurisdictionProfile, measure: AllowedMeasure): DeadlineKey {
  return profile.deadlines["hold.confirm"] === undefined ? (measure.notice.within ?? measure.duration) : "hold.confirm";
}

export function request(hold: Pick<HoldMatter, "id" | "serial" | "partner" | "body">, profile: JurisdictionProfile): EffectDraft {
  const { body } = hold;
  return toInstitution(hold, profile, body.measure, {
    name: "request",
    what: "hold.request",
    fields: {
      transfer: body.transfer,
      amountMinor: body.amountMinor,
      currency: body.currency,
      orderedAt: new Date(body.orderedAtMs).toISOString(),
      until: new Date(body.endsAtMs).toISOString(),
    },
    opens: { payee: body.payee.token },
    undeliverable: "unreachable",
  });
}

/** The bank goes on with the payment, or leaves it. */
export function goOn(hold: HoldMatter, profile: JurisdictionProfile, what: "release" | "refuse" | "cancel", why: string): EffectDraft {
  const { body } = hold;
  return toInstitution(hold, profile, body.measure, {
    name: "end",
    what: `hold.${what}`,
    fields: { transfer: body.transfer, amountMinor: body.amountMinor, currency: body.currency, why },
    ...NEVER_GIVEN_UP,
  });
}

/** What became of it, for when the bank has to be told again. */
export function terms(hold: HoldMatter, profile: JurisdictionProfile): EffectDraft {
  const what = hold.state === "refused" ? "refuse" : hold.state === "cancelled" ? "cancel" : "release";
  return goOn(hold, profile, what, hold.body.outcome ?? hold.state);
}

function tell(hold: Said, template: TextKey, slots: SlotValues): readonly NoticeDraft[] {
  const { contact } = hold.body;
  return [
    toHolder(hold, template, slots),
    ...(contact === null ? [] : [{ template, recipient: contact, slots, via: { kind: "messenger" as const, channel: "sms" as const }, purpose: "warn-and-dissuade" as const }]),
  ];
}

const UNBLOCK: Bilingual = {
  zh: "要办理这笔付款，请通过银行官方电话或柜面与银行核实",
  en: "to have it carried out, confirm it with your bank by its official number or at the counter",
};

function limiting(hold: Said, profile: JurisdictionProfile, reason: Bilingual): SlotValues {
  const { body } = hold;
  const slots = limitingSlots(profile, body.measure, { about: body.payee.masked, reason, decider: body.decider, untilMs: body.endsAtMs });
  const remedy = slots.remedy;
  const joined = typeof remedy === "object" ? { zh: `${UNBLOCK.zh}；${remedy.zh}`, en: `${UNBLOCK.en}; ${remedy.en}` } : UNBLOCK;
  return { ...slots, remedy: joined, amount: amountInWords(body.amountMinor, body.currency) };
}

export function heldNotices(hold: Said, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return tell(hold, hold.body.measure === "payment-delay" ? "payment-delay.delayed" : "transaction-hold.held", limiting(hold, profile, hold.body.reason));
}

/** Nothing lasts: only this payment was not made. */
export function refusedNotices(hold: Said, profile: JurisdictionProfile, reason: Bilingual): readonly NoticeDraft[] {
  const duration = { zh: "仅限这一笔付款，账户可以正常使用", en: "this payment only; the account works normally" };
  return tell(hold, `${hold.body.measure}.refused`, { ...limiting(hold, profile, reason), duration });
}

export function endNotices(hold: Said, event: "released" | "expired" | "cancelled", context: Pick<Context, "profile">, reason: Bilingual): readonly NoticeDraft[] {
  const { body } = hold;
  return tell(hold, `${body.measure}.${event}`, givingSlots(context.profile, { about: body.payee.masked, reason, decider: body.decider }));
}
