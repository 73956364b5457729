import { expect, test } from "vitest";
import { decisionOf, inOrder, partOf, waitsForPapers, type Seen } from "./appeal.ts";

const body = (more: object = {}): Seen => ({ papers: [], papersAsked: null, goodFaith: false, ...more }) as unknown as Seen;
const one = (id: string, assignee: string | null, dueAtMs: number | null, more: object = {}) => ({ id, assignee, dueAtMs, body: body(more) });
const asked = { papersAsked: { papers: [], atMs: 100 } };

test("it waits for the person only until a paper comes after they were asked", () => {
  expect(waitsForPapers(body())).toBe(false);
  expect(waitsForPapers(body(asked))).toBe(true);
  expect(waitsForPapers(body({ ...asked, papers: [{ atMs: 50 }] }))).toBe(true);
  expect(waitsForPapers(body({ ...asked, papers: [{ atMs: 50 }, { atMs: 101 }] }))).toBe(false);
  // A partner's desk is told which papers, not when.
  expect(waitsForPapers(body({ papersAsked: [{ zh: "身份证", en: "identity document" }] }))).toBe(false);
});

test("mine by time left, then what waits for papers, then free ones as they are given out, then colleagues'", () => {
  const all = [
    one("urgent-free", null, 900),
    one("late", "me", 500),
    one("free", null, 100),
    one("other", "her", 1),
    one("soon", "me", 200),
    one("waits", "me", 10, asked),
    one("never", "me", null),
  ];
  expect(inOrder(all, "me").map(({ id }) => id)).toEqual(["soon", "late", "never", "waits", "urgent-free", "free", "other"]);
  expect(all.map((matter) => partOf(matter, "me"))).toEqual(["free", "mine", "free", "others", "mine", "papers", "mine"]);
});

test("nothing is decided with something missing; looking ahead needs no note, rejecting does", () => {
  expect([decisionOf({}), decisionOf({ result: "upheld" }), decisionOf({ result: "partly", reasons: ["amount-only"] })]).toEqual([null, null, null]);
  expect(decisionOf({ result: "upheld", reasons: ["unrelated"], note: "  " })).toEqual({ input: { result: "upheld", reasons: ["unrelated"] }, lacksNote: false });
  expect(decisionOf({ result: "partly", reasons: ["amount-only"], keepMinor: "100", note: "n" })?.input).toEqual({
    result: "partly",
    reasons: ["amount-only"],
    keepMinor: "100",
    note: "n",
  });
  // What stays held is nobody's business once it is upheld.
  expect(decisionOf({ result: "upheld", reasons: ["unrelated"], keepMinor: "100" })?.input).not.toHaveProperty("keepMinor");
  expect(decisionOf({ result: "rejected", reasons: ["money-traced"] })?.lacksNote).toBe(true);
  expect(decisionOf({ result: "rejected", reasons: ["money-traced"], note: "three transfers" })).toEqual({
    input: { result: "rejected", reasons: ["money-traced"], note: "three transfers" },
    lacksNote: false,
  });
});
