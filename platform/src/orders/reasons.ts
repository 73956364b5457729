/**
 * Why an order was given, ended or refused, as closed lists with words for the person concerned in both languages. An
 * officer's own note stays inside: it is in one language and was not written to be read by who it is about.
 */
import { z } from "zod";
import type { Bilingual } from "../domain/verdict.ts";

type Reasons = Readonly<Record<string, Bilingual>>;

/** A reason as a matter keeps it: the key for figures, the words as they were told. */
export interface Reason extends Bilingual {
  readonly key: string;
}

export function reasonOf<R extends Reasons>(reasons: R, key: keyof R & string): Reason {
  return { key, ...reasons[key] };
}

/** One of the keys of a list. */
export function reasonKey<R extends Reasons>(reasons: R): z.ZodEnum<{ [K in keyof R & string]: K }> {
  return z.enum(Object.keys(reasons) as (keyof R & string)[]) as z.ZodEnum<{ [K in keyof R & string]: K }>;
}

export const STOP_REASONS = {
  "reported-payment": { zh: "有人报案，被骗后向该账户付款", en: "somebody reported having been deceived into paying into it" },
  "safe-account": { zh: "有人报案，被骗向所谓“安全账户”付款", en: "somebody reported a payment to a so-called safe account" },
  "moved-on": { zh: "报案涉及的被骗资金转入该账户", en: "money from a reported fraud was moved into it" },
  "other-unit": { zh: "其他地方公安机关请求协助止付报案涉及的资金", en: "police elsewhere asked for help with money from a reported fraud" },
  filing: { zh: "案件正在办理立案，需要再次止付", en: "the case is being filed and needs more time" },
  tracing: { zh: "资金去向仍在核查，案件正在办理立案", en: "the path of the money is still being checked while the case is being filed" },
  freezing: { zh: "案件已立案，正在办理冻结", en: "the case is filed and a freeze is being arranged" },
} as const satisfies Reasons;

/** Those that may stand behind the second and last round. */
export const SECOND_ROUND_REASONS = { filing: STOP_REASONS.filing, tracing: STOP_REASONS.tracing, freezing: STOP_REASONS.freezing } as const satisfies Reasons;

export const FREEZE_REASONS = {
  "case-funds": { zh: "查明有被骗资金进入该账户", en: "money from the fraud was found to have gone into it" },
  "case-property": { zh: "属于案件涉及的财产", en: "it is property that the case is about" },
  "followed-stop": { zh: "紧急止付后案件已立案", en: "after an emergency stop the case was filed" },
} as const satisfies Reasons;

export const RENEWAL_REASONS = {
  investigating: { zh: "案件仍在侦查", en: "the investigation goes on" },
  returning: { zh: "正在办理资金返还", en: "the return of the money is being prepared" },
  prosecuting: { zh: "案件已移送，等待处理", en: "the case has gone to the prosecutor or court" },
} as const satisfies Reasons;

export const PROTECTIVE_REASONS = {
  "payment-imminent": { zh: "您可能正要向诈骗账户付款", en: "you may be about to pay somebody who is deceiving you" },
  "remote-control": { zh: "您的手机可能正被他人远程操作", en: "somebody else may be operating your phone" },
  "details-given": { zh: "您的账户信息可能已被他人掌握", en: "somebody else may have your account details" },
  asked: { zh: "您本人或家人请求保护账户", en: "you or your family asked for the account to be protected" },
} as const satisfies Reasons;

export const HOLD_REASONS = {
  "rules-hit": { zh: "这笔付款符合多项诈骗特征", en: "the payment shows several signs of fraud" },
  "listed-payee": { zh: "收款账户近期被举报或涉案", en: "the payee was recently reported or involved in a case" },
  "warned-person": { zh: "反诈中心提示您可能正在被骗", en: "the anti-fraud centre has warned that you may be being deceived" },
  "unusual-payment": { zh: "这笔付款与平时的使用情况明显不同", en: "the payment is very unlike how the account is used" },
  "on-the-phone": { zh: "付款时疑似有人在指导操作", en: "somebody seems to be directing the payment" },
} as const satisfies Reasons;

export const HOLD_RELEASES = {
  verified: { zh: "已与您核实无误", en: "it was confirmed with you" },
  "no-grounds": { zh: "没有合理依据继续暂缓", en: "there was no sufficient ground to keep it waiting" },
  "false-alarm": { zh: "经核实判断有误", en: "it was found to be a mistake" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
} as const satisfies Reasons;
export const HOLD_WRONG: ReadonlySet<keyof typeof HOLD_RELEASES> = new Set(["no-grounds", "false-alarm", "appeal-upheld"]);

export const HOLD_REFUSALS = {
  "fraud-found": { zh: "经核实，这笔付款与诈骗有关", en: "the payment was found to be part of a fraud" },
  "payee-involved": { zh: "收款账户已被认定涉案", en: "the payee was found to be involved in a case" },
  "not-confirmed": { zh: "未能与您本人核实", en: "it could not be confirmed with you in person" },
} as const satisfies Reasons;

export const RELEASE_REASONS = {
  unrelated: { zh: "经核实与案件无关", en: "it was found to be unrelated" },
  "paid-back": { zh: "款项已退还", en: "the money was paid back" },
  "mistaken-account": { zh: "账户有误", en: "it was the wrong account" },
  "good-faith": { zh: "收款人属善意取得", en: "the holder received it in good faith" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
  "institution-error": { zh: "机构操作有误", en: "the institution made a mistake" },
  malicious: { zh: "经查举报不实", en: "the report behind it was found to be untrue" },
  unsupported: { zh: "原先依据的措施已经撤销", en: "what it rested on no longer stands" },
  "basic-needs": { zh: "保障基本生活", en: "it is needed for living" },
  "security-given": { zh: "已提供其他担保", en: "other security was given" },
  "case-withdrawn": { zh: "案件已撤销", en: "the case was withdrawn" },
  "case-declined": { zh: "案件不予立案", en: "no case is opened" },
  "trace-lower": { zh: "查明的涉案金额低于原金额", en: "the sum traced is lower than it was thought" },
  other: { zh: "不再需要", en: "it is no longer needed" },
} as const satisfies Reasons;
export type ReleaseReason = keyof typeof RELEASE_REASONS;

/** Reasons that say the measure should not have been: they are counted, compensated, and what rests on it is looked at again. */
export const WRONG: ReadonlySet<ReleaseReason> = new Set(["unrelated", "mistaken-account", "good-faith", "appeal-upheld", "institution-error", "malicious", "unsupported"]);

export const ALLOWANCE_GRANTED: Bilingual = { zh: "属于基本生活支出", en: "it is for living costs" };
export const ALLOWANCE_REFUSALS = {
  "not-a-need": { zh: "该支出不属于基本生活支出", en: "it is not for living costs" },
  "no-paper": { zh: "需要补充能说明用途的单据", en: "a bill or paper that shows what it is for is still needed" },
  "payee-at-risk": { zh: "收款方存在风险，请换一种方式支付", en: "the payee is at risk of being part of the fraud; please pay another way" },
  elsewhere: { zh: "可以从未受影响的账户支付", en: "it can be paid from an account that is not affected" },
} as const satisfies Reasons;

export const RELEASE_REFUSALS = {
  "still-in-contact": { zh: "对方仍在与您联系，付款风险仍在", en: "the other side is still in contact with you, and the danger of paying remains" },
  "not-spoken": { zh: "尚未能与您本人核实", en: "we have not yet been able to speak with you in person" },
  "phone-not-safe": { zh: "您的手机尚未排除被他人操作", en: "it is not yet certain that nobody else operates your phone" },
} as const satisfies Reasons;

export const EXPIRED: Bilingual = { zh: "期限届满，自动解除", en: "its time has run out; it ended by itself" };
