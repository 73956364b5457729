import { describe, expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { importStatement, type ImportedStatement, type StatementQuestion } from "./statement.ts";
import { cellText, instantIn, parseAmount, parseWallTime } from "./statement-fields.ts";
import { decodeStatement } from "./statement-text.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const csv = (...lines: readonly string[]): Uint8Array => utf8(lines.join("\r\n"));

/** Each transfer as `payer>payee amount time`, times in UTC. */
const shown = (s: ImportedStatement): string[] =>
  s.transfers.map((t) => `${t.from.institution}:${t.from.account}>${t.to.institution}:${t.to.account} ${t.amountMinor} ${new Date(t.occurredAtMs).toISOString()}`);
const problem = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.code}: ${error.problem.detail}`;
    throw error;
  }
  return "none";
};

describe("amounts", () => {
  test.each([
    ["1,234,567.89", 123_456_789n],
    ["１，２３４．５０", 123_450n],
    ["¥100", 10_000n],
    ["￥1,000.5", 100_050n],
    ["100元", 10_000n],
    ["-12.30", -1_230n],
    ["(12.30)", -1_230n],
    ["12.30-", -1_230n],
    ["12.30 DR", -1_230n],
    ["12.30CR", 1_230n],
    ["+0.01", 1n],
    [".5", 50n],
    ["12.3400", 1_234n],
    ['="1234.00"', 123_400n],
    ["", undefined],
    ["--", undefined],
  ] as const)("%s is %s", (text, value) => {
    expect(parseAmount(text, 2, "main")).toBe(value);
  });

  test.each(["1.5万", "12,34.00", "1,2345", "1.234", "12.3.4", "abc", "(12", "-(5)", "1e5", "１２三", "9999999999999999"])("%s is refused, not guessed", (text) => {
    expect(parseAmount(text, 2, "main")).toMatchObject({ kind: "malformed" });
  });

  test("units that were said: 万 and 分; a currency without decimals", () => {
    expect(parseAmount("1.5", 2, "wan")).toBe(1_500_000n);
    expect(parseAmount("1234", 2, "minor")).toBe(1_234n);
    expect(parseAmount("12.5", 2, "minor")).toMatchObject({ kind: "malformed" });
    expect(parseAmount("1,234", 0, "main")).toBe(1_234n);
    expect(parseAmount("1.5", 0, "main")).toMatchObject({ kind: "malformed" });
  });
});

describe("dates", () => {
  const ms = (h: number, m: number, s = 0): number => ((h * 60 + m) * 60 + s) * 1000;
  test.each([
    ["2026-11-01 16:05:09", "", "ymd", 2026, 11, 1, ms(16, 5, 9)],
    ["2026/1/2", "8:05", "ymd", 2026, 1, 2, ms(8, 5)],
    ["20261101", "160509", "ymd", 2026, 11, 1, ms(16, 5, 9)],
    ["20261101160509", "", "ymd", 2026, 11, 1, ms(16, 5, 9)],
    ["2026年11月1日", "", "ymd", 2026, 11, 1, undefined],
    ["2026-11-01T16:05:09.250", "", "ymd", 2026, 11, 1, ms(16, 5, 9) + 250],
    ["03/04/2026", "", "dmy", 2026, 4, 3, undefined],
    ["03/04/2026", "", "mdy", 2026, 3, 4, undefined],
    ["1 Nov 26", "", "dmy", 2026, 11, 1, undefined],
    ["01-November-2026", "4:05 pm", "dmy", 2026, 11, 1, ms(16, 5)],
  ] as const)("%s %s (%s)", (date, time, order, year, month, day, timeMs) => {
    expect(parseWallTime(date, time, order)).toEqual({ year, month, day, timeMs });
  });

  test.each([
    ["03/04/2026", "ymd"],
    ["2026-02-30", "ymd"],
    ["1 Foo 2026", "dmy"],
    ["31/04/2026", "dmy"],
    ["13/13/2026", "dmy"],
    ["2026-11-01 25:00:00", "ymd"],
    ["46000", "ymd"],
  ] as const)("%s (%s) is refused", (date, order) => {
    expect(parseWallTime(date, "", order)).toMatchObject({ kind: "malformed" });
  });

  test("summer time is the zone's", () => {
    const noon = { timeMs: ms(12, 0) };
    expect(new Date(instantIn("Europe/London", { year: 2026, month: 7, day: 1, ...noon })).toISOString()).toBe("2026-07-01T11:00:00.000Z");
    expect(new Date(instantIn("Asia/Shanghai", { year: 2026, month: 7, day: 1, ...noon })).toISOString()).toBe("2026-07-01T04:00:00.000Z");
  });
});

describe("encodings", () => {
  // 中文,1 in GB18030, with a character that GBK does not have (𠀀).
  const GB = Uint8Array.of(0xd6, 0xd0, 0xce, 0xc4, 0x2c, 0x95, 0x32, 0x82, 0x36);
  test("UTF-8 with and without mark, UTF-16 with mark, GB18030", () => {
    expect(decodeStatement(utf8("中文,1"))).toEqual({ text: "中文,1", encoding: "utf-8" });
    expect(decodeStatement(utf8("\ufeff中文"))).toEqual({ text: "中文", encoding: "utf-8" });
    expect(decodeStatement(Uint8Array.of(0xff, 0xfe, 0x2d, 0x4e))).toEqual({ text: "中", encoding: "utf-16le" });
    expect(decodeStatement(GB)).toEqual({ text: "中文,\u{20000}", encoding: "gb18030" });
  });

  test("bytes that are no text, workbooks and PDFs are refused by name", () => {
    expect(problem(() => decodeStatement(Uint8Array.of(0xff, 0xff, 0xff)))).toMatch(/neither UTF-8/);
    expect(problem(() => decodeStatement(Uint8Array.of(0x50, 0x4b, 3, 4, 0)))).toMatch(/workbook/);
    expect(problem(() => decodeStatement(utf8("%PDF-1.7")))).toMatch(/PDF/);
  });

  test("cells lose what export programs wrap them in", () => {
    expect(["\t6222\t", "'6222", '="6222"', "６２２２", "\u00a06222"].map(cellText)).toEqual(["6222", "6222", "6222", "6222", "6222"]);
  });
});

describe("layouts", () => {
  const read = (bytes: Uint8Array, question: StatementQuestion = {}): ImportedStatement => importStatement(bytes, question);

  test("Chinese bank with two columns, account before the header, totals and a closing line, in GB18030", () => {
    const gb = (text: string): Uint8Array => {
      // Written by a table of what it needs: the characters below in GBK.
      const table = gbkTable();
      return Uint8Array.from([...text].flatMap((c) => (c.charCodeAt(0) < 128 ? [c.charCodeAt(0)] : (table.get(c) ?? []))));
    };
    const bytes = gb(
      [
        "卡号: 6222000011112222,,,,,,,",
        "交易日期,交易时间,摘要,记账金额(收入),记账金额(支出),余额,对方户名,对方账户账号",
        '2026-11-01,08:00:00,转账,"30,000.00",,"30,000.00",某甲,6217000000000001',
        '2026-11-01,08:05:00,转账,,"20,000.00","10,000.00",某乙,6217000000000002',
        "2026-11-01,08:06:00,ATM取款,,5000.00,5000.00,,",
        "合计,,,30000.00,25000.00,,,",
      ].join("\r\n"),
    );
    const found = read(bytes);
    expect(found).toMatchObject({ layout: "icbc", encoding: "gb18030", headerLine: 2, refused: [], skipped: [{ line: 6, reason: "total" }] });
    expect(shown(found)).toEqual([
      "UNKNOWN:6217000000000001>ICBC:6222000011112222 3000000 2026-11-01T00:00:00.000Z",
      "ICBC:6222000011112222>UNKNOWN:6217000000000002 2000000 2026-11-01T00:05:00.000Z",
      "ICBC:6222000011112222>UNKNOWN:unstated 500000 2026-11-01T00:06:00.000Z",
    ]);
    expect(found.transfers.map((t) => [t.line, t.balanceBeforeMinor, t.channel])).toEqual([
      [3, undefined, undefined],
      [4, 3_000_000n, undefined],
      [5, 1_000_000n, "cash-withdrawal"],
    ]);
  });

  test("the Chinese fund query reply: own and other account, direction, success, bank names under one code", () => {
    const found = read(
      csv(
        "交易卡号,交易账号,交易方户名,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,对手开户银行,摘要说明,交易币种,交易是否成功,交易流水号",
        "6222000011112222,1,甲,20261101080000,30000,30000,进,6217000000000001,转账,乙,中国建设银行股份有限公司北京分行,转入,CNY,是,S1",
        "6222000011112222,1,甲,20261101080500,20000,10000,出,6217000000000002,转账,丙,中国工商银行,转出,人民币,是,S2",
        "6222000011112222,1,甲,20261101080600,1,10000,出,6217000000000002,转账,丙,中国工商银行,转出,人民币,否,S3",
        "6222000011112222,1,甲,20261101080500,20000,10000,出,6217000000000002,转账,丙,中国工商银行,转出,人民币,是,S2",
      ),
      { institution: "ICBC" },
    );
    expect(found).toMatchObject({ layout: "cn-query", refused: [] });
    expect(shown(found)).toEqual([
      "CCB:6217000000000001>ICBC:6222000011112222 3000000 2026-11-01T00:00:00.000Z",
      "ICBC:6222000011112222>ICBC:6217000000000002 2000000 2026-11-01T00:05:00.000Z",
    ]);
    expect(found.skipped).toEqual([
      { line: 4, reason: "not-completed" },
      { line: 5, reason: "duplicate" },
    ]);
  });

  test("WeChat style: lines before the header, direction words, neutral and failed rows, names as tokens", () => {
    const found = read(
      csv(
        "微信支付账单明细,,,,",
        "微信号：[wx_abc123],,,,",
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注",
        '2026-11-01 08:00:00,转账,某甲,"转账",支出,¥500.00,零钱,支付成功,"1000001\t","\t",/',
        "2026-11-01 07:00:00,转账,某甲,/,收入,¥20.00,零钱,已存入零钱,1000002,,/",
        "2026-11-01 06:00:00,零钱提现,工商银行,/,/,¥100.00,工商银行,提现已到账,1000003,,/",
        "2026-11-01 05:00:00,商户消费,某店,茶,支出,¥9.90,零钱,已全额退款·关闭,1000004,,/",
      ),
    );
    expect(found).toMatchObject({ layout: "wechat", refused: [] });
    expect(found.transfers.map((t) => [t.line, String(t.amountMinor), t.from.account === "wx_abc123"])).toEqual([
      [5, "2000", false],
      [4, "50000", true],
    ]);
    expect(found.transfers[0].from).toEqual(found.transfers[1].to);
    expect(found.transfers[0].from.account).toMatch(/^name\.[0-9a-f]{16}$/);
    expect(found.skipped.map((s) => s.reason)).toEqual(["neutral", "not-completed"]);
  });

  test("Alipay style", () => {
    const found = read(
      csv(
        "支付宝账户：a@example.com",
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,",
        "2026-11-01 08:00:00,转账,某甲,b***@example.com,转账,支出,300.00,余额,交易成功,2026110122001,,,",
        "2026-11-01 08:01:00,理财,某基金,/,收益,不计收支,0.10,,交易成功,2026110122002,,,",
      ),
    );
    expect(found.layout).toBe("alipay");
    expect(shown(found)).toEqual(["ALIPAY:a@example.com>ALIPAY:b***@example.com 30000 2026-11-01T00:00:00.000Z"]);
  });

  test("UK style with two columns: day before month, the zone's summer time, rows without a time keep their order", () => {
    const found = read(
      csv(
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance",
        "02/07/2026,FPO,'11-22-33,12345678,RENT,800.00,,200.00",
        "02/07/2026,FPI,'11-22-33,12345678,SALARY,,1000.00,1000.00",
        "01/07/2026,BGC,'11-22-33,12345678,GIFT,,0.00,0.00",
      ),
      { institution: "LLOYDS" },
    );
    expect(found).toMatchObject({ layout: "uk-in-out", withoutTime: 2, skipped: [{ line: 4, reason: "no-amount" }] });
    expect(found.transfers.map((t) => [t.purposeText, new Date(t.occurredAtMs).toISOString(), t.currency])).toEqual([
      ["SALARY", "2026-07-01T23:00:00.000Z", "GBP"],
      ["RENT", "2026-07-01T23:00:00.001Z", "GBP"],
    ]);
  });

  test("of one day alone, the balances tell which row came first", () => {
    const rows = ["01/07/2026,a,,5.00,5.00", "01/07/2026,b,3.00,,2.00", "01/07/2026,c,,1.00,3.00"];
    const purposes = (lines: readonly string[]): unknown =>
      read(csv("Date,Description,Paid out,Paid in,Balance", ...lines), { institution: "X", account: "1" }).transfers.map((t) => t.purposeText);
    expect(purposes(rows)).toEqual(["a", "b", "c"]);
    expect(purposes(rows.toReversed())).toEqual(["a", "b", "c"]);
  });

  test("UK style with a signed amount and the currency in the header", () => {
    const found = read(csv("Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)", "01/11/2026,Shop,tea,CARD,-3.50,96.50", "31/10/2026,Mum,gift,FPI,100.00,100.00"), {
      institution: "X",
      account: "1",
    });
    expect(found.layout).toBe("uk-signed");
    expect(found.transfers.map((t) => [String(t.amountMinor), t.from.account === "1", t.channel])).toEqual([
      ["10000", false, undefined],
      ["350", true, "card"],
    ]);
  });

  test("a mapping of one's own, by name or by number", () => {
    const question = { institution: "B", account: "1", zone: "UTC", currency: "CNY" };
    const byName = read(csv("x", "When;Plus;Minus;Who", "2026-11-01;;5,00;y".replace(",", "."), "2026-11-02;7.00;;z"), {
      ...question,
      map: { date: "When", in: "Plus", out: "minus", name: "Who" },
    });
    const byNumber = read(csv("2026-11-01;;5.00;y", "2026-11-02;7.00;;z"), { ...question, map: { date: "1", in: "2", out: "3", name: "4" } });
    expect(shown(byName)).toEqual(shown(byNumber));
    expect(byName.transfers.map((t) => String(t.amountMinor))).toEqual(["500", "700"]);
  });

  test("what cannot be read is refused with line, field, value and expectation; the rest is read", () => {
    const found = read(
      csv(
        "日期,支出,收入,余额,对方账号,对方行名",
        "2026-11-01,1.5万,,1,6217000000000001,工行",
        "2026-13-01,5,,1,6217000000000001,工行",
        '2026-11-01,"多行',
        '备注",,1,6217000000000001,工行',
        "2026-11-01,5,6,1,6217000000000001,工行",
        "2026-11-01,5,,x,6217000000000001,工行",
        "2026-11-01,5,,1,62170000,工行",
      ),
      { institution: "B", account: "1" },
    );
    expect(found.refused.map((r) => [r.line, r.field, r.what])).toEqual([
      [2, "out", "1.5万"],
      [3, "date", "2026-13-01"],
      [4, "out", "多行\r\n备注".replaceAll(/[\r\n]/g, "·")],
      [6, "out", "5 / 6"],
      [7, "balance", "x"],
    ]);
    expect(found.refused.every((r) => r.expected.length > 0)).toBe(true);
    expect(shown(found)).toEqual(["B:1>ICBC:62170000 500 2026-10-31T16:00:00.000Z"]);
  });

  test("headers in 万元 are refused until that is said", () => {
    const bytes = csv("日期,交易金额(万元),借贷标志,对方账号", "2026-11-01,1.5,借,2");
    expect(problem(() => read(bytes, { institution: "B", account: "1" }))).toMatch(/malformed-input: line 1: .*--unit wan/);
    expect(read(bytes, { institution: "B", account: "1", unit: "wan" }).transfers[0].amountMinor).toBe(1_500_000n);
  });

  test("nothing is guessed: unknown layouts, missing account, institution, zone or currency are problems", () => {
    expect(problem(() => read(csv("a,b,c", "1,2,3")))).toMatch(/malformed-input: no header.*a, b, c/);
    expect(problem(() => read(csv("日期,金额,收支", "2026-11-01,1,支"), { account: "1" }))).toMatch(/--institution/);
    expect(problem(() => read(csv("日期,金额,收支", "2026-11-01,1,支"), { institution: "B" }))).toMatch(/--account/);
    const english = csv("Date,Description,Amount", "2026-11-01,x,-1");
    expect(problem(() => read(english, { institution: "B", account: "1", currency: "USD" }))).toMatch(/--zone/);
    expect(problem(() => read(english, { institution: "B", account: "1", zone: "UTC" }))).toMatch(/--currency/);
    expect(problem(() => read(english, { layout: "nobank" }))).toMatch(/no layout is called nobank/);
  });

  test("the same statement gives the same ids, a longer one the same for the rows they share; equal rows are told apart or counted", () => {
    const rows = ["2026-11-01 08:00:00,5.00,支,2", "2026-11-01 08:00:00,5.00,支,2", "2026-11-02 08:00:00,6.00,收,3"];
    const head = "交易时间,金额,收支,对方账号";
    const question = { institution: "B", account: "1" };
    const first = read(csv(head, ...rows), question);
    const longer = read(csv(head, ...rows, "2026-11-03 08:00:00,7.00,收,3"), question);
    expect(first.perhapsDouble).toBe(1);
    expect(new Set(first.transfers.map((t) => t.id)).size).toBe(3);
    expect(longer.transfers.slice(0, 3).map((t) => [t.id, t.occurredAtMs])).toEqual(first.transfers.map((t) => [t.id, t.occurredAtMs]));
  });
});

/** The characters of the test's Chinese statement in GBK, found by decoding all of the two-byte plane. */
function gbkTable(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder("gb18030");
  const table = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(high, low));
      if (text.length === 1 && text !== "\ufffd" && !table.has(text)) table.set(text, [high, low]);
    }
  }
  return table;
}
