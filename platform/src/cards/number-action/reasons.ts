/**
 * Why somebody is asked to verify a number, why it is restored, what urgency means: closed lists with words for the
 * holder. None of them says what the holder is thought to have done, because nobody knows who used the number.
 */
import type { Bilingual } from "../../domain/verdict.ts";

/** Classes of cards that the notice of 2021 names, and the person behind a card not being its user. */
export const RISKS = {
  involved: { zh: "该号码在案件中被使用，需要确认是否由您本人使用", en: "the number was used in a case, and it has to be seen whether you use it yourself" },
  "one-id-many": { zh: "同一证件名下号码较多，需要确认是否都由您本人使用", en: "many numbers stand under one document, and it has to be seen whether you use them yourself" },
  sleeping: { zh: "该号码长期未使用，为防止被他人冒用需要确认", en: "the number was not used for long, and it has to be seen that nobody else has taken it" },
  silent: { zh: "该号码长期没有通话，近期使用有变化，需要确认", en: "the number had no calls for long and is now used otherwise" },
  "high-risk-region": {
    zh: "该号码在境外诈骗高发地区有使用记录，需要确认是否由您本人使用",
    en: "the number was used from a region from where fraud is often committed, and it has to be seen whether you use it yourself",
  },
  "often-flagged": { zh: "该号码多次触发防诈骗提示，需要确认是否由您本人使用", en: "the number raised several signs of fraud, and it has to be seen whether you use it yourself" },
  "registered-not-user": { zh: "登记的机主与使用人可能不是同一人", en: "the registered holder and the user may not be the same person" },
} as const satisfies Record<string, Bilingual>;
export type Risk = keyof typeof RISKS;

export const LIFT_REASONS = {
  verified: { zh: "核验通过", en: "the check is done" },
  "no-longer-needed": { zh: "不再需要", en: "it is no longer needed" },
  mistake: { zh: "本不应限制", en: "it should not have been limited" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
  unsupported: { zh: "原先依据的情况已经撤销", en: "what it rested on no longer stands" },
  impossible: { zh: "运营商未能按要求执行", en: "the operator could not carry it out as asked" },
} as const satisfies Record<string, Bilingual>;
export type LiftReason = keyof typeof LIFT_REASONS;
/** It should not have been: counted, and compensated. */
export const WRONG: ReadonlySet<LiftReason> = new Set(["mistake", "appeal-upheld", "unsupported"]);

export const EXPIRED: Bilingual = { zh: "期限届满，自动解除", en: "its time has run out; it ended by itself" };
export const TRAVELLING: Bilingual = {
  zh: "您正在境外、漫游或边境地区，只需核验，不限制使用",
  en: "you are abroad, roaming or at a border: a check is enough, and nothing is limited",
};
export const DROPPED: Bilingual = { zh: "经核对不再需要核验", en: "on a second look no check is needed" };
export const LAPSED: Bilingual = { zh: "期限内没有采取措施，核验要求已经结束", en: "nothing was done in time, and the request has ended" };

/** Why it cannot wait for a day: people are being called now, or many. */
export const URGENT_GROUNDS = {
  "calling-victims": { zh: "正在使用该号码联系可能受骗的人", en: "people who may be deceived are being called with it at this moment" },
  "mass-dialling": { zh: "正在大量拨打不同号码", en: "very many different people are being called with it at this moment" },
  "code-relay": { zh: "正在用于代收验证码", en: "it is used to receive other people's codes at this moment" },
} as const satisfies Record<string, Bilingual>;
export type UrgentGround = keyof typeof URGENT_GROUNDS;

export const RENEWAL_REASONS = {
  "not-verified": { zh: "仍未核验", en: "it has still not been verified" },
  investigating: { zh: "案件仍在侦查", en: "the investigation goes on" },
} as const satisfies Record<string, Bilingual>;

/** Where a phone is, as its operator knows. Only at home may it be limited. */
export const WHEREABOUTS = ["home", "roaming", "abroad", "border"] as const;
export type Whereabouts = (typeof WHEREABOUTS)[number];
/** From the easiest for the person to the hardest: none may be asked for before an easier one was tried. */
export const WAYS = ["online", "video", "counter"] as const;
export type Way = (typeof WAYS)[number];
