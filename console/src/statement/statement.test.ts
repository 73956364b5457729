/** What is read out of a pasted text, by layout; and that what was not read is neither filled in nor lost. */
import { expect, test } from "vitest";
import { missingIn, readStatement } from "./statement.ts";

test("a table from a spreadsheet: debits are payments, credits and totals are named as left out", () => {
  const { rows, refused } = readStatement(
    [
      "客户交易明细",
      "交易时间\t借贷标志\t交易金额\t对方户名\t对方账号\t对方开户行\t余额\t流水号",
      "2026-11-26 10:05:12\t借\t50,000.00\t李四\t6217000000002222\t中国建设银行青岛分行\t1,200.00\tT1001",
      "2026-11-26 09:00:00\t贷\t8,000.00\t某公司\t6222000000009999\t工商银行\t51,200.00\tT1000",
      "合计\t\t58,000.00\t\t\t\t\t",
    ].join("\n"),
  );
  expect(rows).toEqual([
    {
      line: 3,
      text: expect.stringContaining("T1001") as string,
      paidAt: "2026-11-26T10:05:12",
      amount: "50000.00",
      currency: null,
      from: { bank: null, account: null, name: null },
      to: { bank: "CCB", account: "6217000000002222", name: "李四" },
      transfer: "T1001",
    },
  ]);
  expect(refused.map(({ line, why }) => [line, why])).toEqual([
    [1, "not-a-payment"],
    [4, "came-in"],
    [5, "total"],
  ]);
});

test("comma-separated with quotes, columns for money out and in, in English", () => {
  const { rows, refused } = readStatement(
    'Date,Time,Money out,Money in,Payee,Payee account,Payee bank\n2026-11-26,10:05,"12,000.50",,Jane Roe,CCB:6217000000002222,CCB\n2026-11-26,10:06,,5.00,Shop,,\n',
  );
  expect(rows.map(({ paidAt, amount, to }) => ({ paidAt, amount, to }))).toEqual([
    { paidAt: "2026-11-26T10:05:00", amount: "12000.50", to: { bank: "CCB", account: "6217000000002222", name: "Jane Roe" } },
  ]);
  expect(refused).toMatchObject([{ line: 3, why: "came-in" }]);
});

test("a slip of labels and values; a repeated label or an empty line begins the next", () => {
  const one = "付款时间：2026-11-26 10:05:12\n付款账号：6222020000001111 付款银行：工商银行\n收款人：李四\n收款账号：6217 0000 0000 2222\n收款银行：建设银行\n金额：￥50,000.00";
  const { rows } = readStatement(`${one}\n${one.replace("李四", "王五")}`);
  expect(rows.map((row) => [row.line, row.from.bank, row.from.account, row.to.account, row.to.name, row.amount, row.currency])).toEqual([
    [1, "ICBC", "6222020000001111", "6217000000002222", "李四", "50000.00", "CNY"],
    [7, "ICBC", "6222020000001111", "6217000000002222", "王五", "50000.00", "CNY"],
  ]);
  expect(rows.flatMap(missingIn)).toEqual([]);
});

test("a bank's message: the balance is no payment, masked numbers are no accounts, a day without its year is no day", () => {
  const full = readStatement("【工商银行】您尾号1111账户2026年11月26日10:05向李四（建设银行6217000000002222）转账50,000.00元，余额1,200.00元。");
  expect(full.rows[0]).toMatchObject({
    paidAt: "2026-11-26T10:05:00",
    amount: "50000.00",
    from: { bank: "ICBC", account: null },
    to: { bank: "CCB", account: "6217000000002222", name: "李四" },
  });
  const less = readStatement("您尾号1111账户11月26日10:05向李四（尾号****2222）转账50,000.00元");
  expect(less.rows.map(missingIn)).toEqual([["paidAt", "bank", "account"]]);
  const english = readStatement("On 2026-11-26 10:05 you paid CNY 50,000.00 to Jane Roe (CCB 6217000000002222). Balance CNY 10.00");
  expect(english.rows[0]).toMatchObject({ paidAt: "2026-11-26T10:05:00", amount: "50000.00", to: { bank: "CCB", account: "6217000000002222", name: "Jane Roe" } });
});

test("what is not understood is given back line by line, and of two sums none is chosen", () => {
  const { rows, refused } = readStatement("今天天气不错\n2026-11-26\t6217000000002222\t50000.00\n2026-11-26 10:05向李四转账500元，其中300元为手续费");
  expect(refused.map(({ line, why }) => [line, why])).toEqual([
    [1, "not-a-payment"],
    [2, "no-heading"],
  ]);
  expect(rows.map((row) => row.amount)).toEqual([null]);
  // A day that does not exist is not moved to the next month.
  expect(readStatement("付款时间：2026-02-30 10:00 金额：5元").rows[0]?.paidAt).toBeNull();
});
