/**
 * What the words of a transfer's purpose speak of, as a table of words in Chinese and English. It is read once, when the
 * transfer comes in, and only the class is kept. A purpose is the payer's claim: it is a sign beside others, no proof.
 */
export const PURPOSES = ["goods", "services", "payroll", "rent", "school", "medical", "family", "loan", "investment", "refund", "utilities"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The first row with a word that occurs decides; words of more exact meaning come first. Lower case. */
const WORDS: readonly (readonly [Purpose, readonly string[]])[] = [
  ["payroll", ["工资", "薪资", "薪水", "薪酬", "劳务费", "奖金", "代发", "payroll", "salary", "wages"]],
  ["school", ["学费", "学杂费", "培训费", "tuition", "school fee"]],
  ["medical", ["医药费", "住院", "诊疗", "手术费", "医疗", "挂号", "medical", "hospital", "clinic"]],
  ["rent", ["房租", "租金", "租赁费", "物业费", "rent for", "monthly rent", "rental", "tenancy"]],
  ["utilities", ["水费", "电费", "燃气费", "话费", "宽带费", "electricity", "water bill", "gas bill", "utility"]],
  ["refund", ["退款", "退货", "退还", "refund", "chargeback"]],
  ["loan", ["借款", "还款", "贷款", "还贷", "loan", "repayment"]],
  ["investment", ["投资", "理财", "基金", "股票", "充值", "invest", "deposit to trading", "fund purchase"]],
  ["goods", ["货款", "购货", "采购", "材料款", "订单", "发票", "进货", "粮款", "设备款", "定金", "尾款", "goods", "invoice", "purchase order", "po ", "order ", "merchandise"]],
  ["services", ["服务费", "咨询费", "运费", "装修", "维修", "加工费", "工程款", "freight", "consulting", "service fee", "repair", "contractor"]],
  ["family", ["生活费", "抚养费", "赡养费", "家用", "living expenses", "family support", "alimony"]],
];

/** A word of each class, for handing on a purpose of which only the class was kept. */
export const PURPOSE_SAMPLES = Object.fromEntries(WORDS.map(([purpose, words]) => [purpose, words[0]])) as Readonly<Record<Purpose, string>>;

/** Index in PURPOSES, -1 when no word is known. */
export function purposeOf(text: string): number {
  const lower = text.toLowerCase();
  const row = WORDS.find(([, words]) => words.some((word) => lower.includes(word)));
  return row === undefined ? -1 : PURPOSES.indexOf(row[0]);
}
