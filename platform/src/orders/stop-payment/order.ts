/** What a stop-payment says to the institution and to the holder. */
import { amountInWords } from "../../domain/notice-text.ts";
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { Holding } from "../account-facts.ts";
import { grantedFields, type AllowanceRules } from "../allowance.ts";
import { NEVER_GIVEN_UP } from "../order-clocks.ts";
import { toHolder, toInstitution } from "../order-words.ts";
import type { StopState } from "./states.ts";
import type { StopPayment } from "./stop-payment.ts";

export type Stop = Matter<StopPayment, StopState>;

export const ALLOWANCES: AllowanceRules = { kind: "stop-payment", granted: "stop-payment.allowance", refused: "stop-payment.allowance-refused", clock: "stop.duration" };

/** The order itself, with all four fields that the institution compares. */
export function request(stop: Stop, profile: JurisdictionProfile): EffectDraft {
  const { body } = stop;
  return toInstitution(stop, profile, "stop-payment", {
    name: "request",
    what: "stop-payment.request",
    fields: {
      amountMinor: body.amountMinor,
      currency: body.currency,
      paidAt: new Date(body.paidAtMs).toISOString(),
      transfer: body.transfer,
      scope: body.scope,
      round: body.round,
      previous: body.previous,
    },
    opens: body.holderName === null ? {} : { holderName: body.holderName.token },
    delivered: "sent",
    undeliverable: "unreachable",
  });
}

export function lift(stop: Stop, profile: JurisdictionProfile, why: string): EffectDraft {
  return toInstitution(stop, profile, "stop-payment", { name: "lift", what: "stop-payment.release", fields: { why }, ...NEVER_GIVEN_UP });
}

/** What the institution has to hold and to let through now, whatever it was told before. */
export function terms(stop: Stop, profile: JurisdictionProfile): EffectDraft {
  const { body } = stop;
  if (body.endedAtMs !== null) return lift(stop, profile, body.outcome ?? "ended");
  const fields = { scope: body.scope, amountMinor: body.heldMinor, currency: body.currency, allowances: grantedFields(body.allowances) };
  return toInstitution(stop, profile, "stop-payment", { name: "terms", what: "stop-payment.terms", fields, ...NEVER_GIVEN_UP });
}

/** The institution goes over from this order to what follows it, without letting the money go in between. */
export function replace(stop: Stop, profile: JurisdictionProfile, by: string): EffectDraft {
  return toInstitution(stop, profile, "stop-payment", { name: "replace", what: "stop-payment.replaced", fields: { by } });
}

export function limitNotice(stop: Stop, profile: JurisdictionProfile): NoticeDraft {
  const { body } = stop;
  const template: TextKey = body.previous !== null ? "stop-payment.second-round" : body.tier > 1 ? "stop-payment.extended" : "stop-payment.stopped";
  const said = { about: body.account.masked, reason: body.reason, decider: body.decider ?? { zh: "", en: "" } };
  return toHolder(stop, template, limitingSlots(profile, "stop-payment", { ...said, untilMs: body.endsAtMs ?? 0, clock: "stop.duration" }));
}

/** Whoever was not told yet when it ends is told what it was, with reason and remedy, before being told that it is over. */
export function untold(stop: Stop, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return stop.body.stoppedAtMs !== null && stop.body.toldAtMs === null ? [limitNotice(stop, profile)] : [];
}

/** That it is over. Where something else still holds the account, that is said instead of "it works normally". */
export function endNotices(stop: Stop, template: TextKey, context: Pick<Context, "profile" | "orgName">, reason: Bilingual, others: readonly Holding[]): readonly NoticeDraft[] {
  const { body } = stop;
  const slots = givingSlots(context.profile, { about: body.account.masked, reason, decider: body.decider ?? context.orgName });
  return [...untold(stop, context.profile), toHolder(stop, others.length > 0 ? "stop-payment.others-remain" : template, slots)];
}

export function reducedNotice(stop: Stop, context: Pick<Context, "profile" | "orgName">, reason: Bilingual): NoticeDraft {
  const { body } = stop;
  const slots = givingSlots(context.profile, { about: body.account.masked, reason, decider: context.orgName });
  return toHolder(stop, "stop-payment.reduced", { ...slots, amount: amountInWords(body.heldMinor ?? "0", body.currency) });
}
