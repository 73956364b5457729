// Where in a rulepack's text a problem lies, for whoever looks at that text in an editor: line, column and the characters
// concerned. A place inside a condition is found through the escapes of the JSON string that the condition stands in.

import type { RuleProblem } from "./problem.ts";

export interface Place {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 units from the start of the text; `to` is the first behind. */
  readonly from: number;
  readonly to: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What can be told of a problem's place, or the first line. */
export function placeInFile(text: string, problem: Pick<RuleProblem, "jsonPath" | "line" | "column"> & Partial<Pick<RuleProblem, "code" | "message">>): Place {
  const whole = (): Span => ({ from: 0, to: Math.min(1, text.length) });
  if (problem.code === "json") return at(text, jsonPlace(text, problem.message?.en ?? ""));
  const value = spanOf(text, problem.jsonPath);
  if (value === null) return at(text, whole());
  if (problem.line === undefined || problem.column === undefined || text[value.from] !== '"') return at(text, value);
  const inside = insideString(text, value, problem.line, problem.column);
  return at(text, inside);
}

/** The runtime says where JSON breaks off as "at position 12". */
function jsonPlace(text: string, message: string): Span {
  const found = /at position (\d+)/.exec(message);
  const from = found === null ? Math.max(0, text.length - 1) : Math.min(Number(found[1]), text.length);
  return { from, to: Math.min(from + 1, text.length) };
}

function at(text: string, span: Span): Place {
  const from = Math.min(span.from, text.length);
  const to = Math.min(text.length, Math.max(span.to, from + 1));
  const before = text.slice(0, from);
  return { line: before.split("\n").length, column: from - (before.lastIndexOf("\n") + 1) + 1, from, to };
}

/** `rules[3].if` cut into steps. */
function stepsOf(jsonPath: string): readonly (string | number)[] {
  return [...jsonPath.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map((match) => (match[1] === undefined ? match[2] : Number(match[1])));
}

/** The value at a path; of one that is not there, the last that is. Null for a text that is no JSON. */
function spanOf(text: string, jsonPath: string): Span | null {
  const reader = new Reader(text);
  for (const step of stepsOf(jsonPath)) if (!reader.enter(step)) break;
  const from = reader.at;
  if (from >= text.length) return null;
  reader.skip();
  return { from, to: reader.at };
}

/** Walks over JSON that parses; on any other it may stop early and never leaves the text. */
class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#space();
  }

  /** Goes to the value of one step, and stays where it is when there is none. */
  enter(step: string | number): boolean {
    const start = this.at;
    const open = typeof step === "number" ? "[" : "{";
    if (this.#text[this.at] !== open) return false;
    this.at++;
    for (let i = 0; this.at < this.#text.length; i++) {
      this.#space();
      if (this.#text[this.at] === "]" || this.#text[this.at] === "}") break;
      let found = i === step;
      if (typeof step === "string") {
        const from = this.at;
        this.#string();
        found = keyOf(this.#text.slice(from, this.at)) === step;
        this.#space();
        if (this.#text[this.at] === ":") this.at++;
        this.#space();
      }
      if (found) return true;
      this.skip();
      this.#space();
      if (this.#text[this.at] === ",") this.at++;
      else break;
    }
    this.at = start;
    return false;
  }

  skip(): void {
    let depth = 0;
    do {
      this.#space();
      const c = this.#text[this.at];
      if (c === undefined) return;
      if (c === '"') this.#string();
      else {
        if (c === "{" || c === "[") depth++;
        if (c === "}" || c === "]") depth--;
        const scalar = /^[-+.\w]+/.exec(this.#text.slice(this.at, this.at + 64));
        this.at += scalar === null ? 1 : scalar[0].length;
      }
    } while (depth > 0);
  }

  #space(): void {
    while (this.at < this.#text.length && " \t\r\n".includes(this.#text[this.at])) this.at++;
  }

  #string(): void {
    this.at++;
    while (this.at < this.#text.length && this.#text[this.at] !== '"') this.at += this.#text[this.at] === "\\" ? 2 : 1;
    this.at++;
  }
}

function keyOf(literal: string): string | null {
  try {
    const key: unknown = JSON.parse(literal);
    return typeof key === "string" ? key : null;
  } catch {
    return null;
  }
}

/** The place of a line and column of the written-out string, in the literal that it is written as; to its end, or to the end of a word. */
function insideString(text: string, literal: Span, line: number, column: number): Span {
  let at = literal.from + 1;
  const end = literal.to - 1;
  for (let row = 1, col = 1; at < end && !(row === line && col === column);) {
    const escaped = text[at] === "\\";
    const isBreak = escaped && text[at + 1] === "n";
    at += !escaped ? 1 : text[at + 1] === "u" ? 6 : 2;
    if (isBreak) {
      row++;
      col = 1;
    } else col++;
  }
  const word = /^[\w.]+/.exec(text.slice(at, end));
  return { from: Math.min(at, end), to: Math.min(end, at + (word?.[0].length ?? 1)) };
}
