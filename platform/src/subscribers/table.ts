/**
 * Reads a table of subscribers: CSV by RFC 4180 with a header, the first column an id, the others figures. Every refusal
 * names line and column; an empty field is "unknown", never zero. Streams: a caller feeds text piece by piece and gets
 * rows back; only the header and one line are held.
 */
import { ProblemError, shorten } from "../base/problem.ts";
import { SUBSCRIBER_FEATURES } from "./features.ts";

/** A line of 55 figures has some 700 characters; far beyond that something is broken. */
export const LINE_CHARACTERS_MAX = 65_536;
export const COLUMNS_MAX = 1_000;
const ID_CHARACTERS_MAX = 256;

export interface SubscriberRow {
  readonly id: string;
  /** In the order of SUBSCRIBER_FEATURES; NaN is unknown. */
  readonly values: Float64Array;
  /** The `label` column when there is one: true, false, or null for empty. */
  readonly label: boolean | null;
  readonly line: number;
}

export class SubscriberTableReader {
  #rest = "";
  #line = 0;
  #columns: readonly string[] | null = null;
  #places: Int32Array = new Int32Array();
  #labelPlace = -1;

  /** Takes the next piece of text and gives the rows that are complete. Throws a problem for the first faulty line. */
  read(piece: string): SubscriberRow[] {
    const text = this.#rest + piece;
    const rows: SubscriberRow[] = [];
    let start = 0;
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 34) quoted = !quoted;
      else if (c === 10 && !quoted) {
        const row = this.#take(text.slice(start, i));
        if (row !== null) rows.push(row);
        start = i + 1;
      }
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > LINE_CHARACTERS_MAX)
      throw this.#problem(this.#line + 1, "", this.#rest, `a line of at most ${LINE_CHARACTERS_MAX} characters; is a quotation mark missing?`);
    return rows;
  }

  /** The last line may lack its line break; a table without a header is a problem. */
  end(): SubscriberRow[] {
    const rest = this.#rest;
    this.#rest = "";
    const row = rest === "" ? null : this.#take(rest);
    if (this.#columns === null) throw this.#problem(1, "", "nothing", "a header line");
    return row === null ? [] : [row];
  }

  #take(raw: string): SubscriberRow | null {
    this.#line++;
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line === "" || (this.#columns === null && line === "\ufeff")) return null;
    if (line.length > LINE_CHARACTERS_MAX) throw this.#problem(this.#line, "", line, `a line of at most ${LINE_CHARACTERS_MAX} characters`);
    const fields = this.#split(line);
    if (this.#columns === null) {
      this.#header(fields);
      return null;
    }
    if (fields.length !== this.#columns.length) throw this.#problem(this.#line, "", `${fields.length} fields`, `${this.#columns.length} fields, as the header has`);
    const id = fields[0] ?? "";
    if (id === "" || id.length > ID_CHARACTERS_MAX) throw this.#problem(this.#line, this.#columns[0] ?? "", id, `an id of 1 to ${ID_CHARACTERS_MAX} characters`);
    const values = new Float64Array(SUBSCRIBER_FEATURES.length);
    for (let f = 0; f < values.length; f++) {
      const place = this.#places[f] ?? 0;
      const field = fields[place] ?? "";
      const value = field.trim() === "" ? Number.NaN : Number(field);
      if (field.trim() !== "" && !Number.isFinite(value)) throw this.#problem(this.#line, this.#columns[place] ?? "", field, "a number, or nothing when it is unknown");
      values[f] = value;
    }
    return { id, values, label: this.#label(fields), line: this.#line };
  }

  #label(fields: readonly string[]): boolean | null {
    if (this.#labelPlace < 0) return null;
    const field = (fields[this.#labelPlace] ?? "").trim();
    if (field === "") return null;
    if (field === "0" || field === "1") return field === "1";
    throw this.#problem(this.#line, "label", field, "0, 1, or nothing when it is unknown");
  }

  #header(fields: readonly string[]): void {
    if (fields.length > COLUMNS_MAX) throw this.#problem(this.#line, "", `${fields.length} columns`, `at most ${COLUMNS_MAX} columns`);
    const columns = fields.map((field, i) => (i === 0 ? field.replace(/^\ufeff/, "") : field).trim());
    const known = new Set(SUBSCRIBER_FEATURES.map((feature) => feature.column));
    const twice = columns.find((column, i) => columns.indexOf(column) !== i);
    if (twice !== undefined) throw this.#problem(this.#line, twice, twice, "each column once");
    const unknown = columns.find((column, i) => i > 0 && column !== "label" && !known.has(column));
    if (unknown !== undefined) throw this.#problem(this.#line, unknown, unknown, `only an id, the ${known.size} columns of the subscriber model, and label`);
    const missing = SUBSCRIBER_FEATURES.filter((feature) => columns.indexOf(feature.column) < 1).map((feature) => feature.column);
    if (missing.length > 0)
      throw this.#problem(
        this.#line,
        missing[0] ?? "",
        `${missing.length} columns are missing: ${missing.slice(0, 5).join(", ")}`,
        `an id and the ${known.size} columns of the subscriber model`,
      );
    this.#places = Int32Array.from(SUBSCRIBER_FEATURES, (feature) => columns.indexOf(feature.column));
    this.#labelPlace = columns.indexOf("label");
    this.#columns = columns;
  }

  #split(line: string): string[] {
    if (!line.includes('"')) return line.split(",");
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      if (line.charCodeAt(at) === 34) {
        let field = "";
        let from = at + 1;
        for (;;) {
          const quote = line.indexOf('"', from);
          if (quote < 0) throw this.#problem(this.#line, "", line.slice(at), "a closing quotation mark");
          field += line.slice(from, quote);
          from = quote + 1;
          if (line.charCodeAt(from) !== 34) break;
          field += '"';
          from++;
        }
        fields.push(field);
        if (from < line.length && line.charCodeAt(from) !== 44) throw this.#problem(this.#line, "", line.slice(from), "a comma after a closing quotation mark");
        at = from;
      } else {
        const comma = line.indexOf(",", at);
        const end = comma < 0 ? line.length : comma;
        fields.push(line.slice(at, end));
        at = end;
      }
      if (at >= line.length) return fields;
      at++;
    }
  }

  #problem(line: number, field: string, value: string, expected: string): ProblemError {
    const where = field === "" ? `Line ${line}` : `Line ${line}, column ${shorten(field)}`;
    return new ProblemError({
      code: "malformed-input",
      detail: `${where} of the subscriber table: ${shorten(value, 80)}. Expected ${expected}.`,
      at: field === "" ? { line } : { line, field },
      value: shorten(value),
      expected,
    });
  }
}
