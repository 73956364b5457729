// What is wrong with an expression, where, what was found and what was expected, in both languages, with a code frame.
// Promises one wording per code (golden files hold them); leaves out deciding what is wrong.

import type { Bilingual } from "./environment.ts";
import type { Span } from "./syntax.ts";

export type DiagnosticCode =
  | "bad-character"
  | "unterminated-text"
  | "bad-escape"
  | "bad-number"
  | "number-too-large"
  | "too-long"
  | "too-deep"
  | "too-many-parts"
  | "too-many-items"
  | "expected"
  | "unsupported"
  | "unknown-name"
  | "unknown-function"
  | "unknown-value"
  | "argument-count"
  | "needs-literal"
  | "needs-name"
  | "wrong-type"
  | "mixed-numbers"
  | "not-a-condition"
  | "empty-list"
  | "list-elsewhere";

/** One mistake. `found` and `expected` are what the messages quote; `suggestion` can be typed in as it stands. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly span: Span;
  /** 1-based, in the expression. */
  readonly line: number;
  /** 1-based, counted in characters (code points), as editors do. */
  readonly column: number;
  readonly found: Bilingual;
  readonly expected: Bilingual;
  readonly suggestion?: string;
  readonly message: Bilingual;
}

export interface DiagnosticDetail {
  /** Text of the expression, or words about it. */
  readonly found: string | Bilingual;
  readonly expected: Bilingual;
  readonly suggestion?: string;
}

const titles: Readonly<Record<DiagnosticCode, Bilingual>> = {
  "bad-character": { zh: "不能识别的字符", en: "a character that no rule can contain" },
  "unterminated-text": { zh: "字符串没有结束", en: "this text has no end" },
  "bad-escape": { zh: "不能识别的转义", en: "an escape that does not exist" },
  "bad-number": { zh: "数字写法有误", en: "a number that is not written correctly" },
  "number-too-large": { zh: "数字过大，无法精确表示", en: "a number too large to be exact" },
  "too-long": { zh: "表达式过长", en: "the expression is too long" },
  "too-deep": { zh: "括号嵌套过深", en: "brackets are nested too deep" },
  "too-many-parts": { zh: "表达式成分过多", en: "the expression has too many parts" },
  "too-many-items": { zh: "列表过长", en: "the list is too long" },
  expected: { zh: "写法有误", en: "something else is expected here" },
  unsupported: { zh: "规则语言不支持这种写法", en: "the rule language does not have this" },
  "unknown-name": { zh: "没有这个名称", en: "no such name" },
  "unknown-function": { zh: "没有这个函数", en: "no such function" },
  "unknown-value": { zh: "该字段没有这个取值", en: "the field never has this value" },
  "argument-count": { zh: "参数个数不对", en: "the wrong number of arguments" },
  "needs-literal": { zh: "这里只能写常量", en: "only a constant can stand here" },
  "needs-name": { zh: "这里只能写字段名", en: "only the name of a field can stand here" },
  "wrong-type": { zh: "类型不符", en: "the wrong type" },
  "mixed-numbers": { zh: "整数与小数不能混合运算", en: "int and double cannot be calculated together" },
  "not-a-condition": { zh: "表达式必须得出真或假", en: "a condition must be true or false" },
  "empty-list": { zh: "列表不能为空", en: "the list is empty" },
  "list-elsewhere": { zh: "列表只能用在 in 的右边", en: "a list can only stand to the right of in" },
};

// What a message quotes is shortened: a rule file may contain anything.
const quotedCharsMax = 60;

/** Shortens and makes visible what a message quotes. */
export function quoted(text: string): string {
  const points = [...text];
  const short = points.length > quotedCharsMax ? `${points.slice(0, quotedCharsMax).join("")}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

/** Builds a diagnostic: position and both messages follow from code, span and detail. */
export function diagnose(source: string, code: DiagnosticCode, span: Span, detail: DiagnosticDetail): Diagnostic {
  const before = source.slice(0, span.start);
  const lineStart = before.lastIndexOf("\n") + 1;
  const title = titles[code];
  const { expected } = detail;
  const found = typeof detail.found === "string" ? { zh: `「${quoted(detail.found)}」`, en: `\`${quoted(detail.found)}\`` } : detail.found;
  const hint = detail.suggestion === undefined ? undefined : quoted(detail.suggestion);
  return {
    code,
    span,
    line: before.split("\n").length,
    column: Array.from(before.slice(lineStart)).length + 1,
    found,
    expected,
    ...(hint === undefined ? {} : { suggestion: hint }),
    message: {
      zh: `${title.zh}：此处是${found.zh}，应为：${expected.zh}${hint === undefined ? "" : `。是否想写「${hint}」？`}`,
      en: `${title.en}: found ${found.en}, expected ${expected.en}${hint === undefined ? "" : `; did you mean \`${hint}\`?`}`,
    },
  };
}

// Characters that a terminal draws two cells wide; a caret line padded with the wide space stays under its word.
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** The line of the mistake with carets under it, two lines, no trailing line break. */
export function codeFrame(source: string, span: Span): string {
  const lineStart = source.lastIndexOf("\n", span.start - 1) + 1;
  const lineBreak = source.indexOf("\n", span.start);
  const lineEnd = lineBreak === -1 ? source.length : lineBreak;
  const cells = (text: string, narrow: string): string =>
    [...text].map((c) => (wide.test(c) ? (narrow === " " ? "\u3000" : narrow + narrow) : c === "\t" ? "\t" : narrow)).join("");
  const pad = cells(source.slice(lineStart, span.start), " ");
  const marks = cells(source.slice(span.start, Math.min(span.end, lineEnd)), "^");
  return `  | ${source.slice(lineStart, lineEnd).replace(/\r/g, " ")}\n  | ${pad}${marks === "" ? "^" : marks}`;
}

/** A diagnostic as a person reads it: place, both messages, code frame. `where` names the rule or file. */
export function renderDiagnostic(source: string, diagnostic: Diagnostic, where = "expression"): string {
  const { line, column, code, message, span } = diagnostic;
  return `${where}:${line}:${column} [${code}]\n  ${message.en}\n  ${message.zh}\n${codeFrame(source, span)}`;
}

/** Carries the first mistake of lexer or parser to the edge of the module; never leaves rules/. */
export class ExpressionError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message.en);
    this.name = "ExpressionError";
    this.diagnostic = diagnostic;
  }
}
