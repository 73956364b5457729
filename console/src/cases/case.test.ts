/** In which order cases and series are worked, which decisions a series waits for, and how evidence of one kind becomes one. */
import type { LinkEvidence, Matter, SeriesLinks, SeriesPair } from "@duanliu/client";
import { expect, test } from "vitest";
import { after, byPart, groupsOf, keyOf, seriesByPart, stepsOf, strengthWord, tiesOf, TIES_MAX, unseen, type CaseBody, type SeriesBody } from "./case.ts";

const matter = <Body>(id: string, state: string, body: Partial<Body> = {}): Matter<Body> =>
  ({ id, state, body, openedAtMs: 0, closedAtMs: null, commands: [], stateWords: { zh: "", en: "" } }) as unknown as Matter<Body>;
const pair = (a: string, b: string, strengthPermille = 900): SeriesPair => ({
  a,
  b,
  strengthPermille,
  confirmable: strengthPermille >= 800,
  ground: null,
  outside: false,
  evidence: [],
  moreEvidence: 0,
});
const links = (ties: readonly SeriesPair[], candidates: readonly SeriesPair[]): SeriesLinks => ({ confirmPermille: 800, ties, candidates, homes: {} });

test("cases with a question of competence come first, then those that wait for a head, each as the server ordered them", () => {
  const cases = [
    matter<CaseBody>("a", "filed"),
    matter<CaseBody>("b", "accepted"),
    matter<CaseBody>("c", "disputed"),
    matter<CaseBody>("d", "accepted"),
    matter<CaseBody>("e", "handed-back"),
  ];
  expect(byPart(cases).map(({ id }) => id)).toEqual(["c", "e", "b", "d", "a"]);
});

test("series that a person is asked for come first, the largest first; suppositions come before what needs nothing", () => {
  const members = (n: number): Partial<SeriesBody> => ({ members: Array.from({ length: n }, (_, i) => ({ id: `rep_${i}`, addedAtMs: 0, ground: null })), candidates: [] });
  const all = [
    matter<SeriesBody>("done", "confirmed", members(9)),
    matter<SeriesBody>("grows", "campaign", { ...members(2), candidates: [{ id: "rep_x", atMs: 0, strengthPermille: 900 }] }),
    matter<SeriesBody>("weak", "hypothesis", members(2)),
    matter<SeriesBody>("small", "proposed", members(2)),
    matter<SeriesBody>("large", "proposed", members(5)),
  ];
  expect(seriesByPart(all).map(({ id }) => id)).toEqual(["large", "small", "grows", "weak", "done"]);
});

test("a proposed series asks for each tie, then for the whole, then for what is proposed; a supposition is never confirmed", () => {
  const known = links([pair("a", "b"), pair("b", "c")], [pair("a", "d")]);
  expect(stepsOf("proposed", known).map(({ key }) => key)).toEqual(["a b", "b c", "whole", "a d"]);
  expect(stepsOf("hypothesis", known).map(({ kind }) => kind)).toEqual(["tie", "tie", "candidate"]);
  expect(stepsOf("confirmed", known).map(({ kind }) => kind)).toEqual(["candidate"]);
  expect(stepsOf("dissolved", known)).toEqual([]);
  expect(stepsOf("confirmed", links([], [pair("a", "weak", 600), pair("a", "strong", 900)])).map(({ key }) => key)).toEqual(["a strong", "a weak"]);
  // The weakest first, and of very many no more than somebody looks at.
  const many = Array.from({ length: 60 }, (_, i) => pair("a", `m${i}`, 1000 - i));
  expect(stepsOf("proposed", links(many, [])).map(({ key }) => key)).toEqual([...Array.from({ length: TIES_MAX }, (_, i) => `a m${59 - i}`), "whole"]);
});

test("the whole is not confirmed before every tie was looked at; after the last comes the first again", () => {
  const steps = stepsOf("proposed", links([pair("a", "b"), pair("b", "c")], []));
  expect(unseen(steps, new Set(["a b"]))).toBe(1);
  expect(unseen(steps, new Set(["a b", "b c"]))).toBe(0);
  expect(after(steps, "b c")?.key).toBe("whole");
  expect(after(steps, "whole")?.key).toBe("a b");
  expect(after([], "whole")).toBeNull();
});

test("a member's ties are found from either end, the strongest first", () => {
  const known = links([pair("a", "b", 900), pair("c", "b", 990), pair("a", "d", 900)], []);
  expect(tiesOf(known, "b").map(keyOf)).toEqual(["c b", "a b"]);
});

test("strength in words changes where a person may confirm, and where nothing is supposed any more", () => {
  expect([1000, 800, 799, 600, 599, 0].map(strengthWord)).toEqual(["strong", "strong", "supposed", "supposed", "hint", "hint"]);
});

test("evidence of one kind is one item that keeps every thing, names each matter once, and loses nobody that is not named", () => {
  const source = (id: string): { readonly id: string; readonly kind: string; readonly serial: string } => ({ id, kind: "report", serial: id.toUpperCase() });
  const piece = (token: string, here: readonly string[], count: number): LinkEvidence => ({
    kind: "account",
    strength: "hard",
    zh: "同一收款账户",
    en: "the same account was paid",
    ref: { type: "account", token, masked: `ICBC **** ${token}` },
    what: null,
    refused: false,
    here: { named: here.map(source), count },
    there: { named: [source("r9")], count: 1 },
  });
  const soft: LinkEvidence = { ...piece("z", ["r1"], 1), kind: "script", strength: "soft", ref: null };
  const groups = groupsOf([piece("1", ["r1", "r2"], 2), piece("2", ["r2"], 4), soft]);
  expect(groups.map(({ kind, things }) => [kind, things.length])).toEqual([
    ["account", 2],
    ["script", 1],
  ]);
  expect(groups[0]?.here.named.map(({ id }) => id)).toEqual(["r1", "r2"]);
  // Three of the second piece are not named.
  expect(groups[0]?.here.count).toBe(5);
  expect(groups[0]?.there).toEqual({ named: [source("r9")], count: 1 });
});
