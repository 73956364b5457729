import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { candidatePairs, roughKeys, soundOf } from "./person-candidates.ts";
import { compareRecords, linkPersons, loadPersonLinkModel, type PersonRecord } from "./person-link.ts";
import { jaroWinkler, slips } from "./text-likeness.ts";

const text = readFileSync(new URL("../../models/person-link.json", import.meta.url), "utf8");
const model = loadPersonLinkModel(text);
const anna: PersonRecord = {
  givenName: "Anna",
  familyName: "Example",
  streetNumber: "12",
  street: "Made Up Street",
  building: "Tower B",
  locality: "Sampletown",
  postcode: "1234",
  region: "north",
  birthDate: "1970-03-04",
  document: "AB1234567",
};

test("a record with slips of the pen is proposed as the same person, with every part said in both languages", () => {
  const other: PersonRecord = { ...anna, givenName: "Ana", street: "Made Up Stret", birthDate: "19700403", document: "AB1234576", building: "" };
  const link = linkPersons(anna, other, model);
  expect(link.propose).toBe(true);
  expect(link.probability).toBeGreaterThan(0.99);
  expect(Object.fromEntries(link.reasons.map((r) => [r.part, r.agreement]))).toEqual({
    names: "close",
    streetNumber: "same",
    street: "close",
    locality: "same",
    postcode: "same",
    region: "same",
    birthDate: "close",
    document: "close",
  });
  expect(link.reasons.find((r) => r.part === "document")).toMatchObject({ zh: "证件号码相近", en: "identity paper: nearly the same" });
});

test("two people who share a name and a town are not proposed", () => {
  const { probability, propose } = linkPersons(anna, { ...anna, streetNumber: "88", street: "Other Road", building: "", birthDate: "1992-11-30", document: "ZX9988776" }, model);
  expect([propose, probability < 0.5]).toEqual([false, true]);
});

test("family members at one address are not proposed", () => {
  expect(linkPersons(anna, { ...anna, givenName: "Benjamin", familyName: "Example", birthDate: "1999-12-25", document: "QQ7654321", building: "" }, model).propose).toBe(false);
});

test("what a record does not say is unknown, never a disagreement", () => {
  expect(compareRecords(anna, {})).toEqual({});
  const { probability, reasons } = linkPersons(anna, { document: "" }, model);
  expect(reasons).toEqual([]);
  expect(Math.log(probability / (1 - probability))).toBeCloseTo(model.priorLogOdds, 9);
});

test("names given in the other order agree", () => {
  expect(compareRecords({ givenName: "Anna", familyName: "Example" }, { givenName: "EXAMPLE", familyName: "anna" }).names).toBe("same");
  expect(compareRecords({ givenName: "伟", familyName: "张" }, { givenName: "伟", familyName: "张" }).names).toBe("same");
  expect(compareRecords({ givenName: "Anna", familyName: "Example" }, { givenName: "Zoe", familyName: "Quirk" }).names).toBe("different");
});

test("the answer is the same from both sides, between 0 and 1, and the weights sum to it", () => {
  const word = fc.constantFrom("", "anna", "ana", "example", "exmaple", "made up street", "1234", "1243", "19700304");
  const record: fc.Arbitrary<PersonRecord> = fc.record({ givenName: word, familyName: word, street: word, postcode: word, birthDate: word, document: word, locality: word });
  fc.assert(
    fc.property(record, record, (a, b) => {
      const one = linkPersons(a, b, model);
      const two = linkPersons(b, a, model);
      expect(two.probability).toBeCloseTo(one.probability, 12);
      const sum = one.reasons.reduce((n, r) => n + r.weight, model.priorLogOdds);
      expect(one.probability).toBeCloseTo(1 / (1 + Math.exp(-sum)), 12);
    }),
  );
});

test("records that share a rough key are candidates, each pair once; others are not", () => {
  const other: PersonRecord = { ...anna, familyName: "Exampel", document: "", birthDate: "" };
  const stranger: PersonRecord = { givenName: "Zoe", familyName: "Quirk", street: "Far Away", postcode: "9999", birthDate: "20010101", document: "X1" };
  expect(candidatePairs([anna, stranger, other, anna])).toEqual([
    [0, 2],
    [0, 3],
    [2, 3],
  ]);
  expect(roughKeys({})).toEqual([]);
});

test("a key that very many share makes no pairs", () => {
  const crowd = Array.from({ length: 101 }, (_, i): PersonRecord => ({ document: "same", givenName: `n${i}` }));
  expect(candidatePairs(crowd)).toEqual([]);
  expect(candidatePairs(crowd.slice(1))).toHaveLength(4_950);
});

test("names that sound alike have one code, and likeness and slips are the published ones", () => {
  expect([soundOf("robert"), soundOf("rupert"), soundOf("张伟明")]).toEqual(["r163", "r163", "张伟"]);
  expect(jaroWinkler("martha", "marhta")).toBeCloseTo(0.9611, 4);
  expect(jaroWinkler("dwayne", "duane")).toBeCloseTo(0.84, 4);
  expect([jaroWinkler("", "a"), jaroWinkler("abc", "xyz"), jaroWinkler("abc", "abc")]).toEqual([0, 0, 1]);
  expect([slips("1970", "1790", 2), slips("1970", "197", 2), slips("abcd", "dcba", 2), slips("same", "same", 0)]).toEqual([1, 1, 3, 0]);
});

test("a file that is no model is refused", () => {
  for (const bad of ["{", "{}", text.replace("person-link/1", "person-link/9"), text.replace(/"same":[^,]+/, '"same":null')])
    expect(() => loadPersonLinkModel(bad)).toThrow(ProblemError);
});
