// Cuts a rule expression into tokens with CEL's lexical rules: identifiers, ints (also 0x), doubles, quoted texts with
// escapes, operators, `//` comments. Raw, byte and triple-quoted texts and unsigned ints are refused by name.

import { diagnose, ExpressionError, type DiagnosticCode, type DiagnosticDetail } from "./diagnostic.ts";
import type { Span } from "./syntax.ts";

export type Token =
  | { readonly kind: "name"; readonly text: string; readonly span: Span }
  | { readonly kind: "int" | "double"; readonly value: number; readonly text: string; readonly span: Span }
  | { readonly kind: "text"; readonly value: string; readonly text: string; readonly span: Span }
  | { readonly kind: "sign"; readonly text: string; readonly span: Span }
  | { readonly kind: "end"; readonly text: ""; readonly span: Span };

const signs = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ",", "."];

// What people type out of habit from SQL, JavaScript or a Chinese keyboard, and what they mean.
const habits: Readonly<Record<string, string>> = {
  "=": "==",
  "&": "&&",
  "|": "||",
  "，": ",",
  "（": "(",
  "）": ")",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "＜": "<",
  "＞": ">",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
  "！": "!",
  "。": ".",
  "；": ",",
  "：": ":",
  "？": "?",
};

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "?": "?",
  '"': '"',
  "'": "'",
  "`": "`",
};

// Digits that follow an escape letter.
const hexEscapes: Readonly<Record<string, number>> = { x: 2, X: 2, u: 4, U: 8 };

const nameStart = /[A-Za-z_]/;
const namePart = /[A-Za-z0-9_]/;
const digit = /[0-9]/;

/**
 * Tokens of `source`, the last one of kind `end`.
 * @throws ExpressionError at the first character that cannot be read.
 */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const length = source.length;
  let at = 0;

  const fail = (code: DiagnosticCode, start: number, end: number, detail: DiagnosticDetail): never => {
    throw new ExpressionError(diagnose(source, code, { start, end: Math.max(end, start + 1) }, detail));
  };

  const readText = (start: number): Token => {
    const quote = source[at];
    if (source.startsWith(quote.repeat(3), at)) {
      fail("unsupported", start, at + 3, {
        found: quote.repeat(3),
        expected: { zh: "单层引号的字符串", en: "a text in single or double quotes" },
      });
    }
    at++;
    let value = "";
    for (;;) {
      if (at >= length || source[at] === "\n" || source[at] === "\r") {
        fail("unterminated-text", start, at, {
          found: source.slice(start, at),
          expected: { zh: `结尾的引号 ${quote}`, en: `a closing ${quote} on the same line` },
        });
      }
      const c = source[at];
      if (c === quote) {
        at++;
        return { kind: "text", value, text: source.slice(start, at), span: { start, end: at } };
      }
      if (c !== "\\") {
        value += c;
        at++;
        continue;
      }
      const letter = source[at + 1] ?? "";
      const badEscape = (end: number): never =>
        fail("bad-escape", at, end, {
          found: source.slice(at, end),
          expected: {
            zh: "\\n \\t \\\" \\' \\\\ \\xHH \\uHHHH 等转义",
            en: "one of \\n \\t \\\" \\' \\\\ \\xHH \\uHHHH \\UHHHHHHHH \\OOO",
          },
          suggestion: `\\\\${letter}`,
        });
      const digits = hexEscapes[letter];
      if (digits !== undefined) {
        const hex = source.slice(at + 2, at + 2 + digits);
        const point = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
        if (point < 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) badEscape(Math.min(length, at + 2 + digits));
        value += String.fromCodePoint(point);
        at += 2 + digits;
      } else if (/^[0-3][0-7]{2}$/.test(source.slice(at + 1, at + 4))) {
        value += String.fromCodePoint(Number.parseInt(source.slice(at + 1, at + 4), 8));
        at += 4;
      } else if (Object.hasOwn(simpleEscapes, letter)) {
        value += simpleEscapes[letter];
        at += 2;
      } else {
        badEscape(Math.min(length, at + 2));
      }
    }
  };

  const readNumber = (start: number): Token => {
    const match = /^(0[xX][0-9a-fA-F]+|[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?)/.exec(source.slice(at, at + 400))!;
    at += match[0].length;
    if (at < length && (namePart.test(source[at]) || (source[at] === "." && digit.test(source[at + 1] ?? "")))) {
      let end = at;
      while (end < length && (namePart.test(source[end]) || source[end] === ".")) end++;
      const unsigned = /^[uU]$/.test(source.slice(at, end));
      fail(unsigned ? "unsupported" : "bad-number", start, end, {
        found: source.slice(start, end),
        expected: { zh: "如 60、0.4、1e6 的数字", en: "a number such as 60, 0.4 or 1e6" },
        ...(unsigned ? { suggestion: match[0] } : {}),
      });
    }
    const isDouble = !/^0[xX]/.test(match[0]) && /[.eE]/.test(match[0]);
    const value = Number(match[0]);
    // Beyond 2^53 a double skips whole numbers, and beyond 1.8e308 there is none.
    if (isDouble ? !Number.isFinite(value) : !Number.isSafeInteger(value)) {
      fail("number-too-large", start, at, {
        found: match[0],
        expected: { zh: "不超过 9007199254740991 的整数，或有限的小数", en: "an int up to 9007199254740991 or a finite double" },
      });
    }
    return { kind: isDouble ? "double" : "int", value, text: match[0], span: { start, end: at } };
  };

  while (at < length) {
    const c = source[at];
    if (c === " " || c === "\t" || c === "\n" || c === "\r" || c === "\f") {
      at++;
      continue;
    }
    const start = at;
    if (c === "/" && source[at + 1] === "/") {
      while (at < length && source[at] !== "\n") at++;
      continue;
    }
    if (nameStart.test(c)) {
      while (at < length && namePart.test(source[at])) at++;
      const text = source.slice(start, at);
      if (/^([rR]|[bB]|[rR][bB]|[bB][rR])$/.test(text) && (source[at] === '"' || source[at] === "'")) {
        fail("unsupported", start, at + 1, {
          found: source.slice(start, at + 1),
          expected: { zh: "普通字符串", en: "a plain text without a prefix" },
        });
      }
      tokens.push({ kind: "name", text, span: { start, end: at } });
    } else if (digit.test(c) || (c === "." && digit.test(source[at + 1] ?? ""))) {
      tokens.push(readNumber(start));
    } else if (c === '"' || c === "'") {
      tokens.push(readText(start));
    } else {
      const text = signs.find((s) => source.startsWith(s, at));
      if (text === undefined) {
        const point = String.fromCodePoint(source.codePointAt(at)!);
        fail("bad-character", start, start + point.length, {
          found: point,
          expected: { zh: "字段名、数字、字符串或运算符", en: "a name, a number, a text or an operator" },
          ...(Object.hasOwn(habits, point) ? { suggestion: habits[point] } : {}),
        });
      } else {
        at += text.length;
        tokens.push({ kind: "sign", text, span: { start, end: at } });
      }
    }
  }
  tokens.push({ kind: "end", text: "", span: { start: length, end: length } });
  return tokens;
}
