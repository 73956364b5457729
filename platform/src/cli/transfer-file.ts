/**
 * Reads transfers from NDJSON for questions about the whole file: columns of numbers and the accounts they stand for. Only
 * payer, payee and time are needed; amounts may be hidden, and a time may be a day or a step, because files made for study
 * have no more. Other kinds of event are passed over; a refused line is told with its number.
 */
import fs from "node:fs";
import readline from "node:readline";
import { isMalformed, malformed, shorten, type Malformed } from "../base/problem.ts";
import { parseAccountNumber, parseInstitution } from "../domain/account.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import { parseInstant } from "../domain/parse-event.ts";
import type { Transfers } from "../rings/transfers.ts";

export interface FileAccount {
  readonly institution: string;
  readonly account: string;
}

export interface TransferFile {
  readonly transfers: Transfers;
  readonly accounts: readonly FileAccount[];
  /** Currency of each transfer; empty where it is hidden. */
  readonly currencies: readonly string[];
  readonly refused: number;
  /** Lines that are events of another kind. */
  readonly passedOver: number;
}

const LINE_CHARACTERS_MAX = 1 << 20;

export async function readTransferFile(file: string, refuse: (refusal: LineRefusal) => void): Promise<TransferFile> {
  if (file !== "-") fs.accessSync(file, fs.constants.R_OK);
  const input = file === "-" ? process.stdin : fs.createReadStream(file);
  const numbers = new Map<string, number>();
  const accounts: FileAccount[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const atMs: number[] = [];
  const amountMinor: number[] = [];
  const currencies: string[] = [];
  let line = 0;
  let refused = 0;
  let passedOver = 0;
  const number = (one: FileAccount): number => {
    const key = `${one.institution}\u001f${one.account}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, accounts.length);
    return accounts.push(one) - 1;
  };
  for await (const raw of readline.createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (raw.trim() === "") continue;
    const row = parseTransfer(line === 1 ? raw.replace(/^\uFEFF/, "") : raw);
    if (row === "other") passedOver++;
    else if (isRefused(row)) {
      refused++;
      refuse({ ...row, line });
    } else {
      from.push(number(row.from));
      to.push(number(row.to));
      atMs.push(row.atMs);
      amountMinor.push(row.amountMinor);
      currencies.push(row.currency);
    }
  }
  const columns = { from: Int32Array.from(from), to: Int32Array.from(to), atMs: Float64Array.from(atMs), amountMinor: Float64Array.from(amountMinor) };
  return { transfers: { accounts: accounts.length, ...columns }, accounts, currencies, refused, passedOver };
}

interface TransferRow {
  readonly from: FileAccount;
  readonly to: FileAccount;
  readonly atMs: number;
  readonly amountMinor: number;
  readonly currency: string;
}

type Refused = Malformed & { readonly field: string };

function isRefused(row: TransferRow | Refused): row is Refused {
  return isMalformed(row);
}

function parseTransfer(raw: string): TransferRow | Refused | "other" {
  const wrong = (field: string, m: Malformed): Refused => ({ ...m, field });
  if (raw.length > LINE_CHARACTERS_MAX) return wrong("", malformed(`a line of ${raw.length} characters`, `at most ${LINE_CHARACTERS_MAX}`));
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return wrong("", malformed(raw, "one JSON object a line"));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("", malformed(value, "a JSON object"));
  const row = value as Readonly<Record<string, unknown>>;
  const kind = row["kind"] ?? "transfer";
  if (typeof kind !== "string") return wrong("kind", malformed(kind, "a text"));
  if (kind !== "transfer") return "other";
  const from = parseEnd(row["from"]);
  if (isMalformed(from)) return wrong("from", from);
  const to = parseEnd(row["to"]);
  if (isMalformed(to)) return wrong("to", to);
  const atMs = parseTime(row["occurredAt"]);
  if (typeof atMs !== "number") return wrong("occurredAt", atMs);
  const amount = parseAmount(row["amountMinor"]);
  if (typeof amount !== "number") return wrong("amountMinor", amount);
  const { currency } = row;
  return { from, to, atMs, amountMinor: amount, currency: typeof currency === "string" ? currency.slice(0, 3) : "" };
}

function parseEnd(value: unknown): FileAccount | Malformed {
  if (typeof value !== "object" || value === null) return malformed("nothing", "an account: {institution, account}");
  const { institution, account } = value as Readonly<Record<string, unknown>>;
  if (typeof institution !== "string" || typeof account !== "string") return malformed("parts missing", "an account: {institution, account}, both texts");
  const bank = parseInstitution(institution);
  if (isMalformed(bank)) return bank;
  const number = parseAccountNumber(account);
  return isMalformed(number) ? number : { institution: bank, account: number };
}

/** An instant, a day, or a step: only the order and the distances are used. */
function parseTime(value: unknown): number | Malformed {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "string") return malformed(shorten(value ?? "nothing"), "an RFC 3339 instant, a day such as 2026-11-01, or a step number");
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
}

function parseAmount(value: unknown): number | Malformed {
  if (value === undefined || value === null) return Number.NaN;
  return typeof value === "string" && /^\d{1,15}$/.test(value)
    ? Number(value)
    : malformed(value, 'a whole number of the smallest unit in a text, such as "5000000", or nothing where amounts are hidden');
}
