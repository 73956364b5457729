/** Works that go on at once: real locks, one history a seed, another order with another seed, and nobody is left waiting. */
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Prng } from "../base/prng.ts";
import type { Store } from "../ports/store.ts";
import { testStore } from "../../test/test-store.ts";
import { Baton } from "./baton.ts";

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ store, close } = await testStore());
  await store.transaction(async (sql) => {
    await sql.query("create table account (id text primary key, left_minor int8 not null)");
    await sql.query("insert into account values ('a', 100), ('b', 100)");
  });
});
afterEach(() => close());

async function play(seed: number): Promise<readonly string[]> {
  const said: string[] = [];
  const baton = new Baton(store, new Prng(seed), (ms) => pause(ms));
  const joined = baton.over(store);
  const take = (who: string, id: string, amount: number) => async (): Promise<void> => {
    await joined.transaction(async (sql) => {
      await sql.query("select 1");
      const [row] = await sql.query<{ readonly left_minor: number }>("select left_minor from account where id = $1 for update", [id]);
      said.push(`${who} sees ${row.left_minor}`);
      if (row.left_minor >= amount) await sql.query("update account set left_minor = left_minor - $2 where id = $1", [id, amount]);
      await sql.query("select 2");
      said.push(`${who} ends`);
    });
  };
  await store.transaction((sql) => sql.query("update account set left_minor = 100"));
  await baton.run([take("one", "a", 80), take("two", "a", 80), take("three", "b", 10)]);
  const rows = await store.snapshot((sql) => sql.query<{ readonly left_minor: number }>("select left_minor from account order by id"));
  said.push(rows.map((row) => row.left_minor).join(" "));
  return said;
}

test("whoever waits for a lock sees what the other left, and one seed is one history", async () => {
  const histories = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    const first = await play(seed);
    expect(first.at(-1)).toBe("20 90");
    expect(first.filter((line) => line.endsWith("sees 100")).length).toBe(2);
    expect(first.some((line) => line.endsWith("sees 20"))).toBe(true);
    expect(await play(seed)).toEqual(first);
    histories.add(first.join("|"));
  }
  expect(histories.size).toBeGreaterThan(4);
});

test("two that lock crosswise are parted by the server, and both end", async () => {
  const baton = new Baton(store, new Prng(3), (ms) => pause(ms));
  const joined = baton.over(store);
  const both = (first: string, second: string) => async (): Promise<void> => {
    await joined.transaction(async (sql) => {
      for (const id of [first, second]) await sql.query("update account set left_minor = left_minor - 1 where id = $1", [id]);
    });
  };
  for (let round = 0; round < 4; round++) await baton.run([both("a", "b"), both("b", "a")]);
  expect(await store.snapshot((sql) => sql.query("select left_minor from account"))).toEqual([{ left_minor: 92 }, { left_minor: 92 }]);
});

test("what one throws is thrown when the others have ended", async () => {
  const baton = new Baton(store, new Prng(1), (ms) => pause(ms));
  const joined = baton.over(store);
  let ended = false;
  const failing = baton.run([
    () => Promise.reject(new Error("no")),
    async () => {
      await joined.transaction((sql) => sql.query("select 1"));
      ended = true;
    },
  ]);
  await expect(failing).rejects.toThrow("no");
  expect(ended).toBe(true);
});
