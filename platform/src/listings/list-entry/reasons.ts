/** Why an entry was made and why it ended, as closed lists with words for the person concerned in both languages. */
import { z } from "zod";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Basis } from "./grounds.ts";

export const ENTRY_REASONS: Readonly<Record<Basis, Bilingual>> = {
  case: { zh: "在已立案的案件中查明与案件有关", en: "it was found to be involved in a filed case" },
  authority: { zh: "主管机关书面要求", en: "a competent authority asked for it in writing" },
  signals: { zh: "出现两类以上相互独立的异常信号，并经人工复核", en: "independent kinds of unusual signs were found, and a person has reviewed them" },
  decision: { zh: "案件中对其采取的其他措施正在执行", en: "another measure about it is in force in a case" },
  sign: { zh: "出现一类异常信号，尚未核实", en: "one kind of unusual sign was found; nothing has been verified" },
  reports: { zh: "有群众举报，尚未核实", en: "people have reported it; nothing has been verified" },
  linked: { zh: "与另一条目有关联，尚未核实", en: "it is connected with another entry; nothing has been verified" },
};

export const END_REASONS = {
  mistake: { zh: "经复核，列入有误", en: "a review found that it should not have been entered" },
  "no-longer-needed": { zh: "经复核，已无需列入", en: "a review found that it is no longer needed" },
  "clean-again": { zh: "经复查，已无问题", en: "it was checked again and found in order" },
  reassigned: { zh: "号码已重新分配给新用户", en: "the number has been given to a new user" },
  unsupported: { zh: "原先的依据已不成立", en: "what it rested on no longer stands" },
  "appeal-upheld": { zh: "申诉成立", en: "the objection was upheld" },
  "not-listable": { zh: "名单不接受该条目", en: "the lists do not take it" },
  superseded: { zh: "由依据更充分的新条目取代", en: "it was replaced by another entry on stronger grounds" },
  expired: { zh: "期限届满，自动失效", en: "its time has run out; it ended by itself" },
} as const satisfies Readonly<Record<string, Bilingual>>;
export type EndReason = keyof typeof END_REASONS;

/** Those that a person gives; the others follow from elsewhere. */
export const REVOKE_REASONS = ["mistake", "no-longer-needed", "clean-again"] as const satisfies readonly EndReason[];
export const revokeReason = z.enum(REVOKE_REASONS);

/** Reasons that say the entry should not have been: counted, compensated. */
export const WRONG: ReadonlySet<EndReason> = new Set(["mistake", "unsupported", "appeal-upheld", "not-listable"]);

/** What is left carries less than before. */
export const LOWERED: Bilingual = { zh: "部分依据已不成立，其余依据不足以维持原有措施", en: "part of what it rested on no longer stands, and the rest does not carry as much" };
