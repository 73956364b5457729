/**
 * One line of an imported list, in each of the formats, to the drafts it stands for. It reads form only: what an entry
 * may say is the intake's to judge. Nothing here throws, whatever the line holds.
 */
import { isMalformed, malformed, shorten, type Malformed } from "../base/problem.ts";
import { parseInstant } from "../domain/parse-event.ts";
import { ENTRY_TYPES, type EntryDraft, type EntryType } from "./entry.ts";

export const IMPORT_FORMATS = ["csv", "ndjson", "hosts", "plain"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export interface RowRefusal {
  readonly kind: "row-refused";
  readonly reason: "malformed-line" | "malformed-terms" | "malformed-identifier";
  readonly malformed: Malformed;
}

/** Drafts of a line; none for comments, blank lines and a machine's own names. */
export type RowResult = readonly EntryDraft[] | RowRefusal;

const NOTHING: readonly EntryDraft[] = [];
const no = (reason: RowRefusal["reason"], value: unknown, expected: string): RowRefusal => ({ kind: "row-refused", reason, malformed: malformed(value, expected) });

export function isRowRefusal(row: RowResult): row is RowRefusal {
  return !Array.isArray(row);
}

/** What each field may be called in the head of a table or in an object. Lower case. */
const FIELD_NAMES: Readonly<Record<string, keyof EntryDraft | "institution" | "account">> = {
  identifier: "identifier",
  value: "identifier",
  indicator: "identifier",
  entry: "identifier",
  标识: "identifier",
  type: "type",
  类型: "type",
  kind: "kind",
  action: "kind",
  种类: "kind",
  处置: "kind",
  evidence: "evidence",
  依据: "evidence",
  source: "source",
  来源: "source",
  note: "note",
  reason: "note",
  comment: "note",
  备注: "note",
  confidencepermille: "confidencePermille",
  可信度: "confidencePermille",
  validfrom: "validFromMs",
  生效: "validFromMs",
  validuntil: "validUntilMs",
  expires: "validUntilMs",
  失效: "validUntilMs",
  有效期至: "validUntilMs",
  reviewat: "reviewAtMs",
  复核: "reviewAtMs",
  sharing: "sharing",
  tlp: "sharing",
  共享: "sharing",
  institution: "institution",
  机构: "institution",
  account: "account",
  账户: "account",
  账号: "account",
};

/** Names of the identifier that say its type as well. */
const TYPED_NAMES: Readonly<Record<string, EntryType>> = {
  number: "number",
  phone: "number",
  号码: "number",
  prefix: "number-prefix",
  "number-prefix": "number-prefix",
  号段: "number-prefix",
  host: "host",
  domain: "host",
  hostname: "host",
  域名: "host",
  url: "url",
  address: "url",
  网址: "url",
  certificate: "certificate",
  证书: "certificate",
  device: "device",
  设备: "device",
};

/** A column's meaning: a field, an identifier of known type, or nothing that is known. */
function meaning(name: string): { readonly field: keyof EntryDraft | "institution" | "account"; readonly type?: EntryType } | null {
  const plain = name.trim().toLowerCase().replaceAll(/[\s_]/g, "").replace(/ms$/, "");
  const field = Object.hasOwn(FIELD_NAMES, plain) ? FIELD_NAMES[plain] : undefined;
  if (field !== undefined) return { field };
  return Object.hasOwn(TYPED_NAMES, plain) ? { field: "identifier", type: TYPED_NAMES[plain] } : null;
}

export type CsvHead = { readonly separator: string; readonly columns: readonly ReturnType<typeof meaning>[]; readonly unknown: readonly string[] };

/** The head of a table, or null if the line is none: one of its names must be an identifier's. */
export function parseCsvHead(line: string): CsvHead | null {
  for (const separator of [",", ";", "\t"]) {
    const cells = splitCsv(line, separator);
    if (cells === null) continue;
    const columns = cells.map(meaning);
    if (columns.some((c) => c?.field === "identifier" || c?.field === "account")) {
      return { separator, columns, unknown: cells.filter((_, i) => columns[i] === null) };
    }
  }
  return null;
}

/** Cells of a line (RFC 4180, but a record ends with its line); null where a quote stays open. */
export function splitCsv(line: string, separator: string): string[] | null {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] !== '"') {
      const end = line.indexOf(separator, at);
      cells.push(end < 0 ? line.slice(at) : line.slice(at, end));
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    let cell = "";
    for (at++; ;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) return null;
      cell += line.slice(at, quote);
      at = quote + 1;
      if (line[at] !== '"') break;
      cell += '"';
      at++;
    }
    cells.push(cell);
    if (at >= line.length) return cells;
    if (line[at] !== separator) return null;
    at++;
  }
}

export function parseCsvRow(line: string, head: CsvHead): RowResult {
  if (line.trim() === "" || line.startsWith("#")) return NOTHING;
  const cells = splitCsv(line, head.separator);
  if (cells === null) return no("malformed-line", line, "quotes that close on the same line");
  if (cells.length > head.columns.length) return no("malformed-line", line, `${head.columns.length} cells, as in the first line`);
  const fields: Fields = {};
  for (const [i, cell] of cells.entries()) {
    const column = head.columns[i];
    const text = undoGuard(cell.trim());
    if (column === null || column === undefined || text === "") continue;
    if (column.field === "identifier" && column.type !== undefined) fields.impliedType ??= column.type;
    fields[column.field] ??= text;
  }
  return draftOf(fields, line);
}

/** A sheet would run a cell that begins so; exports write an apostrophe in front. */
export function undoGuard(cell: string): string {
  return /^'+[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

export function parseNdjsonRow(line: string, ignored: (name: string) => void): RowResult {
  if (line.trim() === "") return NOTHING;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return no("malformed-line", line, "a JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return no("malformed-line", line, "a JSON object");
  const fields: Fields = {};
  for (const [name, given] of Object.entries(value)) {
    const column = meaning(name);
    if (column === null) {
      ignored(name);
      continue;
    }
    if (given === null) continue;
    if (typeof given === "object" && !Array.isArray(given) && (column.field === "account" || column.field === "identifier")) {
      const { institution, account } = given as Record<string, unknown>;
      if (typeof institution !== "string" || typeof account !== "string") return no("malformed-identifier", name, "an account: {institution, account}");
      fields.institution = institution;
      fields.account = account;
      continue;
    }
    if (column.field === "confidencePermille" ? typeof given !== "number" : typeof given !== "string") {
      return no(column.field === "identifier" ? "malformed-identifier" : "malformed-terms", given, `${name}: ${column.field === "confidencePermille" ? "a number" : "a text"}`);
    }
    if (column.field === "identifier" && column.type !== undefined) fields.impliedType ??= column.type;
    fields[column.field] ??= String(given);
  }
  return draftOf(fields, line);
}

type Fields = Partial<Record<keyof EntryDraft | "institution" | "account", string>> & { impliedType?: EntryType };

const DATES = ["validFromMs", "validUntilMs", "reviewAtMs"] as const;

function draftOf(fields: Fields, line: string): RowResult {
  let { identifier, impliedType } = fields;
  if (fields.account !== undefined) {
    identifier = fields.institution === undefined ? fields.account : `${fields.institution}:${fields.account}`;
    impliedType = "account";
  }
  if (identifier === undefined || identifier === "") return no("malformed-identifier", shorten(line), "an identifier");
  const draft: Record<string, string | number> = { identifier };
  const type = fields.type ?? impliedType;
  if (type !== undefined) {
    if (!(ENTRY_TYPES as readonly string[]).includes(type.toLowerCase())) return no("malformed-identifier", type, `type: one of ${ENTRY_TYPES.join(", ")}`);
    draft["type"] = type.toLowerCase();
  }
  for (const name of ["kind", "evidence", "source", "note", "sharing"] as const) if (fields[name] !== undefined) draft[name] = fields[name];
  if (fields.confidencePermille !== undefined) {
    const confidence = Number(fields.confidencePermille);
    if (!Number.isInteger(confidence)) return no("malformed-terms", fields.confidencePermille, "confidencePermille: a whole number from 1 to 1000");
    draft["confidencePermille"] = confidence;
  }
  for (const name of DATES) {
    const text = fields[name];
    if (text === undefined) continue;
    const atMs = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
    if (isMalformed(atMs)) return no("malformed-terms", text, `${name.slice(0, -2)}: a day (2026-11-30, UTC) or an instant (2026-11-30T08:00:00+08:00)`);
    draft[name] = atMs;
  }
  return [draft as unknown as EntryDraft];
}

/** Addresses that a hosts file sends unwanted names to. A name with a real address is no list entry. */
const SINKS = new Set(["0.0.0.0", "127.0.0.1", "::", "::1", "0", "255.255.255.255", "fe80::1%lo0", "ff00::0", "ff02::1", "ff02::2", "ff02::3"]);
const OWN_NAMES = /^(?:localhost|localhost\.localdomain|localhost[46]?|local|broadcasthost|ip6-[a-z]+|0\.0\.0\.0|127\.0\.0\.1)$/i;

export function isHostsLine(line: string): boolean {
  const [address, name] = withoutComment(line).trim().split(/\s+/, 2);
  return address !== undefined && name !== undefined && SINKS.has(address);
}

export function parseHostsRow(line: string): RowResult {
  const words = withoutComment(line).trim().split(/\s+/);
  if (words[0] === "") return NOTHING;
  if (words.length < 2 || !SINKS.has(words[0])) return no("malformed-line", line, "0.0.0.0 (or 127.0.0.1, ::) and host names");
  return words
    .slice(1)
    .filter((name) => !OWN_NAMES.test(name))
    .map((identifier): EntryDraft => ({ identifier, type: "host" }));
}

/** One identifier a line, `#` or `!` for comments; `||host^` as ad filters write it is a host. */
export function parsePlainRow(line: string): RowResult {
  const text = line.startsWith("!") || (line.startsWith("[") && line.endsWith("]") && line.includes(" ")) ? "" : withoutComment(line).trim();
  if (text === "") return NOTHING;
  const filter = /^\|\|([^/^$|]+)\^?(\$(?:all|document|important))?$/.exec(text);
  if (filter !== null) return [{ identifier: filter[1], type: "host" }];
  if (/^(?:@@|\|\||\/|##)/.test(text) || text.includes("##")) return no("malformed-line", line, "one identifier; of ad filters only ||host^");
  return [{ identifier: text }];
}

/** An address may hold a `#`; a comment's stands at the beginning or behind a space. */
function withoutComment(line: string): string {
  const at = line.search(/(?:^|\s)#/);
  return at < 0 ? line : line.slice(0, at);
}

export function detectFormat(line: string): ImportFormat {
  const text = line.trim();
  if (text.startsWith("{")) return "ndjson";
  if (isHostsLine(text)) return "hosts";
  return parseCsvHead(text) === null ? "plain" : "csv";
}
