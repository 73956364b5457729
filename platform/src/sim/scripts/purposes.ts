/**
 * What people write in the purpose field of a transfer, for every scam category and for ordinary payments. Many are
 * deliberately plain: those who guide a transfer often dictate a harmless word, so purpose alone must never decide.
 */
import { type ScamCategory, SCAM_CATEGORIES } from "../../domain/scam-category.ts";
import type { ScriptLang } from "./script.ts";
import { type Chance, fillSlot, SLOT } from "./slots.ts";

export interface Purpose {
  readonly id: string;
  readonly category: ScamCategory | null;
  readonly lang: ScriptLang;
  /** With the same slots as scripts. */
  readonly text: string;
}

type Texts = Readonly<Record<ScriptLang, readonly string[]>>;

const OF_CATEGORY: Readonly<Record<ScamCategory, Texts>> = {
  TASK_REBATE: { zh: ["任务垫付", "充值做单", "第{few}组任务本金", "补单提现"], en: ["task deposit", "order set {few}", "top up for commission", "combined order"] },
  FAKE_INVEST: { zh: ["入金", "新股认缴", "账户解冻保证金", "投资理财"], en: ["trading deposit", "IPO subscription", "margin to unfreeze account", "investment"] },
  ROMANCE: { zh: ["包裹清关费", "住院押金", "机票违约金", "生日礼物"], en: ["customs fee for parcel", "hospital deposit", "flight and contract fee", "gift"] },
  ROMANCE_INVEST: { zh: ["外汇入金", "一起买房", "提现个税", "借款"], en: ["gold futures deposit", "our house", "tax before withdrawal", "loan to friend"] },
  FAKE_SHOP: { zh: ["{item}货款", "定金", "海关税费", "演唱会门票"], en: ["{item}", "deposit for {item}", "import duty order {order}", "concert tickets"] },
  MIL_POLICE_ORDER: { zh: ["代购定金", "自热米饭货款", "保密押金", "采购垫付"], en: ["supplier deposit", "ration packs", "security bond", "order on behalf of base"] },
  CS_REFUND: { zh: ["退还多收理赔款", "备用金归还", "取消代理商", "店铺保证金"], en: ["return of excess refund", "claim verification", "cancel premium plan", "seller deposit"] },
  LOAN: { zh: ["验证还款能力", "贷款解冻费", "保险金", "首期还款"], en: ["loan release fee", "first instalment", "insurance for loan", "account correction fee"] },
  CREDIT_RECORD: { zh: ["征信清算", "注销校园贷", "清零认证", "借款归集"], en: ["credit clearing", "close student account", "record repair fee", "clearing account"] },
  AUTHORITY: { zh: ["安全账户", "资金清查", "取保候审保证金", "往来款"], en: ["safe account", "funds inspection", "bail bond", "own account transfer"] },
  BOSS_FRIEND: { zh: ["替领导垫付", "名师班报名费", "借款", "货款"], en: ["for the director", "rent new account", "bill for daughter", "loan"] },
  INVOICE_BEC: { zh: ["货款{order}", "合同尾款", "新账户付款", "备用账户重付"], en: ["invoice {order}", "balance of contract", "payment to new account", "resent payment"] },
  GAME_TRADE: { zh: ["账号解冻充值", "代练费", "游戏点券", "皮肤交易"], en: ["account release top up", "rank boosting", "game credits", "skin trade"] },
  NET_BLACK: { zh: ["扫码支付", "账户验证", "消费", "充值"], en: ["account verification", "toll payment", "card payment", "top up"] },
  SEXTORTION: { zh: ["删除费用", "私事", "还款", "转账"], en: ["private", "delete", "repayment", "personal"] },
  LOTTERY_PRIZE: { zh: ["领奖手续费", "中奖个税", "公证费", "邮寄费"], en: ["prize release fee", "winner tax", "notary fee", "delivery of prize"] },
  TAX_SUBSIDY_SUBSCRIPTION: { zh: ["资金验证", "关闭会员", "认证账户", "补贴保证金"], en: ["account check", "cancel membership", "verification transfer", "subsidy bond"] },
  RECOVERY: { zh: ["追款服务费", "解冻费", "立案费", "数据破解费"], en: ["recovery fee", "unlock key", "filing fee", "release tax"] },
  CHARITY: { zh: ["爱心捐款", "功德款", "救助孩子", "棉衣捐助"], en: ["donation", "operation for Amy", "coats for school", "shelter"] },
  MULE_RECRUIT: { zh: ["代付", "货款", "充值押金", "往来"], en: ["payout", "forwarding", "agent deposit", "goods"] },
  OTHER: { zh: ["法事", "疗程费", "报名定金", "移民保证金"], en: ["ritual", "full cure", "exam deposit", "visa deposit"] },
};

const ORDINARY: Texts = {
  zh: [
    "房租", "{date}房租", "生活费", "学费", "聚餐AA", "还款", "物业费", "水电费", "购{item}", "{year}年会费", "工资", "货款", "装修尾款", "份子钱",
    "孩子压岁钱", "看病", "借款", "还信用卡", "团购水果", "报销", "房屋定金", "诉讼费", "法院执行款", "校服费", "车险", "给爸妈",
  ],
  en: [
    "rent", "rent {date}", "pocket money", "tuition", "dinner split", "paying you back", "service charge", "electricity", "{item}", "club fee {year}",
    "salary", "invoice {order}", "builder final bill", "wedding gift", "birthday", "dentist", "loan", "credit card", "group order", "expenses",
    "house deposit", "court fee", "school trip", "car insurance", "for mum and dad", "savings",
  ],
};

const LANGS: readonly ScriptLang[] = ["zh", "en"];

function purposesOf(category: ScamCategory | null, group: string, texts: Texts): Purpose[] {
  return LANGS.flatMap((lang) => texts[lang].map((text, i) => ({ id: `purpose-${group}-${lang}-${i + 1}`, category, lang, text })));
}

export const PURPOSES: readonly Purpose[] = [
  ...SCAM_CATEGORIES.flatMap((category) => purposesOf(category, category.toLowerCase().replaceAll("_", "-"), OF_CATEGORY[category])),
  ...purposesOf(null, "ordinary", ORDINARY),
];

/** Fills the slots of a purpose; the same chance gives the same text. */
export function composePurpose(purpose: Purpose, prng: Chance): string {
  return purpose.text.replace(SLOT, (_, name: string) => fillSlot(name, purpose.lang, prng, {}));
}
