// Golden diagnostics: every kind of mistake in an expression, as a rule author sees it. `npx vitest -u` rewrites the
// golden file; read the difference before you commit it. Also fuzzes the parser: any text gives an answer.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCondition } from "./check.ts";
import { renderDiagnostic, type DiagnosticCode } from "./diagnostic.ts";
import { bindingsByName } from "./environment.ts";
import { fixtureEnvironment } from "./fixture.ts";
import { ruleLimits } from "./limits.ts";
import { parseExpression } from "./parser.ts";

const names = bindingsByName(fixtureEnvironment);

const mistakes: readonly string[] = [
  // letters and numbers
  "from.callsOut1h ≥ 60",
  "event.amount = 5.0",
  "from.callsOut1h > 60，event.answered",
  'message.text.contains("验证码',
  'message.text == "a\\q"',
  'message.text == "\\ud800"',
  "from.callsOut1h > 60u",
  "from.callsOut1h > 1.2.3",
  "from.callsOut1h > 9007199254740993",
  "event.amount > 1e999",
  'message.text == """a"""',
  'message.text == r"a"',
  // grammar
  "",
  "   ",
  "from.callsOut1h >",
  "from.callsOut1h > 60 &&",
  "(from.callsOut1h > 60",
  "from.callsOut1h > 60)",
  "event.answered and event.foreign",
  "not event.answered",
  "event.answered ? 1",
  'event.direction in ["in", "out"',
  "from. > 3",
  "event.answered event.foreign",
  "for > 3",
  "from.callsOut1h[0] > 3",
  "event.amount == null",
  "[1, 2].all(x, x > 1)",
  'message.text.matches("a.*")',
  "1.size.x",
  // names
  "from.callOut1h >= 60",
  "callsOut1h >= 60",
  "event.anwsered",
  "weather > 3",
  'message.text.contain("a")',
  'event.direction == "inn"',
  'event.direction in ["in", "aus", "missd"]',
  // types
  "from.callsOut1h",
  "event.direction + 1 > 2",
  "event.amount * 5 > payee.p95",
  "event.amount > 5 * payee.p95",
  "event.amount % 2.0 == 0.0",
  "event.answered > event.foreign",
  'message.text < "a"',
  'from.callsOut1h == "60"',
  "event.answered == 1",
  "from.callsOut1h && event.answered",
  "!from.callsOut1h",
  "-event.answered == 1",
  "from.callsOut1h in []",
  "from.callsOut1h in 5",
  'from.callsOut1h in [1, "2"]',
  "from.callsOut1h in [1, from.callsIn3d]",
  "event.answered in [true]",
  "[1, 2] == [1, 2]",
  "(event.answered ? 1 : 2.5) > 1.0",
  '(event.answered ? "a" : "b") == message.text',
  "has(event.amount > 3)",
  "has()",
  "size(message.text, 2) > 1",
  "size(from.callsOut1h) > 1",
  "message.text.contains(3)",
  'contains(message.text, "a")',
  "1 < from.callsOut1h < 3",
  // several at once, and places: tabs, wide characters, lines
  "from.callOut1h > 60 && event.anwsered || wether",
  'message.text == "银行卡" && from.callOut1h > 1',
  'event.answered &&\n\tmessage.txt == "a" // 备注',
];

describe("diagnostics", () => {
  test("read as in the golden file", async () => {
    const rendered = mistakes.map((source) => {
      const checked = checkCondition(source, names);
      if (checked.ok) throw new Error(`accepted: ${source}`);
      return checked.diagnostics.map((d) => renderDiagnostic(source, d, "C01.if")).join("\n");
    });
    await expect(`${rendered.join("\n\n")}\n`).toMatchFileSnapshot("diagnostic.golden.txt");
  });

  test("limits are mistakes with their own code", () => {
    const codeOf = (source: string): DiagnosticCode | "accepted" => {
      const checked = checkCondition(source, names);
      return checked.ok ? "accepted" : checked.diagnostics[0].code;
    };
    const deep = (levels: number): string => `${"(".repeat(levels)}event.answered${")".repeat(levels)}`;
    expect(codeOf(deep(ruleLimits.nestingMax))).toBe("accepted");
    expect(codeOf(deep(ruleLimits.nestingMax + 1))).toBe("too-deep");
    const wide = (parts: number): string => Array.from({ length: parts }, () => "true").join("||");
    // The chain itself is one part.
    expect(codeOf(wide(ruleLimits.nodesMax - 1))).toBe("accepted");
    expect(codeOf(wide(ruleLimits.nodesMax))).toBe("too-many-parts");
    const list = (items: number): string => `from.callsOut1h in [${Array.from({ length: items }, (_, i) => i).join(",")}]`;
    expect(codeOf(list(ruleLimits.listItemsMax))).toBe("accepted");
    expect(codeOf(list(ruleLimits.listItemsMax + 1))).toBe("too-many-items");
    const long = "true".padEnd(ruleLimits.expressionCharsMax);
    expect(codeOf(long)).toBe("accepted");
    expect(codeOf(`${long} `)).toBe("too-long");
  });

  test("what a message quotes is short and visible", () => {
    const checked = checkCondition(`message.text == "${"银".repeat(300)}`, names);
    expect(checked.ok ? "" : checked.diagnostics[0].found.zh.length).toBeLessThan(70);
    const hidden = checkCondition("event.answered \u200b", names);
    expect(hidden.ok ? "" : hidden.diagnostics[0].found.zh).toBe("「\\u{200b}」");
  });
});

describe("the parser", () => {
  test("answers any text, with the mistake inside the text", () => {
    const pieces = fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      ",",
      ".",
      "&&",
      "||",
      "!",
      "-",
      "?",
      ":",
      "in",
      "has",
      "true",
      "1",
      "0.5",
      '"a"',
      "event.amount",
      "<",
      "==",
      "+",
      " ",
      "\n",
      "'",
      "\\",
      "//",
      "银",
      "\ud83d",
    );
    const soup = fc.oneof(
      fc.array(pieces, { maxLength: 40 }).map((p) => p.join("")),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(soup, (source) => {
        const checked = checkCondition(source, names);
        if (checked.ok) return;
        for (const d of checked.diagnostics) {
          expect(d.span.start).toBeGreaterThanOrEqual(0);
          expect(d.span.start).toBeLessThanOrEqual(source.length);
          expect(renderDiagnostic(source, d)).toContain("[");
        }
      }),
      { seed: 42, numRuns: 3_000 },
    );
  });

  test("binds as CEL does", () => {
    const shape = (source: string): unknown => {
      const parsed = parseExpression(source);
      if (!parsed.ok) throw new Error(parsed.diagnostic.message.en);
      // Positions left out.
      return JSON.parse(JSON.stringify(parsed.expression, (key, value: unknown) => (key === "span" || key === "nameSpan" ? undefined : value)));
    };
    const same: readonly (readonly [string, string])[] = [
      ["a || b && c", "a || (b && c)"],
      ["a && b || c", "(a && b) || c"],
      ["!a && b", "(!a) && b"],
      ["a == b || c", "(a == b) || c"],
      ["1 + 2 * 3", "1 + (2 * 3)"],
      ["1 - 2 - 3", "(1 - 2) - 3"],
      ["8 / 4 % 3", "(8 / 4) % 3"],
      ["-a.b + 1", "(-(a.b)) + 1"],
      ["a ? b : c ? d : e", "a ? b : (c ? d : e)"],
      ["a || b ? c : d", "(a || b) ? c : d"],
      ["x in [1, 2] && y", "(x in [1, 2]) && y"],
      ["a + 1 < b * 2", "(a + 1) < (b * 2)"],
      ["0x1F", "31"],
      ["'a\\n\\x41\\u94f6\\U0001F600\\101'", '"a\\nA银😀A"'],
    ];
    for (const [loose, strict] of same) expect(shape(loose), loose).toEqual(shape(strict));
    expect(shape("1 - (2 - 3)")).not.toEqual(shape("1 - 2 - 3"));
  });
});
