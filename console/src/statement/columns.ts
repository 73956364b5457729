/**
 * What statements, slips and messages of banks call their fields, and institutions by the names people write. A word that
 * is not here is not understood, and what is not understood is shown; extend the tables, not the program.
 */
export type Field =
  | "when"
  | "date"
  | "time"
  | "amount"
  | "out"
  | "in"
  | "direction"
  | "currency"
  | "fromAccount"
  | "fromName"
  | "fromBank"
  | "toAccount"
  | "toName"
  | "toBank"
  | "transfer"
  | "ignored";

const NAMES: Readonly<Record<Field, readonly string[]>> = {
  when: [
    "交易时间",
    "付款时间",
    "转账时间",
    "支付时间",
    "汇款时间",
    "交易日期时间",
    "到账时间",
    "发生时间",
    "transaction time",
    "date and time",
    "paid at",
    "payment time",
    "date/time",
  ],
  date: ["交易日期", "日期", "记账日期", "付款日期", "date", "transaction date", "posting date", "value date"],
  time: ["时间", "time"],
  amount: ["交易金额", "金额", "转账金额", "付款金额", "汇款金额", "支付金额", "发生额", "amount", "transaction amount", "payment amount"],
  out: ["支出", "支出金额", "借方发生额", "借方金额", "转出金额", "付出", "debit", "money out", "paid out", "withdrawal", "debit amount"],
  in: ["收入", "收入金额", "贷方发生额", "贷方金额", "转入金额", "存入", "credit", "money in", "paid in", "deposit", "credit amount"],
  direction: ["借贷标志", "借贷", "收支", "收/支", "收支类型", "交易方向", "dr/cr", "direction", "type"],
  currency: ["币种", "货币", "currency"],
  fromAccount: [
    "付款账号",
    "付款账户",
    "付款卡号",
    "本方账号",
    "本方账户",
    "转出账号",
    "转出账户",
    "汇款账号",
    "账号",
    "卡号",
    "from account",
    "payer account",
    "account",
    "account number",
    "from",
  ],
  fromName: ["付款人", "付款户名", "付款方", "本方户名", "汇款人", "付款人姓名", "payer", "payer name", "sender"],
  fromBank: ["付款银行", "付款行", "付款人开户行", "本方开户行", "转出银行", "payer bank", "from bank", "bank"],
  toAccount: [
    "收款账号",
    "收款账户",
    "收款卡号",
    "对方账号",
    "对方账户",
    "对方卡号",
    "交易对方账号",
    "交易对手账号",
    "转入账号",
    "收款人账号",
    "to account",
    "payee account",
    "beneficiary account",
    "counterparty account",
    "to",
  ],
  toName: [
    "收款人",
    "收款户名",
    "收款方",
    "对方户名",
    "交易对方",
    "交易对方名称",
    "交易对手户名",
    "对方姓名",
    "收款人姓名",
    "payee",
    "payee name",
    "beneficiary",
    "counterparty",
    "counterparty name",
  ],
  toBank: ["收款银行", "收款行", "收款人开户行", "对方开户行", "对方银行", "开户行", "转入银行", "payee bank", "beneficiary bank", "counterparty bank", "to bank"],
  transfer: ["流水号", "交易流水号", "交易号", "交易单号", "凭证号", "订单号", "reference", "transaction id", "transaction reference", "transfer"],
  ignored: [
    "余额",
    "账户余额",
    "摘要",
    "备注",
    "用途",
    "附言",
    "渠道",
    "状态",
    "手续费",
    "交易状态",
    "序号",
    "balance",
    "description",
    "memo",
    "remark",
    "purpose",
    "fee",
    "status",
    "no.",
    "no",
  ],
};

const BY_NAME: ReadonlyMap<string, Field> = new Map((Object.keys(NAMES) as Field[]).flatMap((field) => NAMES[field].map((name) => [name, field] as const)));

/** Which field a heading or a label names; null when none that is known. */
export function fieldOf(text: string): Field | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/[（(][^）)]*[）)]$/, "")
    .replace(/[:：*\s]+$/, "");
  return BY_NAME.get(bare) ?? null;
}

/** Longest first, so that 收款人账号 is not read as 收款人. */
export const LABELS: readonly string[] = [...BY_NAME.keys()].toSorted((a, b) => b.length - a.length);

/** Institutions by code, and the names by which they go in statements. */
const BANKS: Readonly<Record<string, readonly string[]>> = {
  ICBC: ["工商银行", "工行", "icbc"],
  CCB: ["建设银行", "建行", "ccb"],
  ABC: ["农业银行", "农行", "abc"],
  BOC: ["中国银行", "中行", "boc"],
  BCM: ["交通银行", "交行", "bcm", "bocom"],
  CMB: ["招商银行", "招行", "cmb"],
  PSBC: ["邮储银行", "邮政储蓄", "psbc"],
  ALIPAY: ["支付宝", "alipay"],
  WECHATPAY: ["微信支付", "财付通", "微信", "wechat pay", "wechatpay", "tenpay"],
};

/** Code of the one institution that a text names; null when it names none that is known, or several. */
export function bankIn(text: string): string | null {
  const lower = text.toLowerCase();
  const found = Object.keys(BANKS).filter((code) =>
    (BANKS[code] ?? []).some((name) => (/^[a-z ]+$/.test(name) ? new RegExp(`(?<![a-z])${name}(?![a-z])`).test(lower) : lower.includes(name))),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** For choosing one: code and the first name. */
export const BANK_CODES: readonly { readonly code: string; readonly title: string }[] = Object.entries(BANKS).map(([code, names]) => ({ code, title: names[0] ?? code }));
