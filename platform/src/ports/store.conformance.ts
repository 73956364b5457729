/**
 * What every `Store` must do, as tests. An adapter's own test file calls this with a way to open it; what only that
 * adapter promises (its files, its processes) is tested there.
 */
import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { StatementFailed, constraintOf } from "./store.ts";
import type { Sql, SqlValue, Store } from "./store.ts";

export interface StoreLimits {
  readonly connectionsMax?: number;
  readonly waitMsMax?: number;
  readonly lockMsMax?: number;
}

/** One empty database. */
export interface StoreHarness {
  /** Opens it; several may be open at once. */
  open(limits?: StoreLimits): Promise<Store>;
  /** Kills the server as hard as the system can, and resolves when it runs again. Absent where that is not ours to do. */
  readonly crash?: () => Promise<void>;
  remove(): Promise<void>;
}

/** Something to wait for and to set off, so that two transactions meet where the test wants them. */
interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function newGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });
const failed = (code: string) => expect.objectContaining({ name: "StatementFailed", code });

export function storeConformance(make: () => Promise<StoreHarness>): void {
  describe("a store", () => {
    let harness: StoreHarness;
    let store: Store;
    const opened: Store[] = [];
    const openAnother = async (limits: StoreLimits): Promise<Store> => {
      const another = await harness.open(limits);
      opened.push(another);
      return another;
    };
    const run = <Row extends object>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]> => store.transaction((sql) => sql.query<Row>(text, values));
    const rowsOf = (table: string): Promise<readonly { n: number }[]> => store.snapshot((sql) => sql.query(`SELECT n FROM ${table} ORDER BY n`));

    beforeAll(async () => {
      harness = await make();
      store = await harness.open();
    });
    afterEach(async () => {
      for (const another of opened.splice(0)) await another.close();
    });
    afterAll(async () => {
      await store.close();
      await harness.remove();
    });

    test("what a transaction did is there when it resolves, and its value is handed on", async () => {
      await run("CREATE TABLE kept (n int8)");
      const value = await store.transaction(async (sql) => {
        await sql.query("INSERT INTO kept VALUES (1)");
        await sql.query("INSERT INTO kept VALUES ($1)", [2]);
        return "done";
      });
      expect(value).toBe("done");
      const another = await openAnother({});
      expect(await another.snapshot((sql) => sql.query("SELECT n FROM kept ORDER BY n"))).toEqual([{ n: 1 }, { n: 2 }]);
    });

    test("nothing remains of a transaction whose work throws, and the very error is passed on", async () => {
      await run("CREATE TABLE undone (n int8)");
      const error = new Error("the work changed its mind");
      const work = async (sql: Sql): Promise<void> => {
        await sql.query("INSERT INTO undone VALUES (1)");
        await sql.query("CREATE TABLE undone_too (n int8)");
        throw error;
      };
      await expect(store.transaction(work)).rejects.toBe(error);
      expect(await rowsOf("undone")).toEqual([]);
      expect(await run("SELECT to_regclass('undone_too') AS found")).toEqual([{ found: null }]);
    });

    test("a refused statement undoes the whole, even when the work swallows it", async () => {
      await run("CREATE TABLE whole (n int8 PRIMARY KEY)");
      const swallow = async (sql: Sql): Promise<string> => {
        await sql.query("INSERT INTO whole VALUES (1)");
        await sql.query("INSERT INTO whole VALUES (1)").catch(() => undefined);
        return "all is well";
      };
      await expect(store.transaction(swallow)).rejects.toEqual(failed("23505"));
      expect(await rowsOf("whole")).toEqual([]);
      const recover = async (sql: Sql): Promise<void> => {
        await sql.query("INSERT INTO whole VALUES (1)");
        await sql.query("SAVEPOINT before");
        await sql.query("INSERT INTO whole VALUES (1)").catch(() => sql.query("ROLLBACK TO SAVEPOINT before"));
        await sql.query("INSERT INTO whole VALUES (2)");
      };
      await store.transaction(recover);
      expect(await rowsOf("whole")).toEqual([{ n: 1 }, { n: 2 }]);
    });

    test("a statement never lands outside its transaction", async () => {
      await run("CREATE TABLE inside (n int8)");
      let kept: Sql | undefined;
      await store.transaction(async (sql) => void (kept = sql));
      await expect(kept?.query("INSERT INTO inside VALUES (1)")).rejects.toThrow("outside its transaction");
      const forgetful = async (sql: Sql): Promise<void> => {
        void sql.query("INSERT INTO inside VALUES (2)");
      };
      await expect(store.transaction(forgetful)).rejects.toThrow("not waited for");
      await expect(run("INSERT INTO inside VALUES (3); COMMIT; INSERT INTO inside VALUES (4)")).rejects.toEqual(failed("42601"));
      expect(await rowsOf("inside")).toEqual([]);
    });

    test("statements given at once run one after the other", async () => {
      await run("CREATE TABLE sequence (n int8, place serial)");
      await store.transaction(async (sql) => {
        await Promise.all(Array.from({ length: 50 }, (_, i) => sql.query("INSERT INTO sequence (n) VALUES ($1)", [i], i % 2 === 0 ? "sequence.insert" : undefined)));
      });
      const rows = await run<{ n: number }>("SELECT n FROM sequence ORDER BY place");
      expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    });

    test("what is not committed is seen by nobody else", async () => {
      await run("CREATE TABLE hidden (n int8)");
      await store.transaction(async (sql) => {
        await sql.query("INSERT INTO hidden VALUES (1)");
        expect(await rowsOf("hidden")).toEqual([]);
        expect(await sql.query("SELECT n FROM hidden")).toEqual([{ n: 1 }]);
      });
      expect(await rowsOf("hidden")).toEqual([{ n: 1 }]);
    });

    test("a transaction sees what others commit while it runs; a snapshot does not", async () => {
      await run("CREATE TABLE moving (n int8)");
      const counts = async (sql: Sql): Promise<readonly number[]> => {
        const count = async (): Promise<number> => (await sql.query<{ count: number }>("SELECT count(*) FROM moving"))[0].count;
        const before = await count();
        await run("INSERT INTO moving VALUES (1)");
        return [before, await count()];
      };
      expect(await store.transaction(counts)).toEqual([0, 1]);
      expect(await store.snapshot(counts)).toEqual([1, 1]);
      expect(await store.snapshot(counts)).toEqual([2, 2]);
    });

    test("a snapshot refuses to write", async () => {
      await run("CREATE TABLE readable (n int8)");
      for (const statement of ["INSERT INTO readable VALUES (1)", "CREATE TABLE more (n int8)", "SELECT n FROM readable FOR UPDATE", "DELETE FROM readable"]) {
        await expect(store.snapshot((sql) => sql.query(statement))).rejects.toEqual(failed("25006"));
      }
      expect(await rowsOf("readable")).toEqual([]);
    });

    test("after a deadlock the loser runs again, and both are kept whole", async () => {
      await run("CREATE TABLE pair (id int8 PRIMARY KEY, n int8)");
      await run("INSERT INTO pair VALUES (1, 0), (2, 0)");
      const gates = [newGate(), newGate()];
      let runs = 0;
      const cross = async (me: number): Promise<void> => {
        let mine = 0;
        await store.transaction(async (sql) => {
          runs++;
          await sql.query("UPDATE pair SET n = n + 1 WHERE id = $1", [me + 1]);
          gates[me].open();
          // Only the first time: they must meet once.
          if (mine++ === 0) await gates[1 - me].opened;
          await sql.query("UPDATE pair SET n = n + 1 WHERE id = $1", [2 - me]);
        });
      };
      await Promise.all([cross(0), cross(1)]);
      expect(await run("SELECT id, n FROM pair ORDER BY id")).toEqual([
        { id: 1, n: 2 },
        { id: 2, n: 2 },
      ]);
      // Mostly three. The loser may be back before the winner has woken, and lose once more.
      expect(runs).toBeGreaterThan(2);
    });

    test("a deadlock that never ends is given up, whatever the work makes of the error", async () => {
      await run("CREATE FUNCTION always_deadlock() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$");
      let runs = 0;
      const work = async (sql: Sql): Promise<void> => {
        runs++;
        await sql.query("SELECT always_deadlock()").catch(() => {
          throw new Error("in other words");
        });
      };
      await expect(store.transaction(work)).rejects.toEqual(refused("overloaded"));
      expect(runs).toBe(5);
    });

    test("a hundred transactions at once over few sessions lose nothing", async () => {
      const small = await openAnother({ connectionsMax: 4 });
      await run("CREATE TABLE counter (n int8)");
      await run("INSERT INTO counter VALUES (0)");
      const increment = (): Promise<void> =>
        small.transaction(async (sql) => {
          const [{ n }] = await sql.query<{ n: number }>("SELECT n FROM counter FOR UPDATE");
          await sql.query("UPDATE counter SET n = $1", [n + 1]);
        });
      await Promise.all(Array.from({ length: 100 }, increment));
      expect(await rowsOf("counter")).toEqual([{ n: 100 }]);
    });

    test("each row of a queue goes to one taker", async () => {
      await run("CREATE TABLE queue (n int8 PRIMARY KEY, taker int8)");
      await run("INSERT INTO queue SELECT g FROM generate_series(1, 60) g");
      const takeAll = async (taker: number): Promise<readonly number[]> => {
        const mine: number[] = [];
        for (;;) {
          const [taken] = await store.transaction(async (sql) => {
            const found = await sql.query<{ n: number }>("SELECT n FROM queue WHERE taker IS NULL ORDER BY n LIMIT 1 FOR UPDATE SKIP LOCKED");
            for (const { n } of found) await sql.query("UPDATE queue SET taker = $2 WHERE n = $1", [n, taker]);
            return found;
          });
          if (taken === undefined) return mine;
          mine.push(taken.n);
        }
      };
      const all = (await Promise.all(Array.from({ length: 8 }, (_, i) => takeAll(i)))).flat();
      expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    });

    test("no session in time, or no lock in time, is told as busy, and passes", async () => {
      // Connecting is part of the wait: a crowded machine needs more than a moment for it.
      const narrow = await openAnother({ connectionsMax: 1, waitMsMax: 1_000, lockMsMax: 100 });
      await run("CREATE TABLE narrow (n int8)");
      await run("INSERT INTO narrow VALUES (1)");
      await narrow.transaction(async () => {
        await expect(narrow.snapshot((sql) => sql.query("SELECT 1"))).rejects.toEqual(refused("overloaded"));
      });
      await store.transaction(async (sql) => {
        await sql.query("SELECT n FROM narrow FOR UPDATE");
        await expect(narrow.transaction((other) => other.query("UPDATE narrow SET n = 2"))).rejects.toEqual(refused("overloaded"));
      });
      await narrow.transaction((sql) => sql.query("UPDATE narrow SET n = 3"));
      expect(await rowsOf("narrow")).toEqual([{ n: 3 }]);
    });

    test("closing waits for what runs, may be repeated, and nothing starts after it", async () => {
      await run("CREATE TABLE last (n int8)");
      const another = await harness.open();
      const [begun, released] = [newGate(), newGate()];
      const running = another.transaction(async (sql) => {
        begun.open();
        await released.opened;
        await sql.query("INSERT INTO last VALUES (1)");
      });
      await begun.opened;
      const closing = another.close();
      await expect(another.snapshot((sql) => sql.query("SELECT 1"))).rejects.toEqual(refused("store-unreachable"));
      released.open();
      await running;
      await closing;
      await another.close();
      expect(await rowsOf("last")).toEqual([{ n: 1 }]);
    });

    // --- values ----------------------------------------------------------------------------------------------------

    test("values of every kind come back as they went", async () => {
      await run(
        `CREATE TABLE everything (id int4 PRIMARY KEY, t text, i int8, m numeric, b bool, j jsonb, y bytea,
           ts text[], "is" int8[], ms numeric[], bs bool[], ys bytea[])`,
      );
      const storable = fc.string({ unit: "binary" }).filter((s) => s.isWellFormed() && !s.includes("\0"));
      const awkward = fc.constantFrom(
        "",
        " ",
        "NULL",
        "null",
        '"',
        "\\",
        "{}",
        "a,b",
        "{a,b}",
        "\n\t",
        "é",
        "e\u0301",
        "𠮷野家",
        "👨‍👩‍👧",
        "\u202e",
        "\uffff",
        "\\u0000",
        "''",
        "$1",
        "\\x00",
      );
      const someText = fc.oneof(storable, awkward);
      const digits = (max: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[1-9][0-9]{0,${max - 1}}$`));
      // As PostgreSQL writes it: no plus, no leading zeros; trailing zeros of the fraction are kept.
      const decimal = fc
        .tuple(fc.boolean(), digits(38), fc.option(fc.stringMatching(/^[0-9]{1,12}$/), { nil: undefined }))
        .map(([minus, whole, part]) => `${minus ? "-" : ""}${whole}${part === undefined ? "" : `.${part}`}`);
      const integer = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1_790_000_000_000));
      const bytes = fc.uint8Array({ maxLength: 40 });
      const json = fc
        .jsonValue()
        .filter((value) => !JSON.stringify(value).includes("\\u0000") && JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(value)));
      const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> => fc.array(fc.option(of), { maxLength: 5 });
      const row = fc.record({
        t: fc.option(someText),
        i: fc.option(integer),
        m: fc.option(decimal),
        b: fc.option(fc.boolean()),
        j: json,
        y: fc.option(bytes),
        ts: list(someText),
        is: list(integer),
        ms: list(decimal),
        bs: list(fc.boolean()),
        ys: list(bytes),
      });
      let id = 0;
      const check = fc.asyncProperty(row, async (given) => {
        const { t, i, m, b, j, y, ts, is, ms, bs, ys } = given;
        const values: readonly SqlValue[] = [++id, t, i, m, b, JSON.stringify(j), y, ts, is, ms, bs, ys];
        await run("INSERT INTO everything VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", values);
        const [found] = await store.snapshot((sql) => sql.query<Record<string, unknown>>("SELECT * FROM everything WHERE id = $1", [id], "everything.get"));
        // JSON has one zero, and no way to tell it from a negative one.
        expect(found).toEqual({ id, ...given, j: JSON.parse(JSON.stringify(j)) });
        for (const value of [found["y"], ...(found["ys"] as unknown[])]) if (value !== null) expect(Object.getPrototypeOf(value)).toBe(Uint8Array.prototype);
      });
      await fc.assert(check, { seed: 42, numRuns: 150 });
    });

    test("a bigint goes as an int8 or as a numeric, exactly", async () => {
      const amountMinor = 12_345_678_901_234_567_890_123_456_789_012_345_678n;
      const values = [amountMinor, -amountMinor, 9_007_199_254_740_991n, [amountMinor, 0n]] as const;
      expect(await run("SELECT $1::numeric AS a, $2::numeric AS b, $3::int8 AS c, $4::numeric[] AS d", values)).toEqual([
        { a: String(amountMinor), b: String(-amountMinor), c: Number.MAX_SAFE_INTEGER, d: [String(amountMinor), "0"] },
      ]);
    });

    test("an int8 that a number cannot hold is an error, never rounded", async () => {
      for (const edge of ["9007199254740991", "-9007199254740991"]) expect(await run(`SELECT '${edge}'::int8 AS n`)).toEqual([{ n: Number(edge) }]);
      for (const beyond of ["9007199254740992", "-9007199254740992", "9223372036854775807"]) {
        await expect(run(`SELECT '${beyond}'::int8 AS n`)).rejects.toThrow("beyond 2^53");
        await expect(run(`SELECT ARRAY['${beyond}'::int8] AS n`)).rejects.toThrow("beyond 2^53");
        expect(await run(`SELECT '${beyond}'::int8::text AS n`)).toEqual([{ n: beyond }]);
      }
    });

    test("text that cannot be stored is refused, not changed", async () => {
      await run("CREATE TABLE texts (n int8, t text, ts text[], j jsonb)");
      const malformed = refused("malformed-input");
      for (const text of ["a\0b", "\0", "half \ud83d", "\udc00 half"]) {
        await expect(run("INSERT INTO texts (n, t) VALUES (1, $1)", [text])).rejects.toEqual(malformed);
        await expect(run("INSERT INTO texts (n, ts) VALUES (1, $1)", [["fine", text]])).rejects.toEqual(malformed);
        await expect(run("INSERT INTO texts (n, j) VALUES (1, $1)", [JSON.stringify({ text })])).rejects.toEqual(malformed);
      }
      expect(await rowsOf("texts")).toEqual([]);
      await run("INSERT INTO texts VALUES (1, $1, $2, $3)", ["\\u0000 \\ud83d", ["\\0"], JSON.stringify("\\u0000")]);
      expect(await run("SELECT t, ts, j FROM texts")).toEqual([{ t: "\\u0000 \\ud83d", ts: ["\\0"], j: "\\u0000" }]);
    });

    test("a thousand rows go in with one statement", async () => {
      await run("CREATE TABLE many (n int8, t text, m numeric)");
      const numbers = Array.from({ length: 1000 }, (_, i) => i);
      const texts = numbers.map((n) => (n % 7 === 0 ? null : `row "${n}", \\`));
      const amounts = numbers.map((n) => BigInt(n) * 10n ** 20n);
      await run("INSERT INTO many SELECT * FROM unnest($1::int8[], $2::text[], $3::numeric[])", [numbers, texts, amounts]);
      const rows = await run<{ n: number; t: string | null; m: string }>("SELECT n, t, m FROM many ORDER BY n");
      expect(rows).toEqual(numbers.map((n) => ({ n, t: texts[n], m: String(amounts[n]) })));
    });

    // --- errors ----------------------------------------------------------------------------------------------------

    test("a broken constraint is told by kind and name, and no value is told", async () => {
      await run("CREATE TABLE owner (id text CONSTRAINT owner_once PRIMARY KEY)");
      await run(
        `CREATE TABLE account (
           number text CONSTRAINT account_number_once UNIQUE,
           owner text CONSTRAINT account_has_owner REFERENCES owner ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
           amount numeric CONSTRAINT account_amount_positive CHECK (amount > 0),
           held int8range,
           label text NOT NULL,
           CONSTRAINT account_held_apart EXCLUDE USING gist (held WITH &&))`,
      );
      await run(
        `CREATE FUNCTION refuse_label() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.label = 'forbidden-6222000011112222' THEN
             RAISE EXCEPTION 'not %', NEW.label USING ERRCODE = 'P0001', CONSTRAINT = 'account_label_allowed', TABLE = 'account';
           END IF;
           RETURN NEW;
         END $$`,
      );
      await run("CREATE TRIGGER refuse_label BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION refuse_label()");
      const insert = (changes: Readonly<Record<string, SqlValue>>): Promise<unknown> => {
        const row = { number: "6222000011112222", owner: null, amount: "1", held: "[6222000011112222,6222000011112225)", label: "fine", ...changes };
        return run("INSERT INTO account VALUES ($1, $2, $3, $4, $5)", Object.values(row));
      };
      await insert({});
      const apart = { number: "1", held: null };
      const cases = [
        [{ held: null }, "unique", "account_number_once"],
        [{ ...apart, owner: "owner-6222000011112222" }, "foreign-key", "account_has_owner"],
        [{ ...apart, amount: "-6222000011112222" }, "check", "account_amount_positive"],
        [{ ...apart, label: null }, "not-null", "label"],
        [{ number: "2" }, "exclusion", "account_held_apart"],
        [{ ...apart, label: "forbidden-6222000011112222" }, "raised", "account_label_allowed"],
      ] as const;
      for (const [changes, kind, constraint] of cases) {
        const error: unknown = await insert(changes).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(StatementFailed);
        expect(constraintOf(error)).toEqual({ kind, constraint, table: "account" });
        expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain("6222000011112222");
      }
      expect(await run("SELECT count(*)::int4 AS count FROM account")).toEqual([{ count: 1 }]);
    });

    test("an error that is no constraint has its code and no value either", async () => {
      await run("CREATE TABLE typed (n int8)");
      for (const [statement, code] of [
        ["INSERT INTO typed VALUES ($1::text::int8)", "22P02"],
        ["SELECT $1 || no_such_column FROM typed", "42703"],
      ] as const) {
        const error: unknown = await run(statement, ["secret-6222000011112222"]).catch((thrown: unknown) => thrown);
        expect(error).toEqual(failed(code));
        expect(constraintOf(error)).toBeUndefined();
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("6222000011112222");
      }
      expect(constraintOf(new Error("something else"))).toBeUndefined();
    });

    // --- a crash ---------------------------------------------------------------------------------------------------

    test("after the server was killed, what was committed is there and nothing else, and the store goes on", async ({ annotate }) => {
      if (harness.crash === undefined) {
        await annotate("this server is not ours to kill; the embedded one is");
        return;
      }
      await run("CREATE TABLE surviving (n int8)");
      const acknowledged: number[] = [];
      let stop = false;
      const writer = async (first: number): Promise<void> => {
        for (let n = first; !stop; n += 4) {
          try {
            await run("INSERT INTO surviving VALUES ($1)", [n]);
            acknowledged.push(n);
          } catch (error) {
            expect(error).toEqual(refused("store-unreachable"));
          }
        }
      };
      const [begun, released] = [newGate(), newGate()];
      const uncommitted = store.transaction(async (sql) => {
        await sql.query("INSERT INTO surviving SELECT -g FROM generate_series(1, 10000) g");
        begun.open();
        await released.opened;
        await sql.query("INSERT INTO surviving VALUES (-1)");
      });
      const lost = uncommitted.catch((error: unknown) => error);
      const writers = [0, 1, 2, 3].map(writer);
      await begun.opened;
      while (acknowledged.length < 40) await run("SELECT 1").catch(() => undefined);
      await harness.crash();
      stop = true;
      released.open();
      await Promise.all(writers);
      expect(await lost).toEqual(refused("store-unreachable"));
      const there = (await rowsOf("surviving")).map(({ n }) => n);
      expect(acknowledged.filter((n) => !there.includes(n))).toEqual([]);
      expect(there.filter((n) => n < 0)).toEqual([]);
      // A commit whose answer was cut off may be there; none twice.
      expect(new Set(there).size).toBe(there.length);
      await run("INSERT INTO surviving VALUES (-5)");
      expect((await rowsOf("surviving"))[0]).toEqual({ n: -5 });
    });
  });
}
