// What is wrong with a rulepack file: where (file, line, JSON path, place in the expression), what was expected, in both
// languages. An error keeps the whole pack out; a warning does not.

import { codeFrame, quoted, type Diagnostic } from "./diagnostic.ts";
import type { Bilingual } from "./environment.ts";

export type ProblemCode =
  | "too-large"
  | "json"
  | "schema"
  | "expression"
  | "duplicate-id"
  | "unknown-kind"
  | "unknown-binding"
  | "unknown-rule"
  | "unknown-category"
  | "template"
  | "thresholds"
  | "unused"
  | "no-pack"
  | "example";

export interface RuleProblem {
  readonly severity: "error" | "warning";
  readonly code: ProblemCode;
  /** The file, as the caller named it. */
  readonly path: string;
  /** Place in the JSON, e.g. `rules[3].if`; empty for the whole file. */
  readonly jsonPath: string;
  /** 1-based line of that place in the file; undefined when it cannot be told. */
  readonly fileLine?: number;
  /** 1-based place inside the expression, for `expression` problems. */
  readonly line?: number;
  readonly column?: number;
  readonly message: Bilingual;
  /** The line of the expression with carets below. */
  readonly frame?: string;
}

export type JsonPath = readonly (string | number)[];

/** `["rules", 3, "if"]` as `rules[3].if`. */
export function jsonPathText(path: JsonPath): string {
  return path.map((p, i) => (typeof p === "number" ? `[${p}]` : i === 0 ? quoted(p) : `.${quoted(p)}`)).join("");
}

/**
 * 1-based line of the value at `path` in a text that JSON.parse accepted; undefined when the path leads nowhere.
 * Reads the text once up to that value.
 */
export function lineOfJsonPath(text: string, path: JsonPath): number | undefined {
  let at = 0;
  const space = (): void => {
    while (at < text.length && " \t\r\n".includes(text[at])) at++;
  };
  const string = (): string => {
    const start = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    return JSON.parse(text.slice(start, ++at)) as string;
  };
  const skip = (): void => {
    let depth = 0;
    do {
      space();
      if (text[at] === '"') string();
      else {
        if (text[at] === "{" || text[at] === "[") depth++;
        if (text[at] === "}" || text[at] === "]") depth--;
        const scalar = /^[-+.\w]+/.exec(text.slice(at, at + 64));
        at += scalar === null ? 1 : scalar[0].length;
      }
      space();
    } while (at < text.length && depth > 0);
  };
  for (const step of path) {
    space();
    const close = typeof step === "number" ? "]" : "}";
    if (text[at] !== (typeof step === "number" ? "[" : "{")) return undefined;
    at++;
    for (let i = 0; ; i++) {
      space();
      if (at >= text.length || text[at] === close) return undefined;
      let found = i === step;
      if (typeof step === "string") {
        found = string() === step;
        space();
        at++;
      }
      if (found) break;
      skip();
      if (text[at] === ",") at++;
    }
  }
  space();
  return text.slice(0, at).split("\n").length;
}

/** The problem that a diagnostic of an expression makes. */
export function expressionProblem(source: string, diagnostic: Diagnostic): Pick<RuleProblem, "line" | "column" | "message" | "frame"> {
  const { line, column, message, span } = diagnostic;
  return { line, column, message, frame: codeFrame(source, span) };
}

/** A problem as a person reads it, several lines, no trailing line break. */
export function renderProblem(problem: RuleProblem): string {
  const file = problem.fileLine === undefined ? problem.path : `${problem.path}:${problem.fileLine}`;
  const place = problem.jsonPath === "" ? file : `${file} ${problem.jsonPath}`;
  const inside = problem.line === undefined ? "" : ` ${problem.line}:${problem.column}`;
  const head = `${problem.severity}: ${place}${inside} [${problem.code}]`;
  const lines = [head, `  ${problem.message.en}`, `  ${problem.message.zh}`];
  return (problem.frame === undefined ? lines : [...lines, problem.frame]).join("\n");
}
