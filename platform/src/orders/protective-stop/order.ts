/** What a protective stop says to the bank and to the person: always who decided, until when, and how to end it. */
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { SlotValues } from "../../domain/notice-text.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { Holding } from "../account-facts.ts";
import { grantedFields, type AllowanceRules } from "../allowance.ts";
import { NEVER_GIVEN_UP } from "../order-clocks.ts";
import { toHolder, toInstitution } from "../order-words.ts";
import type { ProtectiveStop } from "./protective-stop.ts";
import type { ProtectiveState } from "./states.ts";

export type Protection = Matter<ProtectiveStop, ProtectiveState>;

export function allowances(profile: JurisdictionProfile): AllowanceRules {
  return { kind: "protective-stop", granted: "protective-stop.varied", refused: "protective-stop.allowance-refused", clock: profile.allowed("protective-stop").duration };
}

export function request(stop: Protection, profile: JurisdictionProfile): EffectDraft {
  const { body } = stop;
  return toInstitution(stop, profile, "protective-stop", {
    name: "request",
    what: "protective-stop.request",
    fields: { scope: body.scope, round: body.round, reason: body.reason.key, basis: body.basis.kind },
    opens: body.holderName === null ? {} : { holderName: body.holderName.token },
    delivered: "sent",
    undeliverable: "unreachable",
  });
}

export function lift(stop: Protection, profile: JurisdictionProfile, why: string): EffectDraft {
  return toInstitution(stop, profile, "protective-stop", { name: "lift", what: "protective-stop.release", fields: { why }, ...NEVER_GIVEN_UP });
}

/** What the bank has to hold and to let through now, whatever it was told before. */
export function terms(stop: Protection, profile: JurisdictionProfile): EffectDraft {
  const { body } = stop;
  if (body.endedAtMs !== null) return lift(stop, profile, body.outcome ?? "ended");
  const fields = { scope: body.scope, currency: body.currency, allowances: grantedFields(body.allowances) };
  return toInstitution(stop, profile, "protective-stop", { name: "terms", what: "protective-stop.terms", fields, ...NEVER_GIVEN_UP });
}

/** Through the bank, and directly where a number is known. */
function tell(stop: Protection, template: TextKey, slots: SlotValues): readonly NoticeDraft[] {
  const { contact } = stop.body;
  return [
    toHolder(stop, template, slots),
    ...(contact === null ? [] : [{ template, recipient: contact, slots, via: { kind: "messenger" as const, channel: "sms" as const }, purpose: "warn-and-dissuade" as const }]),
  ];
}

export function limitNotices(stop: Protection, template: TextKey, profile: JurisdictionProfile, reason: Bilingual, decider: Bilingual): readonly NoticeDraft[] {
  return tell(stop, template, limitingSlots(profile, "protective-stop", { about: stop.body.account.masked, reason, decider, untilMs: stop.body.endsAtMs ?? 0 }));
}

/** That it is over, and where help is to be had afterwards. */
export function endNotices(
  stop: Protection,
  template: TextKey,
  context: Pick<Context, "profile" | "orgName">,
  reason: Bilingual,
  others: readonly Holding[],
): readonly NoticeDraft[] {
  const { body } = stop;
  const slots = givingSlots(context.profile, { about: body.account.masked, reason, decider: body.decider ?? context.orgName });
  const helpline = context.profile.helplines.find((one) => one.callBack)?.number ?? "";
  const care: readonly NoticeDraft[] =
    body.contact === null
      ? []
      : [{ template: "warning.after-care", recipient: body.contact, slots: { helpline }, via: { kind: "messenger", channel: "sms" }, purpose: "warn-and-dissuade" }];
  return [...tell(stop, others.length > 0 ? "protective-stop.others-remain" : template, slots), ...care];
}
