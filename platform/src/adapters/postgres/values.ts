/**
 * How values travel between PostgreSQL and us, both ways, as ports/store.ts promises. Types that are not in the table
 * arrive as the server writes them, dates among them: a moment is an int8 of milliseconds here, and a time zone that
 * nobody asked for is a common source of wrong deadlines.
 */
import type { CustomTypesConfig } from "pg";
import { ProblemError } from "../../base/problem.ts";
import type { SqlValue } from "../../ports/store.ts";

type Parse = (text: string) => unknown;

/** By the number that PostgreSQL gives each type; see its catalog file pg_type.dat. */
const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [16, parseBool],
  [17, parseBytes],
  [20, parseInt8],
  [21, Number],
  [23, Number],
  [26, Number],
  [114, JSON.parse],
  [700, Number],
  [701, Number],
  [3802, JSON.parse],
  ...arrays({ 1000: parseBool, 1001: parseBytes, 1016: parseInt8, 1005: Number, 1007: Number, 1021: Number, 1022: Number, 199: JSON.parse, 3807: JSON.parse }),
  // name, text, bpchar, varchar, uuid, numeric: as strings.
  ...arrays({ 1003: asItIs, 1009: asItIs, 1014: asItIs, 1015: asItIs, 2951: asItIs, 1231: asItIs }),
]);

/** For `pg`: looks types up here and nowhere else. */
export const VALUE_TYPES: CustomTypesConfig = {
  getTypeParser: (id: number) => PARSERS.get(id) ?? asItIs,
};

function arrays(elements: Readonly<Record<number, Parse>>): readonly (readonly [number, Parse])[] {
  return Object.entries(elements).map(([id, parse]) => [Number(id), (text) => parseArray(text, parse)] as const);
}

function asItIs(text: string): string {
  return text;
}

function parseBool(text: string): boolean {
  return text === "t";
}

/** The session asks for the hex form: `\x` and two digits a byte. */
function parseBytes(text: string): Uint8Array {
  // A copy: small buffers of Node's share memory with others.
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("an int8 beyond 2^53 cannot arrive as a number: read it as text, or keep it as numeric");
  return value;
}

/**
 * PostgreSQL's way of writing an array: `{1,NULL,"a \\" b"}`. Only what it writes itself is read here, so that nothing is
 * checked; bounds other than from 1, which are written in front, are left out.
 */
function parseArray(text: string, parse: Parse): unknown[] {
  const PART = /"((?:[^"\\]|\\.)*)"|[{}]|[^{},"]+/gs;
  PART.lastIndex = text.indexOf("{");
  const stack: unknown[][] = [[]];
  for (const [part, quoted] of execAll(PART, text)) {
    if (part === "{") stack.push([]);
    else if (part === "}") stack.at(-2)?.push(stack.pop());
    else if (quoted !== undefined) stack.at(-1)?.push(parse(quoted.replace(/\\(.)/gs, "$1")));
    else stack.at(-1)?.push(part === "NULL" ? null : parse(part));
  }
  return stack[0][0] as unknown[];
}

function* execAll(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) yield match;
}

/** Throws `malformed-input` for text that PostgreSQL cannot hold, before it is sent: encoding would replace part of it. */
export function checkValues(values: readonly SqlValue[]): void {
  for (const value of values) {
    if (typeof value === "string") checkText(value);
    else if (Array.isArray(value)) for (const element of value) if (typeof element === "string") checkText(element);
  }
}

function checkText(text: string): void {
  if (text.includes("\0")) throw notStorable("contains the character U+0000");
  if (!text.isWellFormed()) throw notStorable("contains half of a surrogate pair");
}

export function notStorable(what: string): ProblemError {
  return new ProblemError({ code: "malformed-input", detail: `a text ${what}, which cannot be stored`, expected: "Unicode text without U+0000" });
}
