/** What a return says: to the bank that pays, to those who get their money, and to the public before it is shared out. */
import { ProblemError } from "../../base/problem.ts";
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile, ReturnRule } from "../../domain/jurisdiction.ts";
import { amountInWords, fillText, instantInWords, type SlotValues } from "../../domain/notice-text.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Facts } from "./facts.ts";
import type { Claim, Refund } from "./refund.ts";
import { sumOf } from "./shares.ts";
import type { RefundState } from "./states.ts";

export type RefundMatter = Matter<Refund, RefundState>;
export type C = Context<Facts>;

/** The country's rule, or a refusal that says there is none. */
export function ruleOf(profile: JurisdictionProfile): ReturnRule {
  if (profile.returns !== null) return profile.returns;
  throw new ProblemError({
    code: "limit-of-law",
    detail: `${profile.id} has no return of frozen funds by the police`,
    ...(profile.reimbursement === null ? {} : { expected: "a claim for reimbursement from the payment institution" }),
  });
}

export function claimOf(refund: RefundMatter, id: string, field = "claim"): Claim {
  const found = refund.body.claims.find((one) => one.id === id);
  if (found === undefined) throw new ProblemError({ code: "not-found", detail: "there is no such claim", at: { field }, value: id });
  return found;
}

export function withClaim(body: Refund, changed: Claim): Refund {
  return { ...body, claims: body.claims.map((one) => (one.id === changed.id ? changed : one)) };
}

export const shareOf = (claim: Claim): bigint => BigInt(claim.shareMinor ?? "0");

export function amountOf(minor: bigint, refund: Pick<RefundMatter, "body">): Bilingual {
  return amountInWords(String(minor), refund.body.currency);
}

/** Names an order to the bank by the first share in it. */
export const orderName = (claims: readonly Claim[]): string => `pay-${claims[0].id}`;

/** The order to pay these shares: free of charge, at once where possible, otherwise within the profile's days. */
export function payment(refund: RefundMatter, claims: readonly Claim[], profile: JurisdictionProfile): EffectDraft {
  const opens: Record<string, string> = {};
  const items = claims.map((claim, i) => {
    opens[`payee${i}`] = claim.payee.account.token;
    opens[`payeeName${i}`] = claim.payee.holderName.token;
    return { claim: claim.id, amountMinor: claim.shareMinor, parts: claim.parts.map((part) => ({ ...part })), payee: `payee${i}`, payeeName: `payeeName${i}` };
  });
  return {
    name: orderName(claims),
    channel: "institution",
    addressee: refund.partner ?? "",
    payload: {
      what: "refund.order",
      matter: refund.id,
      serial: refund.serial,
      institution: refund.body.institution,
      currency: refund.body.currency,
      fees: "none",
      clock: ruleOf(profile).execute,
      items,
    },
    opens,
    purpose: "return-funds",
    delivered: "sent",
    undeliverable: "unreachable",
  };
}

/** By message where a number is known; otherwise by the bank that pays, which knows the payee. */
export function tell(refund: Pick<RefundMatter, "partner">, claim: Claim, template: TextKey, slots: SlotValues): NoticeDraft {
  const { contact, payee } = claim;
  const common = { template, slots, purpose: "return-funds" as const };
  return contact === null
    ? { ...common, recipient: payee.account, via: { kind: "institution", org: refund.partner ?? "" } }
    : { ...common, recipient: contact, via: { kind: "messenger", channel: "sms" } };
}

export function contactOf(profile: JurisdictionProfile): string {
  return profile.helplines.find((one) => one.callBack)?.number ?? "";
}

/** The public notice: which account, how much, how to object and until when. Accounts are masked and nobody is named. */
export function publicNotice(refund: RefundMatter, shared: bigint, untilMs: number, context: C): Bilingual {
  const { profile } = context;
  const rule = ruleOf(profile);
  const papers = (language: "zh" | "en"): string => rule.papers.map((paper) => paper[language]).join(language === "zh" ? "、" : ", ");
  return fillText(profile.text("refund.public-notice"), {
    what: refund.body.frozen.map((one) => one.account.masked).join(", "),
    amount: amountOf(shared, refund),
    due: instantInWords(untilMs, profile.timeZone),
    decider: context.orgName,
    remedy: {
      zh: `凭公告编号 ${refund.serial} 在线提出，或到任一柜台提出，不收费`,
      en: `online with the number ${refund.serial}, or at any counter, free of charge`,
    },
    papers: { zh: papers("zh"), en: papers("en") },
  });
}

export const plannedOf = (refund: Pick<RefundMatter, "body">): bigint => sumOf(refund.body.claims.map(shareOf));
