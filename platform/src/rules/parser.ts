// Builds the expression tree from tokens with CEL's grammar and precedence. Total: limits bound length, nesting and
// number of parts, so parsing always ends. Macros, indexing and messages are refused by name.

import { diagnose, ExpressionError, type Diagnostic, type DiagnosticCode, type DiagnosticDetail } from "./diagnostic.ts";
import { tokenize, type Token } from "./lexer.ts";
import { ruleLimits, type RuleLimits } from "./limits.ts";
import type { ArithmeticOp, ComparisonOp, Expression, Span } from "./syntax.ts";

export type Parsed = { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly diagnostic: Diagnostic };

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
// Reserved by CEL, so that a rule stays valid there (allowed after a dot).
const reserved: ReadonlySet<string> = new Set("as break const continue else for function if import let loop package namespace return var void while".split(" "));
const macros: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map", "matches", "duration", "timestamp", "type", "dyn"]);
const habits: Readonly<Record<string, string>> = { and: "&&", or: "||", not: "!", AND: "&&", OR: "||", NOT: "!" };

const theEnd = { zh: "表达式结尾", en: "the end of the expression" };
const foundToken = (token: Token): DiagnosticDetail["found"] => (token.kind === "end" ? theEnd : token.text);
const anExpression = { zh: "字段名、数字、字符串或括号", en: "a name, a number, a text or a bracket" };

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #limits: RuleLimits;
  #at = 0;
  #nesting = 0;
  #parts = 0;

  constructor(source: string, limits: RuleLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#tokens = tokenize(source);
  }

  parse(): Expression {
    const expression = this.#choice();
    const token = this.#peek();
    if (token.kind !== "end") {
      const habit = token.kind === "name" ? habits[token.text] : undefined;
      this.#fail("expected", token.span, {
        found: token.text,
        expected: { zh: "运算符或表达式结尾", en: "an operator or the end of the expression" },
        ...(habit === undefined ? {} : { suggestion: habit }),
      });
    }
    return expression;
  }

  #fail(code: DiagnosticCode, span: Span, detail: DiagnosticDetail): never {
    throw new ExpressionError(diagnose(this.#source, code, span, detail));
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
  }

  #isSign(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === "sign" && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#isSign(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string, zh: string, en: string): Token {
    const token = this.#peek();
    if (!this.#isSign(text)) {
      this.#fail("expected", token.span, {
        found: foundToken(token),
        expected: { zh: `${text}（${zh}）`, en: `${text} ${en}` },
      });
    }
    this.#at++;
    return token;
  }

  /** Counts a node and passes it through. */
  #node<T extends Expression>(node: T): T {
    this.#parts++;
    if (this.#parts > this.#limits.nodesMax) {
      this.#fail("too-many-parts", node.span, {
        found: { zh: `超过 ${this.#limits.nodesMax} 个成分`, en: `more than ${this.#limits.nodesMax} parts` },
        expected: {
          zh: `至多 ${this.#limits.nodesMax} 个成分，请拆成几条规则`,
          en: `at most ${this.#limits.nodesMax} parts; split the rule`,
        },
      });
    }
    return node;
  }

  #nested<T>(span: Span, inner: () => T): T {
    this.#nesting++;
    if (this.#nesting > this.#limits.nestingMax) {
      this.#fail("too-deep", span, {
        found: { zh: `超过 ${this.#limits.nestingMax} 层`, en: `more than ${this.#limits.nestingMax} levels` },
        expected: { zh: `至多 ${this.#limits.nestingMax} 层`, en: `at most ${this.#limits.nestingMax} levels` },
      });
    }
    const result = inner();
    this.#nesting--;
    return result;
  }

  #choice(): Expression {
    const condition = this.#logic("or");
    if (!this.#isSign("?")) return condition;
    return this.#nested(this.#peek().span, () => {
      this.#at++;
      const yes = this.#logic("or");
      this.#expect(":", "条件表达式的另一支", "and the other branch of the choice");
      const no = this.#choice();
      return this.#node({ kind: "choose", condition, yes, no, span: { start: condition.span.start, end: no.span.end } });
    });
  }

  #logic(kind: "or" | "and"): Expression {
    const next = (): Expression => (kind === "or" ? this.#logic("and") : this.#relation());
    const operands = [next()];
    while (this.#take(kind === "or" ? "||" : "&&")) operands.push(next());
    if (operands.length === 1) return operands[0];
    const span = { start: operands[0].span.start, end: operands[operands.length - 1].span.end };
    return this.#node({ kind, operands, span });
  }

  #relation(): Expression {
    let left = this.#sum();
    for (;;) {
      const token = this.#peek();
      if (token.kind === "sign" && comparisons.has(token.text)) {
        this.#at++;
        const right = this.#sum();
        const span = { start: left.span.start, end: right.span.end };
        left = this.#node({ kind: "compare", op: token.text as ComparisonOp, left, right, span });
      } else if (token.kind === "name" && token.text === "in") {
        this.#at++;
        const list = this.#sum();
        left = this.#node({ kind: "in", item: left, list, span: { start: left.span.start, end: list.span.end } });
      } else {
        return left;
      }
    }
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#isSign("+") || this.#isSign("-")) {
      const op = this.#peek().text as ArithmeticOp;
      this.#at++;
      const right = this.#product();
      left = this.#node({ kind: "arithmetic", op, left, right, span: { start: left.span.start, end: right.span.end } });
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#isSign("*") || this.#isSign("/") || this.#isSign("%")) {
      const op = this.#peek().text as ArithmeticOp;
      this.#at++;
      const right = this.#unary();
      left = this.#node({ kind: "arithmetic", op, left, right, span: { start: left.span.start, end: right.span.end } });
    }
    return left;
  }

  #unary(): Expression {
    const token = this.#peek();
    if (!this.#isSign("!") && !this.#isSign("-")) return this.#member();
    return this.#nested(token.span, () => {
      this.#at++;
      const again = token.text === "!" ? this.#isSign("!") : this.#isSign("-");
      const operand = again ? this.#unary() : this.#member();
      const span = { start: token.span.start, end: operand.span.end };
      // CEL reads -5 as a literal, so that it can stand in a list.
      if (token.text === "-" && operand.kind === "number") return { ...operand, value: -operand.value, span };
      return this.#node({ kind: token.text === "!" ? "not" : "negate", operand, span });
    });
  }

  #member(): Expression {
    let left = this.#primary();
    for (;;) {
      if (this.#isSign("[")) {
        this.#fail("unsupported", this.#peek().span, {
          found: "[",
          expected: { zh: "字段名或运算符（没有下标）", en: "an operator; there is no indexing" },
        });
      }
      if (this.#isSign("{")) return left;
      if (!this.#take(".")) return left;
      const name = this.#peek();
      if (name.kind !== "name") {
        this.#fail("expected", name.span, {
          found: foundToken(name),
          expected: { zh: "点号后的名称", en: "a name after the dot" },
        });
      }
      this.#at++;
      if (this.#isSign("(")) {
        const { args, end } = this.#arguments(name.text, name.span);
        const span = { start: left.span.start, end };
        left = this.#node({ kind: "call", name: name.text, nameSpan: name.span, receiver: left, args, span });
      } else if (left.kind === "name") {
        left = { kind: "name", name: `${left.name}.${name.text}`, span: { start: left.span.start, end: name.span.end } };
      } else {
        this.#fail("expected", name.span, {
          found: `.${name.text}`,
          expected: { zh: "函数调用或运算符", en: "a function call or an operator" },
        });
      }
    }
  }

  #arguments(name: string, span: Span): { readonly args: readonly Expression[]; readonly end: number } {
    if (macros.has(name)) {
      this.#fail("unsupported", span, {
        found: `${name}()`,
        expected: {
          zh: "has、size、int、double、contains、startsWith 或 endsWith",
          en: "has, size, int, double, contains, startsWith or endsWith",
        },
      });
    }
    return this.#nested(span, () => {
      this.#at++;
      const args: Expression[] = [];
      if (!this.#isSign(")")) {
        do args.push(this.#choice());
        while (this.#take(","));
      }
      const close = this.#expect(")", "结束参数", "to close the arguments");
      return { args, end: close.span.end };
    });
  }

  #primary(): Expression {
    const token = this.#peek();
    switch (token.kind) {
      case "int":
      case "double":
        this.#at++;
        return this.#node({ kind: "number", type: token.kind, value: token.value, span: token.span });
      case "text":
        this.#at++;
        return this.#node({ kind: "text", value: token.value, span: token.span });
      case "name":
        return this.#named(token);
      case "sign":
        if (token.text === "(") {
          return this.#nested(token.span, () => {
            this.#at++;
            const inner = this.#choice();
            const close = this.#expect(")", "结束括号", "to close the bracket");
            return { ...inner, span: { start: token.span.start, end: close.span.end } };
          });
        }
        if (token.text === "[") return this.#list(token);
        return this.#fail("expected", token.span, { found: token.text, expected: anExpression });
      case "end":
        return this.#fail("expected", token.span, { found: theEnd, expected: anExpression });
    }
  }

  #named(token: Token & { readonly kind: "name" }): Expression {
    if (token.text === "true" || token.text === "false") {
      this.#at++;
      return this.#node({ kind: "bool", value: token.text === "true", span: token.span });
    }
    if (token.text === "null") {
      this.#fail("unsupported", token.span, {
        found: "null",
        expected: { zh: "has(字段) 来判断是否存在", en: "has(field) to ask whether a value is present" },
      });
    }
    if (token.text === "in" || reserved.has(token.text)) this.#fail("expected", token.span, { found: token.text, expected: anExpression });
    const habit = token.text.toLowerCase() === "not" ? habits[token.text] : undefined;
    if (habit !== undefined) this.#fail("expected", token.span, { found: token.text, expected: anExpression, suggestion: habit });
    this.#at++;
    if (this.#isSign("(")) {
      const { args, end } = this.#arguments(token.text, token.span);
      const span = { start: token.span.start, end };
      return this.#node({ kind: "call", name: token.text, nameSpan: token.span, receiver: undefined, args, span });
    }
    return this.#node({ kind: "name", name: token.text, span: token.span });
  }

  #list(open: Token): Expression {
    return this.#nested(open.span, () => {
      this.#at++;
      const items: Expression[] = [];
      while (!this.#isSign("]")) {
        items.push(this.#choice());
        if (items.length > this.#limits.listItemsMax) {
          this.#fail("too-many-items", items[items.length - 1].span, {
            found: { zh: `超过 ${this.#limits.listItemsMax} 项`, en: `more than ${this.#limits.listItemsMax} items` },
            expected: {
              zh: `至多 ${this.#limits.listItemsMax} 项，更多请用名单`,
              en: `at most ${this.#limits.listItemsMax} items; use an intel list for more`,
            },
          });
        }
        // CEL allows a comma after the last item.
        if (!this.#take(",")) break;
      }
      const close = this.#expect("]", "结束列表", "to close the list");
      return this.#node({ kind: "list", items, span: { start: open.span.start, end: close.span.end } });
    });
  }
}

/** Parses one expression; the first mistake is the answer when there is one. Never throws. */
export function parseExpression(source: string, limits: RuleLimits = ruleLimits): Parsed {
  if (source.length > limits.expressionCharsMax) {
    const span = { start: limits.expressionCharsMax, end: limits.expressionCharsMax + 1 };
    const expected = { zh: `至多 ${limits.expressionCharsMax} 个字符`, en: `at most ${limits.expressionCharsMax} characters` };
    return {
      ok: false,
      diagnostic: diagnose(source, "too-long", span, {
        found: { zh: `${source.length} 个字符`, en: `${source.length} characters` },
        expected,
      }),
    };
  }
  try {
    return { ok: true, expression: new Parser(source, limits).parse() };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, diagnostic: error.diagnostic };
    throw error;
  }
}
