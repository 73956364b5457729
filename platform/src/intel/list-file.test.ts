import fc from "fast-check";
import { expect, test } from "vitest";
import { IntelLists } from "./lists.ts";
import { decodeList, decodeTerms, encodeList, encodeTerms } from "./list-file.ts";

const NOW = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

function bytesOf(chunks: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...chunks]));
}

function sample(): IntelLists {
  const lists = new IntelLists();
  lists.add("other", { identifier: "first.example", source: "s" }, NOW);
  for (let n = 0; n < 3_000; n++) {
    const identifier = [
      `138${String(n).padStart(8, "0")}`,
      `h${n}.example`,
      `https://u.example/p${n}`,
      `BANK:${n}000`,
      `+8617${String(n).padStart(5, "0")}*`,
      `+9${String(n).padStart(14, "0")}`,
    ][n % 6];
    lists.add("t", { identifier, source: `source ${n % 7}`, kind: n % 2 === 0 ? "block" : "flag", evidence: "case-confirmed", note: n % 500 === 0 ? `note ${n}` : "" }, NOW);
  }
  for (let n = 0; n < 300; n += 6) lists.remove("t", `138${String(n).padStart(8, "0")}`);
  return lists;
}

const contentsOf = (lists: IntelLists): string[] => [...lists.entries("t")].map((e) => JSON.stringify(e)).sort();

test("a list comes back with the same entries, numbers and version", () => {
  const lists = sample();
  const book = bytesOf(encodeTerms(lists));
  const back = new IntelLists();
  expect(decodeTerms(book, back)).toBeNull();
  for (const name of ["t", "other"]) expect(decodeList(bytesOf(encodeList(lists.list(name)!)), back)).toBeNull();
  expect(contentsOf(back)).toEqual(contentsOf(lists));
  expect(back.version).toBe(lists.version);
  // Without the book, the numbers of the list's own terms still stand.
  const alone = new IntelLists();
  expect(decodeList(bytesOf(encodeList(lists.list("t")!)), alone)).toBeNull();
  expect(contentsOf(alone)).toEqual(contentsOf(lists));
  // And it can be changed afterwards like any other.
  expect(back.remove("t", "h1.example")).toBe(true);
  expect(back.add("t", { identifier: "new.example", source: "s" }, NOW + DAY).kind).toBe("added");
  expect(back.version).not.toBe(lists.version);
});

test("numbers that mean something else meanwhile are given anew", () => {
  const lists = sample();
  const file = bytesOf(encodeList(lists.list("t")!));
  const other = new IntelLists();
  for (let n = 0; n < 20; n++) other.add("mine", { identifier: "x.example", source: `own ${n}` }, NOW);
  expect(decodeList(file, other)).toBeNull();
  const plain = (l: IntelLists) => [...l.entries("t")].map((e) => JSON.stringify({ ...e, entry: 0 })).sort();
  expect(plain(other)).toEqual(plain(lists));
});

test("an old verdict explains itself after the list was replaced and the process restarted", () => {
  const lists = new IntelLists();
  const added = lists.add("t", { identifier: "gone.example", source: "police", note: "case 1", evidence: "case-confirmed", kind: "block" }, NOW);
  if (added.kind === "refused") throw new Error("bug");
  lists.drop("t");
  lists.add("t", { identifier: "new.example", source: "s" }, NOW);
  const back = new IntelLists();
  expect(decodeTerms(bytesOf(encodeTerms(lists)), back)).toBeNull();
  expect(back.explainEntry(added.entry)).toEqual(lists.explainEntry(added.entry));
  const next = back.add("t", { identifier: "newer.example", source: "another" }, NOW);
  expect(next.kind === "refused" ? 0 : next.entry).toBe(lists.book.end);
});

test("any damage is noticed and changes nothing", () => {
  const file = bytesOf(encodeList(sample().list("t")!));
  const lists = new IntelLists();
  const before = lists.version;
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
      const bad = cut ? file.slice(0, at) : file.slice();
      if (!cut) bad[at] ^= flip;
      expect(decodeList(bad, lists)).toMatchObject({ kind: "malformed" });
    }),
    { seed: 42, numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => decodeList(bytes, lists) !== null && decodeTerms(bytes, lists) !== null),
    { seed: 42 },
  );
  expect(lists.version).toBe(before);
});
