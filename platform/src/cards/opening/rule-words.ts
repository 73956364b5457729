/**
 * What a counter is told of each rule, and what it asks: plain words for both, without a number in them. What a rule
 * counted may have happened at other institutions, and how much anybody has there is nobody's business here.
 */
import type { Bilingual } from "../../domain/verdict.ts";

interface RuleWords {
  readonly reason: Bilingual;
  /** To be read out to the applicant. */
  readonly question: Bilingual;
}

export const RULE_WORDS: Readonly<Record<string, RuleWords>> = {
  O01: {
    reason: { zh: "名下同类卡或账户已达到规定允许的数量", en: "as many cards or accounts of this kind as the rule allows are held already" },
    question: { zh: "名下有没有已经不用的卡或账户？我们可以帮您先注销。", en: "Is there a card or account you no longer use? We can help you close it first." },
  },
  O02: {
    reason: { zh: "近几天办理开户的网点比一般情况多", en: "openings at more branches within a few days than is usual" },
    question: { zh: "最近是在比较不同的银行或套餐，还是搬家、换工作需要办理？", en: "Are you comparing banks or tariffs, or is it for a move or a new job?" },
  },
  O03: {
    reason: { zh: "留存的联系电话被多人用于开户办卡", en: "the contact phone is used for more people's openings than is usual" },
    question: {
      zh: "这个联系电话是您本人、家人还是单位财务的？可以改留您自己的号码。",
      en: "Is this contact phone yours, your family's or your firm's? You may give a number of your own instead.",
    },
  },
  O04: {
    reason: { zh: "多名互不相识的人由一人带领同时办理", en: "people who do not know each other are led by one guide" },
    question: { zh: "今天是自己来的，还是有人带您来的？卡办好以后由谁保管和使用？", en: "Did you come by yourself, or did somebody bring you? Who will keep and use the card?" },
  },
  O05: {
    reason: { zh: "暂无本地联系，且首次即需要较高额度", en: "no local tie yet, and high limits wanted at once" },
    question: { zh: "主要用来做什么？可以先开限额的，用起来以后随时调整。", en: "What will it mainly be for? It can begin with limits that are raised whenever you need it." },
  },
  O06: {
    reason: { zh: "有关部门依法作出的惩戒仍在期限内", en: "a sanction that an authority decided by law is still in its term" },
    question: { zh: "惩戒是否已经到期或解除？如有相关通知可以出示。", en: "Has the term ended or been lifted? A notice of that can be shown." },
  },
  O07: {
    reason: { zh: "企业登记信息有几处需要核实", en: "several points of the firm's registration need a check" },
    question: { zh: "企业的实际经营地址、经营内容和负责人是？可以约时间上门核实。", en: "Where does the firm work, what does it do, and who runs it? A visit can be arranged." },
  },
  O08: {
    reason: { zh: "一个包裹内的卡数较多", en: "many cards in one parcel" },
    question: { zh: "这些卡由谁使用？是否有单位的委托或合同？", en: "Who will use these cards? Is there an employer's order or contract?" },
  },
  O09: {
    reason: { zh: "联系电话或设备需要再核对一次", en: "the contact phone or device needs another look" },
    question: { zh: "这个号码或设备是刚开始用的吗？可以换一个号码。", en: "Have you had this number or device only lately? You may give another." },
  },
  O10: {
    reason: { zh: "申请人信息需要再核对一次，可能是同名", en: "the applicant's details need another look; it may be somebody of the same name" },
    question: { zh: "请再出示一次证件核对。", en: "May we look at your document once more?" },
  },
  L05: {
    reason: { zh: "短期内在多处集中办卡，比一般情况多", en: "more cards within a few days than is usual" },
    question: { zh: "这些卡是自己用还是给家人用？给家人的可以办副卡。", en: "Are the cards for yourself or your family? For family there are secondary cards." },
  },
  L07: {
    reason: { zh: "该卡注册的网络账号比一般情况多", en: "more chat accounts registered with the card than is usual" },
    question: { zh: "这张卡平时是您自己用吗？有没有借给别人或替人接收验证码？", en: "Do you use this card yourself? Has somebody borrowed it, or asked you for codes?" },
  },
};

/** For a rule that a deployment added: its own words may carry numbers, so only these are shown. */
export const OTHER_RULE: RuleWords = {
  reason: { zh: "有一项情况需要核实", en: "one point needs a check" },
  question: { zh: "请说明办理的用途。", en: "What will it be used for?" },
};

export const BROKEN: Bilingual = { zh: "有一项检查未能完成，需要人工核实", en: "one of the checks could not be finished, so a person has to look" };

export function wordsOf(rule: string): RuleWords {
  return Object.hasOwn(RULE_WORDS, rule) ? RULE_WORDS[rule] : OTHER_RULE;
}
