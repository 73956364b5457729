/** What a freeze says to the institution and to the holder, and the guards that several of its decisions share. */
import { ProblemError } from "../../base/problem.ts";
import type { DeadlineKey, TextKey } from "../../domain/jurisdiction-words.ts";
import type { AssetRule, JurisdictionProfile } from "../../domain/jurisdiction.ts";
import { amountInWords, durationInWords } from "../../domain/notice-text.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import { isFiled } from "../account-facts.ts";
import { grantedFields, type AllowanceRules } from "../allowance.ts";
import { NEVER_GIVEN_UP } from "../order-clocks.ts";
import { toHolder, toInstitution } from "../order-words.ts";
import type { Facts } from "./facts.ts";
import type { Freeze } from "./freeze.ts";
import type { FreezeState } from "./states.ts";

export type FreezeMatter = Matter<Freeze, FreezeState>;

/** The rule of the asset: who approves, how long. */
export function assetRule(profile: JurisdictionProfile, asset: Freeze["asset"]): AssetRule {
  const rule = profile.allowed("freeze").assets[asset];
  if (rule !== undefined) return rule;
  const known = Object.keys(profile.allowed("freeze").assets).join(", ");
  throw new ProblemError({ code: "limit-of-law", detail: `${profile.id} has no rule for freezing ${asset}`, at: { field: "asset" }, expected: known });
}

export function allowances(freeze: FreezeMatter, profile: JurisdictionProfile): AllowanceRules {
  return { kind: "freeze", granted: "freeze.allowance", refused: "freeze.allowance-refused", clock: assetRule(profile, freeze.body.asset).duration };
}

/** Throws unless the case is filed and still goes on, where the law asks for that. */
export function requireFiled(facts: Pick<Facts, "case">, profile: JurisdictionProfile, id: string): void {
  if (!profile.allowed("freeze").guards.includes("case-filed")) return;
  if (facts.case !== null && isFiled(facts.case)) return;
  throw new ProblemError({
    code: "limit-of-law",
    detail: `nothing may be frozen in ${id}, which is ${facts.case?.state ?? "not there"}`,
    at: { field: "case" },
    expected: "a case that is filed and goes on",
  });
}

/** What the notice to the institution must state: name, number, amount, period, scope, interest. */
export function request(freeze: FreezeMatter, profile: JurisdictionProfile): EffectDraft {
  const { body } = freeze;
  const { duration } = profile.deadline(assetRule(profile, body.asset).duration);
  return toInstitution(freeze, profile, "freeze", {
    name: "request",
    what: "freeze.request",
    fields: {
      asset: body.asset,
      amountMinor: body.amountMinor,
      currency: body.currency,
      period: { ...durationInWords(duration), kind: duration.kind, amount: duration.amount },
      scope: body.scope,
      interest: body.interest,
      follows: body.follows,
    },
    opens: { holderName: body.holderName.token },
    delivered: "sent",
    undeliverable: "unreachable",
  });
}

export function tellInstitution(freeze: FreezeMatter, profile: JurisdictionProfile, name: string, fields: Readonly<Record<string, string | number | boolean | null>>): EffectDraft {
  return toInstitution(freeze, profile, "freeze", {
    name,
    what: `freeze.${name}`,
    fields: { amountMinor: freeze.body.amountMinor, currency: freeze.body.currency, ...fields },
    // What gives back is never given up.
    ...(GIVES.has(name) ? NEVER_GIVEN_UP : {}),
  });
}

const GIVES: ReadonlySet<string> = new Set(["end", "reduce"]);

/** What the institution has to hold and to let through now, whatever it was told before. */
export function terms(freeze: FreezeMatter, profile: JurisdictionProfile): EffectDraft {
  const { body } = freeze;
  if (body.endedAtMs !== null) return tellInstitution(freeze, profile, "end", { why: body.outcome });
  const fields = { scope: body.scope, amountMinor: body.amountMinor, currency: body.currency, frozenMinor: body.frozenMinor, allowances: grantedFields(body.allowances) };
  return toInstitution(freeze, profile, "freeze", { name: "terms", what: "freeze.terms", fields, ...NEVER_GIVEN_UP });
}

const amountOf = (minor: string, body: Freeze): Bilingual => amountInWords(minor, body.currency);

export function limitNotice(freeze: FreezeMatter, template: TextKey, profile: JurisdictionProfile, reason: Bilingual = freeze.body.reason): NoticeDraft {
  const { body } = freeze;
  const said = { about: body.account.masked, reason, decider: body.decider ?? { zh: "", en: "" } };
  const clock: DeadlineKey = assetRule(profile, body.asset).duration;
  const slots = limitingSlots(profile, "freeze", { ...said, untilMs: body.endsAtMs ?? 0, clock });
  return toHolder(freeze, template, { ...slots, amount: amountOf(body.frozenMinor ?? body.amountMinor, body) });
}

/** In the queue nothing runs yet: the period begins when it takes effect. */
export function queueNotice(freeze: FreezeMatter, profile: JurisdictionProfile): NoticeDraft {
  const notice = limitNotice(freeze, "freeze.queued", profile);
  const length = durationInWords(profile.deadline(assetRule(profile, freeze.body.asset).duration).duration);
  const duration = { zh: `生效后 ${length.zh}，到期自动解除`, en: `${length.en} from when it takes effect, ending by itself` };
  return { ...notice, slots: { ...notice.slots, duration, amount: amountOf(freeze.body.amountMinor, freeze.body) } };
}

export function giveNotice(freeze: FreezeMatter, template: TextKey, context: Pick<Context, "profile" | "orgName">, reason: Bilingual, amountMinor: string): NoticeDraft {
  const slots = givingSlots(context.profile, { about: freeze.body.account.masked, reason, decider: context.orgName });
  return toHolder(freeze, template, { ...slots, amount: amountOf(amountMinor, freeze.body) });
}

/** That it is over; where something else holds the account, or takes over now, that instead. */
export function endNotice(freeze: FreezeMatter, template: TextKey, context: Pick<Context<Facts>, "profile" | "orgName" | "facts">, reason: Bilingual): NoticeDraft {
  const { holdings, awaited } = context.facts;
  return giveNotice(freeze, holdings.length > 0 || awaited ? "freeze.others-remain" : template, context, reason, freeze.body.frozenMinor ?? "0");
}
