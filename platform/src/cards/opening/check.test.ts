import fc from "fast-check";
import { expect, test } from "vitest";
import { givenScreen, lawIn, verdictWith } from "../../../test/counter.ts";
import { EVENT_FIELDS } from "../../domain/event-fields.ts";
import { ACTIONS, type Action } from "../../domain/verdict.ts";
import { ANSWERS } from "./answer-table.ts";
import { answerFor, checkInput, eventOf, type CheckAnswer, type CheckInput, type Known } from "./check.ts";
import { PRODUCT, PRODUCTS, type Product } from "./products.ts";
import { RULE_WORDS } from "./rule-words.ts";

const CN = await lawIn("CN");
const UK = await lawIn("UK");
const NOTHING: Known = { held: 0, branches: 0, contactOthers: 0, lines: 0 };
const BOOK = givenScreen(() => verdictWith([]));

const asking = (product: Product): CheckInput => ({ subject: "370202199001011234", product });
const answer = (rules: readonly string[], product: Product = "account", action: Action = "allow", known = NOTHING): CheckAnswer =>
  answerFor("chk_1", verdictWith(rules, { action }), known, asking(product), CN, BOOK);
const strength = ({ answer: given }: CheckAnswer): number => ANSWERS.indexOf(given);

test("the facts of a check are those of the event, but for what only the law says", () => {
  const fields = EVENT_FIELDS.opening.map(({ name }) => name).filter((name) => name !== "legalCap");
  expect(Object.keys(checkInput.shape).sort()).toEqual([...fields, "request", "occurredAt", "territory"].sort());
  const product = EVENT_FIELDS.opening.find(({ name }) => name === "product");
  expect(product?.type === "enum" ? product.values : []).toEqual(PRODUCTS);
});

test("O05 by itself asks and offers, gives no ground and says nothing of the law, whatever is opened", () => {
  for (const product of PRODUCTS) {
    const given = answer(["O05"], product);
    expect([given.grounds, given.notPermitted]).toEqual([[], []]);
    expect(["ask", "reverify"]).toContain(given.answer);
    expect(given.questions).toEqual([RULE_WORDS["O05"].question]);
  }
});

test("O05 added to anything makes no answer harder than asking, and never a ground", () => {
  const rules = Object.keys(RULE_WORDS);
  fc.assert(
    fc.property(fc.subarray(rules), fc.constantFrom(...PRODUCTS), fc.constantFrom<Action>(...ACTIONS), (found, product, action) => {
      const without = answer(
        found.filter((rule) => rule !== "O05"),
        product,
        action,
      );
      const withIt = answer([...found, "O05"], product, action);
      const least = product === "sim-replacement" ? "reverify" : "ask";
      expect(strength(withIt)).toBe(Math.max(strength(without), ANSWERS.indexOf(least)));
      expect(withIt.grounds).toEqual(without.grounds);
      expect(withIt.notPermitted).toEqual(without.notPermitted);
    }),
    { seed: 5, numRuns: 500 },
  );
});

test("only a limit of law may be called not permitted, and only with a citation that is law", () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(RULE_WORDS)), fc.constantFrom(...PRODUCTS), (found, product) => {
      const { notPermitted, grounds } = answer(found, product);
      for (const one of notPermitted) {
        expect(["O01b", "O06"]).toContain(one.rule);
        expect(["statute", "regulator"]).toContain(one.citation.status);
      }
      // A ground is a rule of the profile that refuses or limits, that this check found, and that is law.
      for (const ground of grounds) {
        const law = CN.opening.find(({ rule }) => rule === ground.key);
        expect(["statute", "regulator"]).toContain(law?.status);
        expect(found).toContain(ground.key.slice(0, 3));
      }
    }),
    { seed: 6, numRuns: 300 },
  );
  const [limit] = answer(["O06"]).notPermitted;
  expect([limit.rule, limit.citation.status, limit.instead?.en]).toEqual(["O06", "statute", "basic services are kept"]);
});

test("a number that a country only assumes, or that is mere practice, is no ground and is not called law", () => {
  const soft = {
    ...CN,
    opening: CN.opening.map((one) => (one.rule === "O06" ? { ...one, status: "practice" as const } : one.rule === "O08" ? { ...one, effect: "limit" as const } : one)),
  };
  const given = answerFor("chk_1", verdictWith(["O06", "O08"]), NOTHING, asking("sim"), soft, BOOK);
  expect([given.answer, given.grounds, given.notPermitted]).toEqual(["limited", [], []]);
});

test("five phone cards are practice whose text was not read: it asks; a second account of the first class is limited by a regulator's rule", () => {
  const cards = answer(["O01"], "sim");
  expect([cards.answer, cards.notPermitted, cards.grounds]).toEqual(["ask", [], []]);
  const account = answer(["O01"], "account");
  expect([account.answer, account.notPermitted.map(({ rule }) => rule), account.grounds.map(({ key, effect }) => [key, effect])]).toEqual([
    "limited",
    ["O01b"],
    [["O01b", "limit"]],
  ]);
});

test("a led group is a ground, but a person looks first", () => {
  const group = answer(["O04"]);
  expect([group.answer, group.notPermitted, group.grounds.map(({ key, effect }) => [key, effect])]).toEqual(["look", [], [["O04", "refuse"]]]);
});

test("an employer's group is no led group; a sanction is not lowered by it", () => {
  const lowered = (rules: readonly string[]): CheckAnswer => answerFor("chk_1", verdictWith(rules, { lowered: ["openings.employer-group"] }), NOTHING, asking("account"), CN, BOOK);
  expect(lowered(["O02", "O04", "O05"]).answer).toBe("go-ahead");
  expect(lowered(["O04", "O06"]).notPermitted.map(({ rule }) => rule)).toEqual(["O06"]);
});

test("whoever asks for somebody's number again is checked again", () => {
  expect([answer(["O09"], "sim").answer, answer(["O09"], "sim-replacement").answer, answer([], "sim-replacement").answer]).toEqual(["ask", "reverify", "go-ahead"]);
});

test("what a program could not finish is no innocence: a person looks", () => {
  const broken = answerFor("chk_1", verdictWith([], { failed: ["O03"], action: "flag", degraded: true }), NOTHING, asking("sim"), CN, BOOK);
  expect([broken.answer, broken.reasons.map(({ rule }) => rule)]).toEqual(["look", ["broken"]]);
});

test("a rule that lacked a fact says what to ask", () => {
  const open = answerFor("chk_1", verdictWith([], { unknown: ["O04"] }), NOTHING, asking("sim"), CN, BOOK);
  expect([open.answer, open.questions, open.reasons]).toEqual(["ask", [RULE_WORDS["O04"].question], []]);
});

test("nothing that rules counted elsewhere is in the answer, not even for a rule of a deployment's own", () => {
  fc.assert(
    fc.property(fc.subarray([...Object.keys(RULE_WORDS), "X99"]), fc.constantFrom<Action>(...ACTIONS), fc.integer({ min: 3, max: 900 }), (found, action, count) => {
      const few = answer(found, "account", action, { held: 3, branches: 3, contactOthers: 3, lines: 3 });
      const many = answer(found, "account", action, { held: count, branches: count, contactOthers: count, lines: count });
      expect(many).toEqual(few);
      expect(JSON.stringify(many)).not.toContain("777");
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("the store's count of branches counts where the stream's memory is shorter", () => {
  const at = (branches: number): readonly string[] =>
    answerFor("chk_1", verdictWith([]), { ...NOTHING, branches }, { ...asking("account"), branch: "b-9" }, CN, BOOK).reasons.map(({ rule }) => rule);
  expect([at(1), at(2)]).toEqual([[], ["O02"]]);
});

test("how many are allowed is the law's to say; what the institution holds is its own, what others count is the larger", () => {
  const given: CheckInput = { ...asking("sim"), contactNumber: "+8613800138000", contactPersons: 2, operators7d: 1 };
  const event = eventOf("chk_1", given, { held: 4, branches: 0, contactOthers: 5, lines: 3 }, CN, 0);
  expect(event).toMatchObject({ kind: "opening", legalCap: 5, cardsHeld: 4, contactPersons: 6, operators7d: 3 });
  expect(eventOf("chk_1", { ...given, cardsHeld: 1 }, { held: 4, branches: 0, contactOthers: 0, lines: 0 }, CN, 0)).toMatchObject({ cardsHeld: 1, contactPersons: 2 });
  // A card instead of a lost one is no further card.
  expect(eventOf("chk_1", { ...given, product: "sim-replacement" }, NOTHING, CN, 0)["legalCap"]).toBeUndefined();
});

test("a country without rules of its own has no ground: it asks, and that is all", () => {
  const rules = Object.keys(RULE_WORDS);
  for (const product of PRODUCTS) {
    const given = answerFor("chk_1", verdictWith(rules), NOTHING, asking(product), UK, BOOK);
    expect([given.grounds, given.notPermitted]).toEqual([[], []]);
    expect(given.answer).toBe(product === "sim-replacement" ? "reverify" : "ask");
    expect(given.objection.en).toContain("159");
  }
});

test("every product has words, somebody who opens it, and a number that the profile knows", () => {
  for (const { cap } of Object.values(PRODUCT)) if (cap !== null) expect(CN.opening.map(({ rule }) => rule)).toContain(cap);
});

test("every rule about openings has words for the counter", async () => {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(new URL("../../../../rulepacks/openings-and-lines/pack.json", import.meta.url), "utf8");
  const { rules } = JSON.parse(text) as { readonly rules: readonly { readonly id: string; readonly kinds: readonly string[] }[] };
  const ofOpenings = rules.filter(({ kinds }) => kinds.includes("opening")).map(({ id }) => id);
  expect(ofOpenings.length).toBeGreaterThan(10);
  for (const id of ofOpenings) expect(Object.keys(RULE_WORDS)).toContain(id);
});
