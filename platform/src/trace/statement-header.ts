/**
 * Finds the header line of a statement and what its columns mean: by the table of layouts, by a layout the caller names,
 * or by the caller's own mapping. Also what stands before it: the number of the account. A header whose unit is not the
 * main unit is refused until the caller has said that this is meant.
 */
import { ProblemError, shorten } from "../base/problem.ts";
import { CURRENCIES } from "../domain/currency.ts";
import { cellText, headerName, type AmountUnit } from "./statement-fields.ts";
import { STATEMENT_FIELDS, STATEMENT_LAYOUTS, type StatementField, type StatementLayout } from "./statement-layout-table.ts";

export interface StatementHeader {
  readonly layout: StatementLayout;
  readonly line: number;
  readonly columns: Readonly<Partial<Record<StatementField, number>>>;
  /** Units that headers of amounts name. */
  readonly units: Readonly<Partial<Record<StatementField, AmountUnit>>>;
  /** Currency that a header names. */
  readonly currency?: string;
  /** Account that a line before the header names. */
  readonly ownAccount?: string;
}

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Lines in which the header is looked for. */
const PREAMBLE_LINES = 60;

export interface HeaderQuestion {
  readonly layout?: string;
  readonly map?: Readonly<Partial<Record<StatementField, string>>>;
  readonly unit?: AmountUnit;
}

export function findHeader(rows: readonly Row[], question: HeaderQuestion): StatementHeader {
  const preamble = rows.slice(0, PREAMBLE_LINES);
  if (question.map !== undefined) return mappedHeader(preamble, question.map, question);
  const named = question.layout === undefined ? undefined : STATEMENT_LAYOUTS.find((l) => l.id === question.layout);
  if (question.layout !== undefined && named === undefined) {
    throw new ProblemError({
      code: "bad-arguments",
      detail: `no layout is called ${shorten(question.layout)}; there are ${STATEMENT_LAYOUTS.map((l) => l.id).join(", ")}`,
      at: { field: "layout" },
    });
  }
  for (const row of preamble) {
    const best = bestLayout(row, named === undefined ? STATEMENT_LAYOUTS : [named]);
    if (best !== undefined) return complete(best.layout, best.columns, row, preamble, question);
  }
  const widest = preamble.reduce<Row | undefined>((w, row) => (w === undefined || row.cells.length > w.cells.length ? row : w), undefined);
  const shown =
    widest?.cells
      .map((c) => shorten(cellText(c), 20))
      .filter((c) => c !== "")
      .slice(0, 20)
      .join(", ") ?? "nothing";
  throw new ProblemError({
    code: "malformed-input",
    detail: `no header of ${named === undefined ? "a known layout" : `layout ${named.id}`} was found; the widest line has ${shown}. Say --layout or --map`,
  });
}

/** The layout that knows most of a line's columns, of those that are whole; undefined when none is. */
function bestLayout(row: Row, layouts: readonly StatementLayout[]): { readonly layout: StatementLayout; readonly columns: StatementHeader["columns"] } | undefined {
  const names = row.cells.map((cell) => headerName(cell).name);
  let best: { readonly layout: StatementLayout; readonly columns: StatementHeader["columns"]; readonly known: number } | undefined;
  for (const layout of layouts) {
    if (layouts.length > 1 && layout.marks.length > 0 && !layout.marks.some((mark) => names.includes(headerName(mark).name) || names.includes(mark))) continue;
    const columns = columnsOf(names, layout);
    if (columns.date === undefined || (columns.amount === undefined && columns.out === undefined && columns.in === undefined)) continue;
    const known = Object.keys(columns).length;
    if (best === undefined || known > best.known) best = { layout, columns, known };
  }
  return best;
}

function columnsOf(names: readonly string[], layout: StatementLayout): StatementHeader["columns"] {
  const columns: Partial<Record<StatementField, number>> = {};
  const taken = new Set<number>();
  for (const field of STATEMENT_FIELDS) {
    for (const name of layout.columns[field] ?? []) {
      const column = names.findIndex((n, i) => (n === name || n === headerName(name).name) && !taken.has(i));
      if (column < 0) continue;
      columns[field] = column;
      taken.add(column);
      break;
    }
  }
  return columns;
}

function mappedHeader(preamble: readonly Row[], map: Readonly<Partial<Record<StatementField, string>>>, question: HeaderQuestion): StatementHeader {
  if (map.date === undefined || (map.amount === undefined && map.out === undefined && map.in === undefined)) {
    throw new ProblemError({ code: "bad-arguments", detail: "a mapping names at least date, and amount or out and in", at: { field: "map" } });
  }
  const wanted = Object.entries(map) as readonly (readonly [StatementField, string])[];
  const base = STATEMENT_LAYOUTS.find((l) => l.id === (question.layout ?? "cn-general")) ?? STATEMENT_LAYOUTS[0];
  // Without names there is no header: all columns are numbers.
  if (wanted.every(([, column]) => /^\d+$/.test(column))) {
    const columns = Object.fromEntries(wanted.map(([field, column]) => [field, Number(column) - 1]));
    return { layout: { ...base, id: "map" }, line: 0, columns, units: question.unit === undefined ? {} : { out: question.unit, in: question.unit, amount: question.unit } };
  }
  for (const row of preamble) {
    const names = row.cells.map((cell) => headerName(cell).name);
    const columns = Object.fromEntries(wanted.map(([field, column]) => [field, /^\d+$/.test(column) ? Number(column) - 1 : names.indexOf(headerName(column).name)]));
    if (Object.values(columns).every((column) => column >= 0)) return complete({ ...base, id: "map" }, columns, row, preamble, question);
  }
  throw new ProblemError({ code: "malformed-input", detail: `no line has the columns ${wanted.map(([, column]) => shorten(column, 20)).join(", ")}`, at: { field: "map" } });
}

function complete(layout: StatementLayout, columns: StatementHeader["columns"], row: Row, preamble: readonly Row[], question: HeaderQuestion): StatementHeader {
  const units: Partial<Record<StatementField, AmountUnit>> = {};
  let currency: string | undefined;
  for (const field of ["out", "in", "amount", "balance"] as const) {
    const column = columns[field];
    if (column === undefined) continue;
    const { bracket } = headerName(row.cells[column]);
    const unit: AmountUnit = bracket.startsWith("万") ? "wan" : bracket === "分" ? "minor" : "main";
    if (unit !== "main" && question.unit !== unit) {
      throw new ProblemError({
        code: "malformed-input",
        detail: `line ${row.line}: the header “${shorten(cellText(row.cells[column]), 20)}” is not in the main unit; if that is right, say --unit ${unit}`,
        at: { line: row.line, field },
      });
    }
    units[field] = bracket === "" ? (question.unit ?? "main") : unit;
    const code = { "£": "GBP", $: "USD", "¥": "CNY", 元: "CNY", 人民币: "CNY", 人民币元: "CNY", rmb: "CNY" }[bracket] ?? bracket.toUpperCase();
    if (CURRENCIES.includes(code)) currency = code;
  }
  const ownAccount = accountBefore(preamble.filter((p) => p.line < row.line));
  return { layout, line: row.line, columns, units, ...(currency === undefined ? {} : { currency }), ...(ownAccount === undefined ? {} : { ownAccount }) };
}

/** The account that the lines before the header name, if they name one. */
function accountBefore(rows: readonly Row[]): string | undefined {
  for (const row of rows) {
    const text = row.cells.map(cellText).join(" ").replaceAll("帐", "账");
    const m = /(?:账号|卡号|账户|支付宝账户|微信号|account (?:number|no\.?)|iban)\s*[:：]?\s*\[?([A-Za-z0-9*@._-][A-Za-z0-9*@._ -]{4,40}[A-Za-z0-9*])/i.exec(text);
    if (m !== null) return m[1].replaceAll(" ", "");
  }
  return undefined;
}
