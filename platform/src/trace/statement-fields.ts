/**
 * One cell of a statement to one value: amounts with thousands marks and full-width digits, dates in the ways banks write
 * them, directions, institutions. Each gives the value or says what was expected; nothing is guessed, because an amount
 * that is read wrongly by a factor of ten thousand looks just as plausible as the right one.
 */
import { isMalformed, malformed, type Malformed } from "../base/problem.ts";
import { IN_WORDS, INSTITUTION_NAMES, NEUTRAL_WORDS, OUT_WORDS, type DateOrder } from "./statement-layout-table.ts";

/** A cell without what export programs wrap it in: full-width forms, tabs, an apostrophe or ="…" that keep digits text. */
export function cellText(cell: string): string {
  const text = cell
    .normalize("NFKC")
    .replace(/[\u200b-\u200d\ufeff\u00a0]/g, " ")
    .trim();
  const wrapped = /^="?(.*?)"?$/.exec(text);
  return (wrapped !== null ? wrapped[1] : text.replace(/^'/, "")).trim();
}

/** A header without blanks and case, its unit or currency in brackets taken off. */
export function headerName(cell: string): { readonly name: string; readonly bracket: string } {
  const text = cellText(cell).toLowerCase().replace(/\s+/g, "").replaceAll("帐", "账");
  const bracket = /\((元|人民币|人民币元|rmb|万元|万|分|[a-z]{3}|£|\$|¥)\)$/.exec(text);
  return bracket === null ? { name: text, bracket: "" } : { name: text.slice(0, bracket.index), bracket: bracket[1] };
}

/** Units in which a column of amounts may be written. */
export type AmountUnit = "main" | "minor" | "wan";

export const EXPECTED_AMOUNT = "an amount in the main unit, such as 12,345.67";

/**
 * An amount in minor units with its sign; undefined when the cell is empty or a dash. `digits` are the decimals of the
 * currency. 万 in a cell is refused: what it multiplies is not said by the cell alone.
 */
export function parseAmount(cell: string, digits: number, unit: AmountUnit): bigint | undefined | Malformed {
  const text = cellText(cell);
  if (/^(?:[-–—]*|\/|nil|n\/a)$/i.test(text)) return undefined;
  const refuse = (): Malformed => malformed(text, EXPECTED_AMOUNT);
  const m =
    /^(?<open>\()?(?<sign>[+-])?\s*(?:[¥$£€]|CNY|RMB|GBP|USD|EUR|HKD|人民币)?\s*(?<sign2>[+-])?(?<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?<part>\d*))?\s*(?:元|CNY|RMB|GBP|USD|EUR|HKD)?\s*(?<tail>-|CR|DR)?(?<close>\))?$/i.exec(
      text,
    )?.groups;
  if (m === undefined || (m["whole"] === undefined && (m["part"] ?? "") === "") || (m["open"] === undefined) !== (m["close"] === undefined)) return refuse();
  const decimals = (m["part"] ?? "").replace(/0+$/, "");
  const places = unit === "minor" ? 0 : unit === "wan" ? digits + 4 : digits;
  if (decimals.length > places) return malformed(text, unit === "minor" ? "a whole number of the smallest unit" : `${EXPECTED_AMOUNT}: at most ${digits} decimals`);
  const magnitude = BigInt((m["whole"] ?? "0").replaceAll(",", "") + decimals.padEnd(places, "0"));
  if (magnitude >= 10n ** 15n) return malformed(text, "an amount of at most 15 digits in the smallest unit");
  const negative = [m["open"] !== undefined, m["sign"] === "-", m["sign2"] === "-", m["tail"] === "-" || m["tail"]?.toUpperCase() === "DR"].filter(Boolean).length;
  if (negative > 1) return refuse();
  return negative === 1 ? -magnitude : magnitude;
}

export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Milliseconds since midnight; undefined when only the day is said. */
  readonly timeMs: number | undefined;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day, and the time when the cell or the cell beside it has one. */
export function parseWallTime(dateCell: string, timeCell: string, order: DateOrder): WallTime | Malformed {
  const text = cellText(dateCell);
  const expected =
    order === "ymd" ? "a date such as 2026-11-01 or 20261101, with or without a time" : `a date such as ${order === "dmy" ? "31/12/2026" : "12/31/2026"} or 31 Dec 2026`;
  const day = parseDay(text, order);
  if (day === undefined) return malformed(text, expected);
  const { year, month, rest } = day;
  const valid = month >= 1 && month <= 12 && day.day >= 1 && day.day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && year >= 2000 && year < 2100;
  if (!valid) return malformed(text, expected);
  const own = timeOf(rest);
  if (isMalformed(own)) return own;
  const beside = own ?? timeOf(cellText(timeCell));
  if (isMalformed(beside)) return beside;
  return { year, month, day: day.day, timeMs: beside };
}

function parseDay(text: string, order: DateOrder): { readonly year: number; readonly month: number; readonly day: number; readonly rest: string } | undefined {
  const of = (year: string, month: number, day: string, rest: string): ReturnType<typeof parseDay> => ({
    year: year.length === 2 ? 2000 + Number(year) : Number(year),
    month,
    day: Number(day),
    rest: rest.trim(),
  });
  let m = /^(\d{4})(?:[-/.]|\s?年\s?)(\d{1,2})(?:[-/.]|\s?月\s?)(\d{1,2})日?(?:[T\s]*)(.*)$/.exec(text);
  if (m !== null) return of(m[1], Number(m[2]), m[3], m[4]);
  m = /^(\d{4})(\d{2})(\d{2})(?:\s*)(.*)$/.exec(text);
  if (m !== null) return of(m[1], Number(m[2]), m[3], m[4]);
  m = /^(\d{1,2})[-\s](\p{L}{3})\p{L}*[-\s](\d{4}|\d{2})(?:,?\s+(.*))?$/u.exec(text);
  if (m !== null) return MONTHS.includes(m[2].toLowerCase()) ? of(m[3], MONTHS.indexOf(m[2].toLowerCase()) + 1, m[1], m[4] ?? "") : undefined;
  m = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,?\s+(.*))?$/.exec(text);
  if (m === null || order === "ymd") return undefined;
  return order === "dmy" ? of(m[3], Number(m[2]), m[1], m[4] ?? "") : of(m[3], Number(m[1]), m[2], m[4] ?? "");
}

function timeOf(text: string): number | undefined | Malformed {
  if (/^-*$/.test(text)) return undefined;
  const m = /^(\d{1,2})(?::|\.|时)(\d{2})(?:(?::|\.|分)(\d{2})(?:\.(\d{1,6}))?秒?)?\s*([ap]m)?$/i.exec(text) ?? /^(\d{2})(\d{2})(\d{2})?$/.exec(text);
  const expected = "a time such as 16:05:09 or 160509";
  if (m === null) return malformed(text, expected);
  const half = m[5]?.toLowerCase();
  const hour = half === undefined ? Number(m[1]) : (Number(m[1]) % 12) + (half === "pm" ? 12 : 0);
  const minute = Number(m[2]);
  const second = Number(m[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || (half !== undefined && Number(m[1]) > 12)) return malformed(text, expected);
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0.${m[4] ?? "0"}`) * 1000);
}

/** The instant of a wall time in a zone (the earlier one where clocks go back; the later where they skip). */
export function instantIn(zone: string, wall: WallTime): number {
  const midnight = Temporal.PlainDate.from({ year: wall.year, month: wall.month, day: wall.day });
  const time = Temporal.PlainTime.from("00:00").add({ milliseconds: wall.timeMs ?? 0 });
  return midnight.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

export function parseDirection(cell: string): "out" | "in" | "neutral" | Malformed {
  const text = cellText(cell).toLowerCase();
  if (OUT_WORDS.includes(text)) return "out";
  if (IN_WORDS.includes(text)) return "in";
  if (NEUTRAL_WORDS.includes(text)) return "neutral";
  return malformed(text, "a direction: 收入 or 支出, 借 or 贷, in or out, credit or debit");
}

/** An institution's code where its name is known, else the name. */
export function institutionCode(name: string): string {
  const lower = name.toLowerCase();
  return INSTITUTION_NAMES.find(([, names]) => names.some((n) => lower.includes(n)))?.[0] ?? name;
}
