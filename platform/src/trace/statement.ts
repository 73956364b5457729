/**
 * A bank or wallet statement to transfers: finds the header, recognises the layout or takes the caller's mapping, and
 * reads every row exactly or refuses it with line, field, value and expectation. Rows that are no transfer (totals, closed
 * orders, doubles) are left out by name. The same statement gives the same transfer ids each time, so that overlapping
 * ones can be imported after each other.
 */
import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { isMalformed, malformed, ProblemError, shorten, type Malformed } from "../base/problem.ts";
import { parseAccountNumber, parseInstitution, type Account, type AccountNumber, type Institution } from "../domain/account.ts";
import { CURRENCIES, minorDigits, type Currency } from "../domain/currency.ts";
import type { Refusal } from "../domain/parse-event.ts";
import { findHeader, type StatementHeader } from "./statement-header.ts";
import { cellText, instantIn, institutionCode, parseAmount, parseDirection, parseWallTime, type AmountUnit, type WallTime } from "./statement-fields.ts";
import { CHANNEL_WORDS, TOTAL_WORDS, UNDONE_EXACT, UNDONE_WORDS, type StatementField } from "./statement-layout-table.ts";
import { decodeStatement, type StatementEncoding } from "./statement-text.ts";
import type { Channel, Transfer } from "./transfer.ts";
import type { TransferWords } from "./transfer-event.ts";

export interface StatementQuestion {
  /** A layout's id; recognised by the header when absent. */
  readonly layout?: string;
  /** Columns by field: a header's name or its number from 1. Instead of a layout. */
  readonly map?: Readonly<Partial<Record<StatementField, string>>>;
  /** Whose statement it is, where the file does not say. */
  readonly institution?: string;
  readonly account?: string;
  /** Institution of counterparties for whom none is named. */
  readonly counterInstitution?: string;
  readonly currency?: Currency;
  /** IANA name; the layout's zone when absent. */
  readonly zone?: string;
  /** Unit of amounts whose header says 万 or 分, which is refused otherwise. */
  readonly unit?: AmountUnit;
  readonly dateOrder?: "ymd" | "dmy" | "mdy";
}

export type SkipReason = "total" | "no-transaction" | "not-completed" | "neutral" | "no-amount" | "duplicate";

export interface StatementRefusal extends Refusal {
  readonly line: number;
}

export type ImportedTransfer = Transfer & TransferWords & { readonly line: number };

export interface ImportedStatement {
  readonly layout: string;
  readonly encoding: StatementEncoding;
  readonly headerLine: number;
  /** In the order of time. */
  readonly transfers: readonly ImportedTransfer[];
  readonly refused: readonly StatementRefusal[];
  readonly skipped: readonly { readonly line: number; readonly reason: SkipReason }[];
  /** Rows without a time of day: they keep the statement's order within the day, a millisecond apart. */
  readonly withoutTime: number;
  /** Rows equal in all that the statement says, with neither serial number nor balance to tell whether they are one. Kept. */
  readonly perhapsDouble: number;
}

/** Where a counterparty without an institution is; a trace counts it as unknown. */
const UNKNOWN = "UNKNOWN";

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

interface ReadRow {
  readonly line: number;
  readonly own: Account;
  readonly other: Account;
  readonly direction: "out" | "in";
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly wall: WallTime;
  readonly balanceMinor: bigint | undefined;
  readonly serial: string;
  readonly words: string;
  readonly channel: Channel | undefined;
}

export function importStatement(bytes: Uint8Array, question: StatementQuestion = {}): ImportedStatement {
  const { text, encoding } = decodeStatement(bytes);
  const rows = rowsOf(text);
  const header = findHeader(rows, question);
  const zone = question.zone ?? header.layout.zone;
  if (zone === "")
    throw new ProblemError({ code: "bad-arguments", detail: "the statement does not tell in which time zone it is; say --zone, such as Europe/London", at: { field: "zone" } });
  if ((question.currency ?? header.currency ?? header.layout.currency) === "" && header.columns.currency === undefined) {
    throw new ProblemError({ code: "bad-arguments", detail: "the statement does not tell its currency; say --currency", at: { field: "currency" } });
  }
  const refused: StatementRefusal[] = [];
  const skipped: { readonly line: number; readonly reason: SkipReason }[] = [];
  const read: ReadRow[] = [];
  const order = new ReadingOrder();
  for (const row of rows) {
    if (row.line <= header.line || row.cells.every((cell) => cellText(cell) === "")) continue;
    const one = readRow(row, header, question);
    if (typeof one === "string") skipped.push({ line: row.line, reason: one });
    else if ("field" in one) refused.push({ ...one, line: row.line });
    else read.push(one);
    const day = parseWallTime(row.cells[header.columns.date ?? 0] ?? "", "", question.dateOrder ?? header.layout.dateOrder);
    if (!isMalformed(day)) order.see(instantIn(zone, day));
  }
  const { transfers, doubles, perhapsDouble } = numbered(read, zone, order.newestFirst(read));
  return {
    layout: header.layout.id,
    encoding,
    headerLine: header.line,
    transfers,
    refused,
    skipped: [...skipped, ...doubles.map((line) => ({ line, reason: "duplicate" as const }))].sort((a, b) => a.line - b.line),
    withoutTime: read.filter((r) => r.wall.timeMs === undefined).length,
    perhapsDouble,
  };
}

/** Whether a statement begins with its newest row: by its days, and where all are of one day by its balances. */
class ReadingOrder {
  #firstMs: number | undefined;
  #lastMs = 0;

  see(atMs: number): void {
    this.#firstMs ??= atMs;
    this.#lastMs = atMs;
  }

  newestFirst(rows: readonly ReadRow[]): boolean {
    if (this.#firstMs !== undefined && this.#firstMs !== this.#lastMs) return this.#firstMs > this.#lastMs;
    const change = (r: ReadRow): bigint => (r.direction === "in" ? r.amountMinor : -r.amountMinor);
    let forward = 0;
    let backward = 0;
    for (let i = 1; i < rows.length; i++) {
      const [a, b] = [rows[i - 1], rows[i]];
      if (a.balanceMinor === undefined || b.balanceMinor === undefined) continue;
      if (a.balanceMinor + change(b) === b.balanceMinor) forward++;
      if (b.balanceMinor + change(a) === a.balanceMinor) backward++;
    }
    return backward > forward;
  }
}

function rowsOf(text: string): readonly Row[] {
  const firstLines = text.slice(0, 20_000);
  const count = (c: string): number => firstLines.split(c).length;
  const delimiter = ["\t", ";", ","].reduce((best, c) => (count(c) > count(best) ? c : best), ",");
  try {
    const records = parse(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: false, raw: true }) as unknown as readonly {
      readonly record: readonly string[];
      readonly raw: string;
    }[];
    // A cell may span lines, so lines are counted in what stood there.
    let line = 1;
    return records.map(({ record, raw }) => {
      const row = { cells: record, line };
      line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
      return row;
    });
  } catch (error) {
    throw new ProblemError({ code: "malformed-input", detail: `the file is not CSV: ${shorten((error as Error).message, 120)}` });
  }
}

/** One row as a transfer's facts, a reason to leave it out, or a refusal. */
function readRow(row: Row, header: StatementHeader, question: StatementQuestion): ReadRow | SkipReason | Refusal {
  const cell = (field: StatementField): string => {
    const column = header.columns[field];
    return column === undefined ? "" : cellText(row.cells[column] ?? "");
  };
  const first = row.cells.map(cellText).find((c) => c !== "") ?? "";
  if (TOTAL_WORDS.some((word) => first.toLowerCase().startsWith(word))) return "total";
  if (cell("date") === "" || /^[-=*#\s]+$/.test(first)) return "no-transaction";
  if (TOTAL_WORDS.some((word) => cell("purpose").toLowerCase().startsWith(word)) && cell("account") === "") return "total";
  const status = cell("status").toLowerCase();
  if (UNDONE_EXACT.includes(status) || UNDONE_WORDS.some((word) => status.includes(word))) return "not-completed";

  const wall = parseWallTime(cell("date"), cell("time"), question.dateOrder ?? header.layout.dateOrder);
  if (isMalformed(wall)) return { ...wall, field: "date" };
  const currency = currencyOf(cell("currency"), question.currency ?? header.currency ?? header.layout.currency);
  if (typeof currency !== "string") return { ...currency, field: "currency" };
  const moved = amountOf(cell, header, currency, question.unit);
  if (typeof moved === "string" || "field" in moved) return moved;

  const own = ownAccount(cell("ownAccount"), header, question);
  if (isMalformed(own)) return { ...own, field: "ownAccount" };
  const other = otherAccount(cell, header, question);
  if (isMalformed(other)) return { ...other, field: "account" };
  const balance = parseAmount(cell("balance"), minorDigits(currency), header.units.balance ?? question.unit ?? "main");
  if (typeof balance === "object") return { ...balance, field: "balance" };
  const words = [cell("purpose"), cell("note")].filter((w) => w !== "").join(" ");
  return { line: row.line, own, other, ...moved, currency, wall, balanceMinor: balance, serial: cell("serial"), words, channel: channelOf(`${cell("channel")} ${words}`) };
}

type Moved = { readonly direction: "out" | "in"; readonly amountMinor: bigint };

function amountOf(cell: (field: StatementField) => string, header: StatementHeader, currency: Currency, unit: AmountUnit | undefined): Moved | SkipReason | Refusal {
  const digits = minorDigits(currency);
  const read = (field: "out" | "in" | "amount"): bigint | undefined | Refusal => {
    const value = parseAmount(cell(field), digits, header.units[field] ?? unit ?? "main");
    return typeof value === "object" ? { ...value, field } : value;
  };
  const signed = (value: bigint, direction: "out" | "in"): Moved | SkipReason =>
    // A negative amount in a column of payments is a correction: it came back.
    value === 0n ? "no-amount" : value > 0n ? { direction, amountMinor: value } : { direction: direction === "out" ? "in" : "out", amountMinor: -value };
  if (header.columns.out !== undefined || header.columns.in !== undefined) {
    const out = read("out");
    const into = read("in");
    if (typeof out === "object") return out;
    if (typeof into === "object") return into;
    // Some institutions write both columns, payments with a minus.
    if ((out ?? 0n) !== 0n && (into ?? 0n) !== 0n) return { ...malformed(`${cell("out")} / ${cell("in")}`, "an amount in one of the two columns"), field: "out" };
    if ((into ?? 0n) !== 0n) return signed(into ?? 0n, "in");
    const paid = out ?? 0n;
    return signed(paid < 0n ? -paid : paid, "out");
  }
  const amount = read("amount");
  if (typeof amount === "object") return amount;
  if (amount === undefined) return { ...malformed("", "an amount"), field: "amount" };
  if (header.columns.direction === undefined) return signed(amount, "in");
  const direction = parseDirection(cell("direction"));
  if (typeof direction === "object") return { ...direction, field: "direction" };
  return direction === "neutral" ? "neutral" : signed(amount < 0n ? -amount : amount, direction);
}

function currencyOf(text: string, fallback: string): Currency | Malformed {
  if (text === "") return fallback === "" ? malformed(text, "a currency") : fallback;
  const upper = text.toUpperCase();
  const named = (
    { 人民币: "CNY", 人民币元: "CNY", RMB: "CNY", "156": "CNY", 美元: "USD", 港币: "HKD", 欧元: "EUR", 英镑: "GBP", 日元: "JPY" } as Readonly<Record<string, string | undefined>>
  )[upper];
  const code = named ?? upper;
  return CURRENCIES.includes(code) ? code : malformed(text, "a currency: an ISO 4217 code or its Chinese name");
}

function ownAccount(inRow: string, header: StatementHeader, question: StatementQuestion): Account | Malformed {
  const text = question.account ?? (inRow !== "" ? inRow : header.ownAccount);
  const institution = parseInstitution(question.institution ?? header.layout.institution ?? "");
  if (isMalformed(institution))
    throw new ProblemError({ code: "bad-arguments", detail: "the statement does not say whose institution wrote it; say --institution", at: { field: "institution" } });
  if (text === undefined) throw new ProblemError({ code: "bad-arguments", detail: "the statement does not name the account it is of; say --account", at: { field: "account" } });
  const account = parseAccountNumber(text);
  return isMalformed(account) ? account : { institution, account };
}

/** The counterparty. One who is only named gets a token of the name; a row that names nobody goes to an unstated account. */
function otherAccount(cell: (field: StatementField) => string, header: StatementHeader, question: StatementQuestion): Account | Malformed {
  const named = cell("institution");
  const fallback = question.counterInstitution ?? header.layout.counterInstitution ?? UNKNOWN;
  const institution = parseInstitution(named === "" ? fallback : institutionCode(named).slice(0, 64));
  if (isMalformed(institution)) return institution;
  const text = cell("account");
  // A cell may hold account and name together: 6222…/name.
  const number = /^[A-Za-z0-9._@:*-][A-Za-z0-9._@:* -]*/.exec(text)?.[0].trim() ?? "";
  if (number !== "" && (number.length === text.length || /^[/\s(]/.test(text.slice(number.length)))) {
    const account = parseAccountNumber(number);
    return isMalformed(account) ? account : { institution, account };
  }
  const name = [text, cell("name")].find((part) => part !== "" && part !== "/");
  if (name === undefined) return { institution: UNKNOWN as Institution, account: "unstated" as AccountNumber };
  return { institution, account: `name.${digest(name, 16)}` as AccountNumber };
}

function channelOf(words: string): Channel | undefined {
  const lower = words.toLowerCase();
  return CHANNEL_WORDS.find(([, list]) => list.some((word) => lower.includes(word)))?.[0];
}

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Puts rows in order, tells doubles, and gives every transfer its id and its instant. */
function numbered(
  rows: readonly ReadRow[],
  zone: string,
  newestFirst: boolean,
): { readonly transfers: readonly ImportedTransfer[]; readonly doubles: readonly number[]; readonly perhapsDouble: number } {
  // Where the newest row stands first, the last of an instant came first.
  const inOrder = (newestFirst ? [...rows].reverse() : rows)
    .map((row, place) => ({ row, atMs: instantIn(zone, row.wall), place }))
    .sort((a, b) => a.atMs - b.atMs || a.place - b.place);
  const seen = new Map<string, number>();
  const atSame = new Map<number, number>();
  const transfers: ImportedTransfer[] = [];
  const doubles: number[] = [];
  let perhapsDouble = 0;
  for (const { row, atMs } of inOrder) {
    const facts = JSON.stringify([row.own, row.other, row.wall, row.direction, String(row.amountMinor), row.currency, String(row.balanceMinor), row.serial, row.words]);
    const before = seen.get(facts) ?? 0;
    if (before > 0 && (row.serial !== "" || row.balanceMinor !== undefined)) {
      doubles.push(row.line);
      continue;
    }
    if (before > 0) perhapsDouble++;
    seen.set(facts, before + 1);
    const later = atSame.get(atMs) ?? 0;
    atSame.set(atMs, later + 1);
    const paid = row.direction === "out";
    // The balance before a payment: a statement gives the one after. What is overdrawn is no money that was there.
    const balanceBefore = paid && row.balanceMinor !== undefined ? row.balanceMinor + row.amountMinor : undefined;
    transfers.push({
      id: `st.${digest(facts, 24)}${before > 0 ? `.${before + 1}` : ""}`,
      from: paid ? row.own : row.other,
      to: paid ? row.other : row.own,
      occurredAtMs: atMs + later,
      amountMinor: row.amountMinor,
      currency: row.currency,
      ...(row.channel === undefined ? {} : { channel: row.channel }),
      ...(row.words === "" ? {} : { purposeText: row.words.slice(0, 300) }),
      ...(balanceBefore === undefined || balanceBefore < 0n ? {} : { balanceBeforeMinor: balanceBefore }),
      line: row.line,
    });
  }
  return { transfers, doubles, perhapsDouble };
}
