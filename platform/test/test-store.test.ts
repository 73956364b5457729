/** The databases that tests get: apart from one another, and fresh. */
import { expect, test } from "vitest";
import { testStore } from "./test-store.ts";

test("each caller has a database of its own, also when many ask at once", async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => testStore()));
  for (const { store } of all) {
    await store.transaction((sql) => sql.query("CREATE TABLE mine (n int8)"));
    await store.transaction((sql) => sql.query("INSERT INTO mine VALUES (1)"));
  }
  for (const { store, close } of all) {
    expect(await store.snapshot((sql) => sql.query("SELECT n FROM mine"))).toEqual([{ n: 1 }]);
    await close();
  }
});
