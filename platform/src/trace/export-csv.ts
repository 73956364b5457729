/**
 * The hops of a trace as CSV (RFC 4180) for spreadsheets: one transfer a row, amounts in the main unit and in the smallest,
 * instants with their zone. It begins with a byte-order mark, without which spreadsheets read Chinese names wrongly, and
 * text that a spreadsheet would run as a formula is kept from it by an apostrophe.
 */
import { amountText, instantText } from "./words.ts";
import type { Trace } from "./trace.ts";

const COLUMNS = [
  "number",
  "transfer",
  "occurred_at",
  "from_institution",
  "from_account",
  "to_institution",
  "to_account",
  "amount",
  "amount_minor",
  "currency",
  "tier",
  "tainted",
  "tainted_minor",
  "round_trip",
  "record_line",
] as const;

export function traceCsv(trace: Trace, offsetMinutes: number): string {
  const rows = trace.hops.map((h, i) => [
    String(i + 1),
    textCell(h.transfer),
    instantText(h.occurredAtMs, offsetMinutes),
    textCell(h.from.institution),
    textCell(h.from.account),
    textCell(h.to.institution),
    textCell(h.to.account),
    plainAmount(h.amountMinor, trace.currency),
    String(h.amountMinor),
    trace.currency,
    String(h.tier),
    plainAmount(h.taintedMinor, trace.currency),
    String(h.taintedMinor),
    h.roundTrip === true ? "1" : "0",
    h.line === undefined ? "" : String(h.line),
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

function plainAmount(minor: bigint, currency: string): string {
  return amountText(minor, currency)
    .slice(0, -currency.length - 1)
    .replaceAll(",", "");
}

function textCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
