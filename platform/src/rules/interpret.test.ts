// The language's meaning, row by row: what people rely on when they write a rule. The interpreter is tested here; the
// compiled forms are tied to it by twin.test.ts.

import { describe, expect, test } from "vitest";
import { checkCondition } from "./check.ts";
import { bindingsByName } from "./environment.ts";
import { factsFromNames } from "./examples.ts";
import { fixtureEnvironment as env } from "./fixture.ts";
import { interpret, interpretRule, type RuleState } from "./interpret.ts";

const names = bindingsByName(env);

function judge(source: string, values: Readonly<Record<string, boolean | number | string>> = {}): RuleState {
  const checked = checkCondition(source, names);
  if (!checked.ok) throw new Error(checked.diagnostics[0].message.en);
  const { facts, texts } = factsFromNames(values, env);
  return interpret(checked.value.condition, facts, texts);
}

describe("three-valued logic", () => {
  // T, F: known; U: absent field; E: division by zero.
  const letters = { T: "true", F: "false", U: "event.foreign", E: "(1 / from.callsOut1h > 0)" } as const;
  const states: Readonly<Record<string, RuleState>> = { T: "hit", F: "miss", U: "unknown", E: "failed" };
  const and = ["TTT", "TFF", "TUU", "TEE", "FTF", "FFF", "FUF", "FEF", "UTU", "UFF", "UUU", "UEU", "ETE", "EFF", "EUU", "EEE"];
  const or = ["TTT", "TFT", "TUT", "TET", "FTT", "FFF", "FUU", "FEE", "UTT", "UFU", "UUU", "UEU", "ETT", "EFE", "EUU", "EEE"];
  test.each([
    ["&&", and],
    ["||", or],
  ] as const)("%s decides as CEL does, in either order", (op, rows) => {
    for (const [left, right, result] of rows as readonly (readonly string[] | string)[]) {
      const source = `${letters[left as "T"]} ${op} ${letters[right as "T"]}`;
      expect(judge(source, { "from.callsOut1h": 0 }), source).toBe(states[result]);
    }
  });

  test("! keeps what is not known", () => {
    expect(judge("!event.foreign")).toBe("unknown");
    expect(judge("!event.foreign", { "event.foreign": false })).toBe("hit");
    expect(judge("!(1 / from.callsOut1h > 0)", { "from.callsOut1h": 0 })).toBe("failed");
  });
});

test.each<readonly [string, Readonly<Record<string, boolean | number | string>>, RuleState]>([
  // absence
  ["from.callsOut1h >= 60", {}, "unknown"],
  ["from.callsOut1h != 60", {}, "unknown"],
  ["has(from.callsOut1h)", {}, "miss"],
  ["has(from.callsOut1h)", { "from.callsOut1h": 0 }, "hit"],
  ["!has(message.text) || message.text.contains('a')", {}, "hit"],
  ["event.foreign ? event.answered : true", { "event.answered": true }, "unknown"],
  ["event.foreign ? event.answered : true", { "event.foreign": false }, "hit"],
  ["event.answered == event.foreign", { "event.answered": true }, "unknown"],
  // ints: division towards zero, remainder with the sign of the left
  ["-7 / 2 == -3 && -7 % 3 == -1 && 7 % -3 == 1", {}, "hit"],
  ["from.callsOut1h / from.callsIn3d > 2", { "from.callsOut1h": 7, "from.callsIn3d": 0 }, "failed"],
  ["from.callsOut1h % from.callsIn3d > 2", { "from.callsOut1h": 7, "from.callsIn3d": 0 }, "failed"],
  ["event.amount / payee.p95 > 2.0", { "event.amount": 7, "payee.p95": 0 }, "failed"],
  ["from.callsIn3d > 0 && from.callsOut1h / from.callsIn3d > 2", { "from.callsOut1h": 7, "from.callsIn3d": 0 }, "miss"],
  // int and double meet in comparisons and through conversion
  ["from.callsOut1h > 0.5", { "from.callsOut1h": 1 }, "hit"],
  ["double(from.callsOut1h) / 2.0 == 3.5", { "from.callsOut1h": 7 }, "hit"],
  ["int(event.amount) == -2", { "event.amount": -2.9 }, "hit"],
  ["int(event.amount) > 0", { "event.amount": 1e300 }, "failed"],
  // texts
  ["size(message.text) == 3", { "message.text": "银😀a" }, "hit"],
  ["message.text.startsWith('银') && message.text.endsWith('a') && message.text.contains('😀')", { "message.text": "银😀a" }, "hit"],
  ["message.text == 'a'", { "message.text": "a" }, "hit"],
  ["message.text in ['a', 'b']", { "message.text": "b" }, "hit"],
  ["event.direction == 'out'", { "event.direction": "out" }, "hit"],
  ["event.direction != 'out'", { "event.direction": "out" }, "miss"],
  ["event.direction in ['in', 'missed']", { "event.direction": "missed" }, "hit"],
  ["event.direction == to.direction", { "event.direction": "in", "to.direction": "in" }, "hit"],
  ["event.direction.startsWith('mi')", { "event.direction": "missed" }, "hit"],
  ["from.callsOut1h in [1, 2, 60]", { "from.callsOut1h": 60 }, "hit"],
])("%s with %o is %s", (source, values, state) => {
  expect(judge(source, values)).toBe(state);
});

test("a guard that is false or unknown means that the rule does not apply; one that fails makes it fail", () => {
  const parts = (when: string): Parameters<typeof interpretRule>[0] => {
    const guard = checkCondition(when, names);
    const condition = checkCondition("event.amount > 5.0", names);
    if (!guard.ok || !condition.ok) throw new Error("bad test");
    return { when: guard.value, condition: condition.value };
  };
  const judgeRule = (when: string, values: Readonly<Record<string, boolean | number>>): RuleState => {
    const { facts, texts } = factsFromNames(values, env);
    return interpretRule(parts(when), facts, texts);
  };
  expect(judgeRule("event.answered", { "event.amount": 9 })).toBe("miss");
  expect(judgeRule("event.answered", { "event.amount": 9, "event.answered": false })).toBe("miss");
  expect(judgeRule("event.answered", { "event.answered": true })).toBe("unknown");
  expect(judgeRule("event.answered", { "event.amount": 9, "event.answered": true })).toBe("hit");
  expect(judgeRule("1 / from.callsOut1h > 0", { "event.amount": 9, "from.callsOut1h": 0 })).toBe("failed");
});
