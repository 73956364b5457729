/**
 * Layouts of bank and wallet statements as a table: how their columns are called, in which order a date is written, and
 * what goes without saying. A file is recognised by its header line alone. Header names are as these exports are known to
 * be; banks change them, so every row is `assumed`, and a file that fits none can be read with a mapping of one's own.
 */
import type { Words } from "./words.ts";

/** What a column may say about a row. */
export const STATEMENT_FIELDS = [
  "date", "time", "out", "in", "amount", "direction", "balance", "account", "name", "institution", "purpose", "note", "serial", "currency", "status", "channel", "ownAccount",
] as const;
export type StatementField = (typeof STATEMENT_FIELDS)[number];

export const STATEMENT_FIELD_WORDS: Readonly<Record<StatementField, Words>> = {
  date: { zh: "交易日期（可含时间）", en: "date, may hold the time too" },
  time: { zh: "交易时间", en: "time" },
  out: { zh: "支出金额", en: "money out" },
  in: { zh: "收入金额", en: "money in" },
  amount: { zh: "金额（带正负号，或另有收支方向列）", en: "amount, signed or with a direction column" },
  direction: { zh: "收支方向", en: "direction" },
  balance: { zh: "余额", en: "balance" },
  account: { zh: "对方账号", en: "other account" },
  name: { zh: "对方户名", en: "other name" },
  institution: { zh: "对方机构", en: "other institution" },
  purpose: { zh: "用途、摘要", en: "purpose" },
  note: { zh: "附言", en: "note" },
  serial: { zh: "流水号", en: "serial number" },
  currency: { zh: "币种", en: "currency" },
  status: { zh: "状态", en: "status" },
  channel: { zh: "渠道", en: "channel" },
  ownAccount: { zh: "本方账号", en: "own account" },
};

export type DateOrder = "ymd" | "dmy" | "mdy";

export interface StatementLayout {
  readonly id: string;
  readonly name: Words;
  /** Names of each field's column, as `headerName` writes them. */
  readonly columns: Readonly<Partial<Record<StatementField, readonly string[]>>>;
  /** Header names of which at least one must be there for this layout and no other. */
  readonly marks: readonly string[];
  readonly dateOrder: DateOrder;
  /** IANA name of the zone in which the times are, and the currency; empty when the layout does not tell, and the caller must. */
  readonly zone: string;
  readonly currency: string;
  /** The institution that writes it, and where a counterparty without an institution has its account. */
  readonly institution?: string;
  readonly counterInstitution?: string;
  readonly assumed: true;
}

const CN = { dateOrder: "ymd", zone: "Asia/Shanghai", currency: "CNY", assumed: true } as const;
const UK = { dateOrder: "dmy", zone: "Europe/London", currency: "GBP", assumed: true } as const;

export const STATEMENT_LAYOUTS: readonly StatementLayout[] = [
  { id: "cn-query", name: { zh: "资金查询调单格式", en: "Chinese fund query reply" }, marks: ["收付标志"], ...CN,
    columns: { date: ["交易日期", "交易时间"], time: ["交易时间"], amount: ["交易金额"], direction: ["收付标志"], balance: ["交易余额"], account: ["交易对手账卡号", "对手账号", "交易对手账号"], name: ["对手户名"], institution: ["对手开户银行", "对手账户银行名称"], purpose: ["摘要说明"], note: ["备注"], serial: ["交易流水号"], currency: ["交易币种"], status: ["交易是否成功"], channel: ["现金标志", "交易类型"], ownAccount: ["交易卡号", "交易账号", "交易账卡号"] } },
  { id: "icbc", name: { zh: "工商银行", en: "ICBC" }, marks: ["记账金额(收入)", "记账金额(支出)", "对方账户账号"], institution: "ICBC", ...CN,
    columns: { date: ["交易日期", "记账日期"], time: ["交易时间"], out: ["记账金额(支出)", "支出金额", "借方发生额"], in: ["记账金额(收入)", "收入金额", "贷方发生额"], balance: ["余额", "账户余额"], account: ["对方账户账号", "对方账号"], name: ["对方户名"], institution: ["对方开户行"], purpose: ["摘要"], note: ["交易详情", "备注"], serial: ["交易流水号"], currency: ["记账币种", "币种"], channel: ["交易场所"], ownAccount: ["卡号", "账号"] } },
  { id: "ccb", name: { zh: "建设银行", en: "CCB" }, marks: ["账户明细编号-交易流水号", "对方账号与户名", "记账日"], institution: "CCB", ...CN,
    columns: { date: ["交易日期", "交易日", "记账日"], time: ["交易时间"], out: ["借方发生额/元(支取)", "借方发生额(支取)", "支出", "支出金额"], in: ["贷方发生额/元(收入)", "贷方发生额(收入)", "收入", "收入金额"], amount: ["交易金额"], balance: ["余额", "账户余额"], account: ["对方账号", "对方账号与户名"], name: ["对方户名"], institution: ["对方开户机构"], purpose: ["摘要"], note: ["备注", "交易地点/附言"], serial: ["账户明细编号-交易流水号"], currency: ["币种", "币别"] } },
  { id: "abc", name: { zh: "农业银行", en: "ABC" }, marks: ["对方省市", "交易行"], institution: "ABC", ...CN,
    columns: { date: ["交易日期", "交易时间"], time: ["交易时间", "交易时刻"], out: ["支出金额"], in: ["收入金额"], amount: ["交易金额"], balance: ["账户余额", "本次余额", "余额"], account: ["对方账号"], name: ["对方户名"], institution: ["对方开户行"], purpose: ["交易用途", "摘要"], note: ["交易附言", "附言"], serial: ["日志号"], channel: ["交易渠道", "交易方式"] } },
  { id: "boc", name: { zh: "中国银行", en: "BOC" }, marks: ["对方账户名称", "对方卡号/账号", "业务摘要"], institution: "BOC", ...CN,
    columns: { date: ["交易日期", "记账日期"], time: ["交易时间", "记账时间"], out: ["支出金额"], in: ["收入金额"], amount: ["金额", "交易金额"], balance: ["余额", "账户余额"], account: ["对方卡号/账号", "对方账号"], name: ["对方账户名称", "对方账户名", "对方户名"], institution: ["对方开户行"], purpose: ["业务摘要", "交易名称"], note: ["附言"], currency: ["币别", "币种"], channel: ["交易渠道", "渠道"] } },
  { id: "cmb", name: { zh: "招商银行", en: "CMB" }, marks: ["交易类型", "联机余额", "对手信息"], institution: "CMB", ...CN,
    columns: { date: ["交易日期", "记账日期"], time: ["交易时间"], out: ["支出"], in: ["收入"], amount: ["交易金额"], balance: ["余额", "联机余额"], account: ["对方账号", "收(付)方账号", "收(付)方帐号"], name: ["对手信息", "收(付)方名称"], institution: ["收(付)方开户行名", "对方开户行"], purpose: ["交易摘要", "摘要"], note: ["交易备注", "备注"], serial: ["流水号"], currency: ["货币", "币种"], channel: ["交易类型"] } },
  { id: "alipay", name: { zh: "支付宝", en: "Alipay" }, marks: ["对方账号", "交易订单号", "收/付款方式", "交易对方"], institution: "ALIPAY", counterInstitution: "ALIPAY", ...CN,
    columns: { date: ["交易时间", "付款时间", "交易创建时间"], amount: ["金额"], direction: ["收/支"], account: ["对方账号"], name: ["交易对方"], purpose: ["商品说明", "商品名称"], note: ["备注"], serial: ["交易订单号", "交易号"], status: ["交易状态"], channel: ["收/付款方式"] } },
  { id: "wechat", name: { zh: "微信支付", en: "WeChat Pay" }, marks: ["当前状态", "商户单号"], institution: "TENPAY", counterInstitution: "TENPAY", ...CN,
    columns: { date: ["交易时间"], amount: ["金额"], direction: ["收/支"], name: ["交易对方"], purpose: ["商品"], note: ["备注"], serial: ["交易单号"], status: ["当前状态"], channel: ["支付方式"] } },
  { id: "uk-in-out", name: { zh: "英国银行（收入、支出两列）", en: "UK bank, money in and money out" }, marks: ["moneyin", "moneyout", "paidin", "paidout", "sortcode"], ...UK,
    columns: { date: ["date", "transactiondate", "bookingdate"], time: ["time"], out: ["moneyout", "paidout", "debitamount", "debit", "withdrawn", "withdrawal"], in: ["moneyin", "paidin", "creditamount", "credit", "deposit"], balance: ["balance", "runningbalance"], account: ["counterpartyaccount", "payeeaccount", "counterpartyiban"], name: ["counterparty", "payee", "name", "payeename"], institution: ["counterpartybank", "payeebank"], purpose: ["description", "transactiondescription", "details", "narrative"], note: ["reference", "notes", "memo"], serial: ["transactionid", "transactionreference"], currency: ["currency"], status: ["status", "state"], channel: ["type", "transactiontype"], ownAccount: ["accountnumber"] } },
  { id: "uk-signed", name: { zh: "英国银行（金额带正负号）", en: "UK bank, signed amount" }, marks: ["subcategory", "counterparty", "notesand#tags"], ...UK,
    columns: { date: ["date", "transactiondate", "completeddate", "starteddate"], time: ["time"], amount: ["amount", "value", "localamount"], balance: ["balance"], account: ["counterpartyaccount", "payeeaccount", "counterpartyiban"], name: ["counterparty", "payee", "name"], institution: ["counterpartybank", "payeebank"], purpose: ["description", "memo", "details"], note: ["reference", "notesand#tags", "notes"], serial: ["transactionid"], currency: ["currency"], status: ["status", "state"], channel: ["type", "subcategory", "transactiontype"], ownAccount: ["account", "accountnumber"] } },
  { id: "cn-general", name: { zh: "中文通用", en: "Chinese, general" }, marks: [], ...CN,
    columns: { date: ["交易日期", "日期", "记账日期", "入账日期", "发生日期", "交易时间"], time: ["交易时间", "时间", "交易时刻"], out: ["支出", "支出金额", "借方", "借方金额", "借方发生额", "付款金额", "转出金额", "取出金额"], in: ["收入", "收入金额", "贷方", "贷方金额", "贷方发生额", "收款金额", "转入金额", "存入金额"], amount: ["金额", "交易金额", "发生额"], direction: ["收/支", "收支", "收支类型", "借贷标志", "借贷", "借/贷", "收付标志", "方向", "交易方向"], balance: ["余额", "账户余额", "交易后余额"], account: ["对方账号", "对方卡号", "对手账号", "对方账户", "交易对手账号", "对方账号/卡号"], name: ["对方户名", "对方名称", "交易对方", "对手户名", "对方姓名"], institution: ["对方开户行", "对方行名", "对方银行", "对方机构", "对手开户行"], purpose: ["摘要", "用途", "交易摘要", "交易说明", "说明"], note: ["附言", "备注"], serial: ["流水号", "交易流水号", "交易号", "凭证号"], currency: ["币种", "币别", "货币"], status: ["状态", "交易状态", "交易结果"], channel: ["渠道", "交易渠道", "交易方式", "交易类型"], ownAccount: ["账号", "卡号", "本方账号", "本方卡号"] } },
  { id: "en-general", name: { zh: "英文通用", en: "English, general" }, marks: [], dateOrder: "ymd", zone: "", currency: "", assumed: true,
    columns: { date: ["date", "transactiondate", "postingdate", "bookingdate", "datetime", "timestamp"], time: ["time", "transactiontime"], out: ["debit", "debits", "withdrawal", "withdrawals", "moneyout", "paidout", "outflow"], in: ["credit", "credits", "deposit", "deposits", "moneyin", "paidin", "inflow"], amount: ["amount", "transactionamount", "value"], direction: ["direction", "debit/credit", "credit/debit", "dr/cr", "cr/dr", "creditdebitindicator"], balance: ["balance", "runningbalance", "balanceafter"], account: ["counterpartyaccount", "otheraccount", "beneficiaryaccount", "payeeaccount", "counterpartyiban"], name: ["counterparty", "counterpartyname", "payee", "beneficiary", "name"], institution: ["counterpartybank", "counterpartyinstitution", "beneficiarybank", "bank"], purpose: ["description", "purpose", "details", "narrative"], note: ["reference", "memo", "notes"], serial: ["transactionid", "id", "transactionreference", "serial"], currency: ["currency"], status: ["status", "state"], channel: ["type", "channel", "transactiontype"], ownAccount: ["account", "accountnumber"] } },
];

/** Words that say which way money went, in lower case. */
export const OUT_WORDS: readonly string[] = ["支出", "支", "付", "付款", "借", "借方", "出", "转出", "d", "dr", "debit", "out", "outgoing", "dbit", "money out", "-"];
export const IN_WORDS: readonly string[] = ["收入", "收", "收款", "贷", "贷方", "进", "入", "转入", "c", "cr", "credit", "in", "incoming", "crdt", "money in", "+"];
/** Rows that move no money between two accounts, as the statement itself says. */
export const NEUTRAL_WORDS: readonly string[] = ["/", "中性交易", "不计收支", "其他", "neutral"];
export const UNDONE_WORDS: readonly string[] = ["关闭", "失败", "撤销", "冲正", "未成功", "退回", "failed", "declined", "reversed", "reverted", "pending", "cancelled", "canceled"];
/** The whole of a status that says no. */
export const UNDONE_EXACT: readonly string[] = ["否", "n", "no", "false"];
/** First words of rows that sum up and are no transaction. */
export const TOTAL_WORDS: readonly string[] = ["合计", "总计", "小计", "本页", "累计", "期初", "期末", "上期余额", "本期余额", "承前页", "过次页", "total", "subtotal", "opening balance", "closing balance", "balance brought forward", "balance carried forward", "start balance", "end balance"];

/** What a channel or purpose speaks of; the first row that fits decides. Only what the money graph needs to know. */
export const CHANNEL_WORDS: readonly (readonly [channel: "cash-withdrawal" | "atm" | "counter" | "mobile" | "online" | "card" | "qr" | "third-party", words: readonly string[]])[] = [
  ["cash-withdrawal", ["取现", "取款", "支取现金", "现金支取", "现支", "cash withdrawal", "atm withdrawal", "cashpoint", "cash machine", "cpt"]],
  ["atm", ["atm", "自助设备"]],
  ["mobile", ["手机银行", "掌上银行", "mobile"]],
  ["online", ["网上银行", "网银", "online", "internet banking", "faster payment", "fpo", "bank transfer"]],
  ["qr", ["扫码", "二维码", "qr"]],
  ["third-party", ["支付宝", "财付通", "微信", "快捷支付", "第三方", "paypal"]],
  ["card", ["pos", "刷卡", "消费", "card", "visa", "mastercard"]],
  ["counter", ["柜台", "柜面", "网点", "counter", "branch"]],
];

/** Banks under one code, however their branches are called, so that both sides of a transfer meet. */
export const INSTITUTION_NAMES: readonly (readonly [code: string, names: readonly string[]])[] = [
  ["ICBC", ["工商银行", "工行", "icbc"]], ["CCB", ["建设银行", "建行", "ccb"]], ["ABC", ["农业银行", "农行"]], ["PSBC", ["邮政储蓄", "邮储", "psbc"]],
  ["BCM", ["交通银行", "交行"]], ["CMB", ["招商银行", "招行"]], ["CMBC", ["民生银行"]], ["CITIC", ["中信银行"]], ["SPDB", ["浦发银行", "浦东发展银行"]], ["CIB", ["兴业银行"]],
  ["CEB", ["光大银行"]], ["PAB", ["平安银行"]], ["HXB", ["华夏银行"]], ["CGB", ["广发银行", "广东发展银行"]],
  ["BOC", ["中国银行", "中行"]], ["ALIPAY", ["支付宝", "alipay"]], ["TENPAY", ["财付通", "微信", "tenpay", "wechat"]],
];
