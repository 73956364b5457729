/** The index against its plain twin: the same links in whatever order, in pieces and in parallel; hubs named and left out. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testStore } from "../../../test/test-store.ts";
import { hubDegreeMax, type Clue, type LinkKind } from "../../domain/case-link.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Store } from "../../ports/store.ts";
import { addClues, hubsOf } from "./clue-index.ts";
import { plainLinks, type PlainEntry, type PlainLink } from "./plain-links.ts";

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await testStore());
  await store.transaction((sql) => sql.query("insert into organisation (id, kind, name_zh, name_en, territory, created_at_ms) values ('org_x', 'police', 'x', 'x', '', 0)"));
});
afterEach(async () => {
  await close();
});

const entry = (n: number): MatterId => `rep_${String(n).padStart(6, "0")}` as MatterId;

async function entries(count: number, from = 0): Promise<void> {
  await store.transaction((sql) =>
    sql.query(
      `insert into matter (id, kind, state, version, serial, profile, territory, org, opened_at_ms, changed_at_ms, opened_by, hands, body)
       select id, 'report', 'accepted', 1, id, 'CN', '', 'org_x', 0, 0, 'test', '{}', '{}' from unnest($1::text[]) as x(id)`,
      [Array.from({ length: count }, (_, i) => entry(from + i))],
    ),
  );
}

const clue = (kind: LinkKind, key: string): Clue => ({ kind, key, atMs: 0 });
const add = (id: MatterId, clues: readonly Clue[]): Promise<unknown> => store.transaction((sql) => addClues(sql, id, clues));

async function links(): Promise<readonly PlainLink[]> {
  const rows = await store.snapshot((sql) => sql.query<PlainLink>("select a, b, kind, key from case_link"));
  return sorted(rows);
}

function sorted(rows: readonly PlainLink[]): readonly PlainLink[] {
  const name = (one: PlainLink): string => `${one.a} ${one.b} ${one.kind} ${one.key}`;
  return [...rows].sort((x, y) => (name(x) < name(y) ? -1 : 1));
}

/** Few keys, so that some are shared by several and the soft ones become hubs. */
const someClues = fc.uniqueArray(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom<LinkKind>("account", "downstream"), key: fc.constantFrom("a0", "a1", "a2", "a3", "a4") }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom<LinkKind>("host", "number", "device"), key: fc.constantFrom("k0", "k1", "k2") }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom<LinkKind>("script", "typology"), key: fc.constantFrom("s0", "s1") }) },
  ),
  { minLength: 0, maxLength: 5, selector: (one) => `${one.kind} ${one.key}` },
);

test("fed one by one, in any order and in pieces, the links are those of comparing everything with everything", async () => {
  let next = 0;
  let hubs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(someClues, fc.nat()), { minLength: 65, maxLength: 85 }), fc.nat(), async (drawn, salt) => {
      await store.transaction((sql) => sql.query("truncate clue, clue_degree, case_link"));
      const from = next;
      next += drawn.length;
      await entries(drawn.length, from);
      const all: PlainEntry[] = drawn.map(([clues, n], i) => ({
        id: entry(from + i),
        // One way of deceiving that most have: somewhere on the way it becomes a hub.
        clues: [...clues.map((one) => clue(one.kind, one.key)), ...(n % 6 === 0 ? [] : [clue("typology", "common")])],
      }));
      // Each entry's clues in two pieces, all pieces in an order of their own.
      const pieces = all
        .flatMap((one, i) => {
          const cut = drawn[i][1] % (one.clues.length + 1);
          return [one.clues.slice(0, cut), one.clues.slice(cut)].map((clues, half) => ({
            id: one.id as MatterId,
            clues,
            order: Math.imul(drawn[i][1] + half * 7 + 1, salt * 2 + i * 31 + 1),
          }));
        })
        .sort((x, y) => x.order - y.order);
      for (const piece of pieces) await add(piece.id, piece.clues);
      expect(await links()).toEqual(sorted(plainLinks(all)));
      hubs += (
        await store.snapshot((sql) =>
          hubsOf(
            sql,
            all.map((one) => one.id),
          ),
        )
      ).length;
    }),
    { numRuns: 6, seed: 1 },
  );
  // The sequences did make hubs of something.
  expect(hubs).toBeGreaterThan(0);
});

test("at once in parallel nothing is missed: of two that come at one moment one sees the other", async () => {
  await entries(24);
  const all = Array.from({ length: 24 }, (_, i): PlainEntry => ({
    id: entry(i),
    clues: [clue("account", `a${i % 2}`), clue("downstream", `a${(i + 1) % 3}`), clue("number", "n")],
  }));
  await Promise.all(all.map((one) => add(one.id as MatterId, one.clues)));
  expect(await links()).toEqual(sorted(plainLinks(all)));
});

test("an account that more share than the limit allows links nobody any more, and is said to be left out; other evidence stays", async () => {
  const max = hubDegreeMax("account");
  await entries(max + 2);
  for (let i = 0; i < max; i++) await add(entry(i), [clue("account", "aggregator"), ...(i < 2 ? [clue("number", "n"), clue("downstream", "aggregator")] : [])]);
  expect((await links()).filter((one) => one.kind === "account")).toHaveLength((max * (max - 1)) / 2);
  expect(await store.snapshot((sql) => hubsOf(sql, [entry(0)]))).toEqual([]);
  const last = await store.transaction((sql) => addClues(sql, entry(max), [clue("account", "aggregator")]));
  expect(last.partners).toEqual([]);
  expect(last.weakened).toHaveLength(max);
  expect(await links()).toEqual([{ a: entry(0), b: entry(1), kind: "number", key: "n" }]);
  expect(await store.snapshot((sql) => hubsOf(sql, [entry(0)]))).toEqual([{ kind: "account", key: "aggregator", degreeMax: max }]);
  // One more changes nothing, and waits for nobody.
  expect(await store.transaction((sql) => addClues(sql, entry(max + 1), [clue("account", "aggregator")]))).toEqual({ partners: [], weakened: [] });
});

test("the same clue twice is one", async () => {
  await entries(2);
  await add(entry(0), [clue("device", "d"), clue("device", "d")]);
  await add(entry(0), [clue("device", "d")]);
  await add(entry(1), [clue("device", "d")]);
  await add(entry(1), [clue("device", "d")]);
  expect(await links()).toHaveLength(1);
  const [{ degree }] = await store.snapshot((sql) => sql.query<{ readonly degree: number }>("select degree from clue_degree where kind = 'device'"));
  expect(degree).toBe(2);
});
