/**
 * Payments out of a pasted text: a table with headings, a slip of labels and values, a bank's message. What is not there stays
 * empty, what is not understood is given back with its line, and nothing is filled in that was not read. Pure.
 */
import { bankIn, fieldOf, LABELS, type Field } from "./columns.ts";

export interface Side {
  readonly bank: string | null;
  readonly account: string | null;
  readonly name: string | null;
}

export interface StatementRow {
  /** Of the text, from 1: where the payment begins. */
  readonly line: number;
  readonly text: string;
  /** Of the reader's clock, `2026-11-26T10:05:00`; null when the day or the year was not read. */
  readonly paidAt: string | null;
  /** As a person writes it, without separators. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly from: Side;
  readonly to: Side;
  readonly transfer: string | null;
}

export type Refusal = "no-heading" | "no-amount" | "came-in" | "not-a-payment" | "total";

export interface RefusedLine {
  readonly line: number;
  readonly text: string;
  readonly why: Refusal;
}

export interface Statement {
  readonly rows: readonly StatementRow[];
  readonly refused: readonly RefusedLine[];
}

/** What a payment needs before it can be reported. */
export const NEEDED = ["paidAt", "amount", "bank", "account"] as const;
export type Needed = (typeof NEEDED)[number];

export function missingIn(row: StatementRow): readonly Needed[] {
  const has: Readonly<Record<Needed, boolean>> = { paidAt: row.paidAt !== null, amount: row.amount !== null, bank: row.to.bank !== null, account: row.to.account !== null };
  return NEEDED.filter((field) => !has[field]);
}

type Cells = Partial<Record<Field, string>>;
type Outcome = StatementRow | Refusal;

interface Slip {
  readonly line: number;
  readonly said: readonly string[];
  readonly cells: Cells;
}

export function readStatement(text: string): Statement {
  const rows: StatementRow[] = [];
  const refused: RefusedLine[] = [];
  const take = (line: number, said: string, outcome: Outcome): void => {
    if (typeof outcome === "string") refused.push({ line, text: said, why: outcome });
    else rows.push(outcome);
  };
  let heading: { readonly fields: readonly (Field | null)[]; readonly split: (line: string) => readonly string[] } | null = null;
  // Set in a function, too, which the compiler does not see.
  let slip = null as Slip | null;
  const endSlip = (): void => {
    if (slip !== null) take(slip.line, slip.said.join(" · "), rowOf(slip.cells, slip.line, slip.said.join(" · ")));
    slip = null;
  };
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = i + 1;
    const said = raw.replace(/\u00a0/g, " ").trim();
    if (said === "") {
      endSlip();
      continue;
    }
    const labelled = labelsIn(said);
    if (labelled !== null) {
      heading = null;
      if (slip !== null && Object.keys(labelled).some((field) => field !== "ignored" && field in (slip?.cells ?? {}))) endSlip();
      slip = slip === null ? { line, said: [said], cells: labelled } : { line: slip.line, said: [...slip.said, said], cells: { ...slip.cells, ...labelled } };
      continue;
    }
    endSlip();
    const named = headingOf(said);
    if (named !== null) {
      heading = named;
      continue;
    }
    if (heading !== null) {
      const cells = heading.split(said);
      if (cells.length > 1) {
        const by: Cells = {};
        for (const [n, cell] of cells.entries()) {
          const field = heading.fields[n];
          if (field !== null && field !== undefined && cell !== "") by[field] = cell;
        }
        take(line, said, /^(?:合计|总计|小计|total)/i.test(said) ? "total" : rowOf(by, line, said));
        continue;
      }
    }
    take(line, said, sentence(said, line));
  }
  endSlip();
  return { rows, refused };
}

const SPLITS: readonly ((line: string) => readonly string[])[] = [
  (line) => line.split("\t"),
  (line) => line.replace(/^\||\|$/g, "").split("|"),
  (line) => csv(line, ","),
  (line) => csv(line, ";"),
  (line) => line.split(/\s{2,}/),
];

function csv(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  return [...cells, cell];
}

/** A line of which at least three cells are headings, one of them an amount. */
function headingOf(line: string): { readonly fields: readonly (Field | null)[]; readonly split: (line: string) => readonly string[] } | null {
  for (const cut of SPLITS) {
    const split = (one: string): readonly string[] => cut(one).map((cell) => cell.trim().replace(/^["'=]+|["']+$/g, ""));
    const fields = split(line).map(fieldOf);
    const known = fields.filter((field) => field !== null);
    if (known.length >= 3 && known.some((field) => field === "amount" || field === "out")) return { fields, split };
  }
  return null;
}

const LABEL = new RegExp(`(?<![\\p{L}\\p{N}])(${LABELS.map((one) => one.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join("|")})\\s*(?:[:：])\\s*`, "giu");

/** Labels with their values on one line; null when it has none. */
function labelsIn(line: string): Cells | null {
  const found = [...line.matchAll(LABEL)];
  if (found.length === 0) return null;
  const cells: Cells = {};
  for (const [n, one] of found.entries()) {
    const value = line
      .slice(one.index + one[0].length, found[n + 1]?.index ?? line.length)
      .trim()
      .replace(/[,，;；。]+$/, "");
    const field = fieldOf(one[1] ?? "");
    if (field !== null && value !== "") cells[field] = value;
  }
  return cells;
}

const IN = /^(?:贷|收|收入|入|转入|c|cr|credit|in|\+)$/i;

function rowOf(cells: Cells, line: number, text: string): Outcome {
  const out = amountIn(cells.out);
  const signed = cells.out === undefined ? cells.amount : undefined;
  const amount = out ?? amountIn(signed);
  if (cells.direction !== undefined && IN.test(cells.direction.trim())) return "came-in";
  if (amount === null || /^0+(?:\.0+)?$/.test(amount)) return amountIn(cells.in) !== null ? "came-in" : "no-amount";
  if (/^\s*\+/.test(signed ?? "")) return "came-in";
  const when = timeIn(cells.when ?? [cells.date, cells.time].filter((part) => part !== undefined).join(" "));
  return {
    line,
    text,
    paidAt: when,
    amount,
    currency: currencyIn(cells.currency ?? cells.out ?? cells.amount ?? ""),
    from: sideOf(cells.fromBank, cells.fromAccount, cells.fromName),
    to: sideOf(cells.toBank, cells.toAccount, cells.toName),
    transfer: cells.transfer?.trim() ?? null,
  };
}

/** An account may carry its bank: `CCB:6217…`, `建设银行 6217…`. */
function sideOf(bank: string | undefined, account: string | undefined, name: string | undefined): Side {
  const number = account === undefined ? null : accountIn(account);
  return { bank: bankIn(bank ?? "") ?? bankIn(account ?? ""), account: number, name: name === undefined || name.includes("*") ? null : name.trim() };
}

/** A number in full: one with stars is none. */
function accountIn(text: string): string | null {
  return /(?<![\d*])(\d(?:[ -]?\d){7,29})(?![\d*])/.exec(text)?.[1]?.replace(/[ -]/g, "") ?? null;
}

function amountIn(text: string | undefined): string | null {
  if (text === undefined) return null;
  return /^[-+−]?\s*(?:人民币|￥|¥|RMB|CNY|GBP|£|元)?\s*[-−]?(\d[\d,，]*(?:\.\d{1,2})?)\s*(?:元|CNY|RMB|GBP)?$/i.exec(text.trim())?.[1]?.replace(/[,，]/g, "") ?? null;
}

function currencyIn(text: string): string | null {
  if (/人民币|￥|¥|RMB|CNY|元/i.test(text)) return "CNY";
  if (/GBP|£/.test(text)) return "GBP";
  return null;
}

/** A day with its year and a time; null for anything less. */
export function timeIn(text: string): string | null {
  const found = /(\d{4})[-/年.]?(\d{1,2})[-/月.]?(\d{1,2})日?[T\s]*(\d{1,2})[:：时]?(\d{2})[:：分]?(\d{2})?/.exec(text);
  if (found === null) return null;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "00"] = found;
  const two = (part: string): string => part.padStart(2, "0");
  const made = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}`;
  const read = new Date(made);
  return Number.isNaN(read.getTime()) || read.getDate() !== Number(day) || read.getHours() !== Number(hour) ? null : made;
}

const PAID = /转出|支出|转账|转给|汇款|汇出|支付|付款|消费|paid|transferred|sent|transfer of/i;
const RECEIVED = /转入|存入|收入|到账|入账|received|credited/i;
const PAYEE = /(?:向|给|至|收款(?:人|方)?[为是]?|(?<![a-z])to(?![a-z]))\s*/i;

/** A message or a told sentence: "您尾号1234账户2026年11月26日10:05向李四（建设银行6217…）转账50,000.00元，余额…". */
function sentence(text: string, line: number): Outcome {
  const said = text.replace(/(?:可用)?余额[^，。;；]*/g, "").replace(/\bbalance\b.*$/i, "");
  const amounts = [...said.matchAll(/(?:人民币|￥|¥|RMB|CNY|GBP|£)\s*(\d[\d,，]*(?:\.\d{1,2})?)|(\d[\d,，]*(?:\.\d{1,2})?)\s*(?:元|CNY|RMB|GBP)/gi)];
  const paid = PAID.test(said);
  if (amounts.length === 0) return /\d[\d,]*\.\d{2}|\t|\|/.test(text) ? "no-heading" : paid ? "no-amount" : "not-a-payment";
  if (!paid) return RECEIVED.test(said) ? "came-in" : "not-a-payment";
  const [first] = amounts;
  // Two sums in one sentence: which of them was paid is not known.
  const amount = amounts.length > 1 ? null : (first?.[1] ?? first?.[2] ?? "").replace(/[,，]/g, "");
  const at = PAYEE.exec(said);
  const after = at === null ? "" : said.slice(at.index + at[0].length);
  const before = at === null ? said : said.slice(0, at.index);
  const name = /^([\p{Script=Han}·]{2,8}?|[A-Z][\p{L}.'-]+(?: [A-Z][\p{L}.'-]+){0,3})\s*(?=[（(，,]|\d|转账|汇款|支付|$|\s+(?:account|at)\b)/u.exec(after)?.[1] ?? null;
  return {
    line,
    text,
    paidAt: timeIn(said),
    amount,
    currency: currencyIn(first?.[0] ?? ""),
    from: { bank: bankIn(before), account: accountIn(before.replace(/\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?[T\s]*\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?/, " ")), name: null },
    to: { bank: bankIn(after), account: accountIn(after), name: name !== null && bankIn(name) === null ? name : null },
    transfer: null,
  };
}
