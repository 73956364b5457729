import fc from "fast-check";
import { expect, test } from "vitest";
import { plainCaseLinks } from "./case-links-plain.ts";
import { CASE_LINK_LIMITS, CaseLinkIndex, type CaseFacts, type CaseIdentifier, type IdentifierLinkType } from "./case-links.ts";

const DAY = 86_400_000;
const facts = (caseId: string, more: Partial<CaseFacts> = {}): CaseFacts => ({ caseId, typology: "FAKE_INVEST", occurredAtMs: 0, identifiers: [], reached: [], ...more });
const has = (type: IdentifierLinkType, token: string, evidence = `paper ${token}`): CaseIdentifier => ({ type, token, evidence });
const linksOf = (...all: readonly CaseFacts[]): ReturnType<CaseLinkIndex["put"]> => {
  const index = new CaseLinkIndex();
  return all.map((f) => index.put(f)).at(-1) ?? [];
};

test("one account named in two cases links them at 0.9, with the evidence of both, and a person is asked", () => {
  const [link] = linksOf(
    facts("cas_b", { occurredAtMs: 30 * DAY, identifiers: [has("same-account", "acc1", "statement b")] }),
    facts("cas_a", { identifiers: [has("same-account", "acc1", "statement a")] }),
  );
  expect(link.cases).toEqual(["cas_a", "cas_b"]);
  expect(link.strength).toBeCloseTo(0.9, 12);
  expect(link.grounds).toEqual([{ type: "same-account", token: "acc1", strength: 0.9, evidence: ["statement a", "statement b"] }]);
  expect(link.propose).toBe(true);
});

test("signs add up as independent: medium and medium are 0.84, medium and soft 0.72, and only the first is proposed", () => {
  const two = (...types: readonly IdentifierLinkType[]): readonly [number, boolean] => {
    const identifiers = types.map((type) => has(type, `t-${type}`));
    const [link] = linksOf(facts("a", { identifiers }), facts("b", { identifiers, occurredAtMs: 60 * DAY }));
    return [Math.round(link.strength * 1e9) / 1e9, link.propose];
  };
  expect(two("same-back-end", "same-domain-cluster")).toEqual([0.84, true]);
  expect(two("same-back-end", "same-script")).toEqual([0.72, false]);
  expect(two("same-script")).toEqual([0.3, false]);
});

test("the same kind of scam in the same week adds to a ground and makes none by itself", () => {
  expect(linksOf(facts("a"), facts("b"))).toEqual([]);
  const script = { identifiers: [has("same-script", "s")] };
  expect(linksOf(facts("a", script), facts("b", script))[0].strength).toBeCloseTo(0.51, 12);
  expect(linksOf(facts("a", script), facts("b", { ...script, occurredAtMs: 8 * DAY }))[0].strength).toBeCloseTo(0.3, 12);
});

test("money of one case that reaches another's account within two hops and three days is a medium ground, further is none", () => {
  const other = facts("b", { occurredAtMs: 90 * DAY, identifiers: [has("same-account", "acc9")] });
  const reach = (hops: number, hours: number): readonly string[] =>
    linksOf(other, facts("a", { reached: [{ token: "acc9", hops, hours, evidence: "trace" }] })).flatMap((l) => l.grounds.map((g) => `${g.type} ${g.evidence.join("|")}`));
  expect(reach(2, 72)).toEqual(["same-downstream-account trace|paper acc9"]);
  expect(reach(3, 1)).toEqual([]);
  expect(reach(1, 73)).toEqual([]);
});

test("an identifier in too many cases, or a known public one, joins nothing and is named as a hub", () => {
  const index = new CaseLinkIndex({ ...CASE_LINK_LIMITS, casesMax: 2 }, new Set(["aggregator"]));
  const put = (id: string): number =>
    index.put(facts(id, { occurredAtMs: Number(id) * 90 * DAY, identifiers: [has("same-account", "acc1"), has("same-account", "aggregator")] })).length;
  expect([put("1"), put("2"), put("3")]).toEqual([0, 1, 0]);
  expect(index.hubs().filter((h) => h.type === "same-account")).toEqual([
    { type: "same-account", token: "acc1", cases: 3 },
    { type: "same-account", token: "aggregator", cases: 3 },
  ]);
  index.remove("3");
  expect(index.linksOf("1")).toHaveLength(1);
});

const token = fc.constantFrom("t1", "t2", "t3", "t4");
const identifiers = fc.array(
  fc.record({ type: fc.constantFrom<IdentifierLinkType>("same-account", "same-device", "same-script", "same-domain-cluster"), token, evidence: fc.constantFrom("e1", "e2") }),
  { maxLength: 4 },
);
const reached = fc.array(fc.record({ token, hops: fc.integer({ min: 1, max: 3 }), hours: fc.integer({ min: 1, max: 100 }), evidence: fc.constant("r") }), { maxLength: 3 });
const oneCase = fc.record({
  caseId: fc.constantFrom("c1", "c2", "c3", "c4", "c5", "c6"),
  typology: fc.constantFrom("A", "B"),
  occurredAtMs: fc.integer({ min: 0, max: 20 }).map((d) => d * DAY),
  identifiers,
  reached,
});

test("links found as cases arrive, change and leave equal links found by comparing all pairs", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(oneCase, fc.constantFrom("c1", "c2", "c3")), { maxLength: 14 }), (steps) => {
      const limits = { ...CASE_LINK_LIMITS, casesMax: 4 };
      const index = new CaseLinkIndex(limits, new Set(["t4"]));
      const now = new Map<string, CaseFacts>();
      for (const step of steps) {
        if (typeof step === "string") {
          index.remove(step);
          now.delete(step);
        } else {
          index.put(step);
          now.set(step.caseId, step);
        }
      }
      const show = (
        cases: readonly [string, string],
        strength: number,
        grounds: readonly { readonly type: string; readonly token: string; readonly evidence: readonly string[] }[],
      ): string =>
        `${cases.join()} ${strength.toFixed(9)} ${grounds
          .map((g) => `${g.type}:${g.token}:${g.evidence.join("|")}`)
          .sort()
          .join(" ")}`;
      const plain = plainCaseLinks([...now.values()], limits, new Set(["t4"])).map((l) => show(l.cases, l.strength, l.grounds));
      const kept = new Set([...now.keys()].flatMap((id) => index.linksOf(id).map((l) => show(l.cases, l.strength, l.grounds))));
      expect([...kept].sort()).toEqual(plain.sort());
    }),
    { numRuns: 300 },
  );
});
