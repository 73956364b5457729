/** One press becomes the right commands, whatever stands before them. */
import { expect, test } from "vitest";
import { channelOf, OUTCOMES, reasonsOf, recordedOutcome, stepsToContact, stepsToResult, type Attempt, type Sign, type WarningBody } from "./warning.ts";

const ref = { type: "number", token: "t", masked: "138****0000" } as const;
const attempt = (given: Partial<Attempt>): Attempt => ({ n: 1, channel: "call", whom: "person", by: "me", org: "o", atMs: 1, endedAtMs: null, outcome: null, ...given });
const body = (given: Partial<WarningBody>): WarningBody => ({ victim: ref, number: ref, attempts: [], next: { kind: "sign" }, signs: [], ...given }) as unknown as WarningBody;
const matter = (commands: readonly string[], given: Partial<WarningBody> = {}) => ({
  id: "wrn_1",
  state: "signed",
  commands: commands.map((name) => ({ name, words: { zh: name, en: name } })),
  body: body(given),
});
const names = (orders: ReturnType<typeof stepsToResult>) => orders?.map((one) => one.command) ?? null;

test("a result is one press: what has to come before it is done first, and nothing that was done already", () => {
  expect(names(stepsToResult(matter(["sign"]), "me", "call", {}))).toEqual(["sign", "contact", "result"]);
  expect(names(stepsToResult(matter(["contact"]), "me", "call", {}))).toEqual(["contact", "result"]);
  expect(names(stepsToResult(matter(["contact", "sign"]), "me", "call", {}))).toEqual(["contact", "result"]);
  expect(names(stepsToResult(matter(["contact", "result"], { attempts: [attempt({})] }), "me", "call", {}))).toEqual(["result"]);
  // Somebody else's contact is theirs to end, an ended one is over.
  expect(names(stepsToResult(matter(["contact", "result"], { attempts: [attempt({ by: "other" })] }), "me", "call", {}))).toEqual(["contact", "result"]);
  expect(names(stepsToResult(matter(["contact"], { attempts: [attempt({ outcome: "busy" })] }), "me", "call", {}))).toEqual(["contact", "result"]);
  expect(stepsToResult(matter([]), "me", "call", {})).toBeNull();
});

test("a contact is begun once for each channel, and never with a version that new signs would make old", () => {
  expect(stepsToContact(matter(["contact"]), "me", "visit")).toEqual([{ id: "wrn_1", command: "contact", input: { channel: "visit" } }]);
  expect(stepsToContact(matter(["contact"], { attempts: [attempt({})] }), "me", "call")).toEqual([]);
  expect(names(stepsToContact(matter(["contact"], { attempts: [attempt({})] }), "me", "visit"))).toEqual(["contact"]);
});

test("the channel is what is under way, else what is proposed, else what was tried", () => {
  expect(channelOf(body({ attempts: [attempt({ channel: "visit" })], next: { kind: "contact", channel: "call" } }), "me")).toBe("visit");
  expect(channelOf(body({ next: { kind: "contact", channel: "visit" } }), "me")).toBe("visit");
  expect(channelOf(body({ attempts: [attempt({ channel: "visit", outcome: "busy" })] }), "me")).toBe("visit");
  expect(channelOf(body({ number: null }), "me")).toBe("visit");
});

test("refusing has two names, the other outcomes one; every key is used once", () => {
  expect([recordedOutcome("refused", "call"), recordedOutcome("refused", "visit"), recordedOutcome("busy", "visit")]).toEqual(["refused-to-talk", "refused-to-meet", "busy"]);
  expect(new Set(OUTCOMES.map(({ key }) => key)).size).toBe(OUTCOMES.length);
});

test("a rule is one reason, in its newest words", () => {
  const sign = (rule: string, atMs: number, en: string): Sign => ({ event: "e", atMs, rule, outcome: "o", family: "call", because: { zh: en, en }, values: {} });
  expect(reasonsOf([sign("A", 1, "old"), sign("B", 2, "b"), sign("A", 3, "new")]).map(({ rule, because, times }) => [rule, because.en, times])).toEqual([
    ["A", "new", 2],
    ["B", "b", 1],
  ]);
});
