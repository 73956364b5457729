/**
 * Several pieces of work at once on one database, statement by statement in an order drawn from the seed. Whoever has the
 * baton runs; a statement that waits for another's lock gives it on. Real locks and real waits, and still one history. Real
 * deadlocks are the server's to end, after its own time.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Prng } from "../base/prng.ts";
import type { Sql, Store } from "../ports/store.ts";

/** How the server is asked again whether a statement waits: often, because nothing else goes on meanwhile. */
const ASK_MS = 1;

interface Runner {
  state: "ready" | "running" | "waiting" | "done";
  /** The statement that it waits for is over, whether it knows already or not. */
  over: boolean;
  /** The server's session while a transaction is open. */
  session: number | null;
  wake: () => void;
}

export class Baton {
  readonly #probe: Store;
  readonly #prng: Prng;
  readonly #pause: (ms: number) => Promise<void>;
  #runners: readonly Runner[] = [];
  /** Somebody is choosing who goes on: nobody takes the baton meanwhile. */
  #choosing = false;
  readonly #here = new AsyncLocalStorage<Runner>();

  /** `probe` is a store whose sessions nobody else holds up. `pause` waits in real time. */
  constructor(probe: Store, prng: Prng, pause: (ms: number) => Promise<void>) {
    this.#probe = probe;
    this.#prng = prng;
    this.#pause = pause;
  }

  /** Runs the tasks beside one another until all have ended. What one throws is thrown here after the others have ended. */
  async run(tasks: readonly (() => Promise<void>)[]): Promise<void> {
    const errors: unknown[] = [];
    this.#runners = tasks.map((): Runner => ({ state: "ready", over: false, session: null, wake: () => undefined }));
    const all = tasks.map((task, i) => {
      const runner = this.#runners[i];
      return this.#here.run(runner, async () => {
        await this.#turn(runner);
        await task().catch((error: unknown) => errors.push(error));
        runner.state = "done";
        await this.#passOn();
      });
    });
    await this.#passOn();
    await Promise.all(all);
    this.#runners = [];
    if (errors.length > 0) throw errors[0];
  }

  /** The store as the tasks see it. Outside of `run` it is the store itself. */
  over(store: Store): Store {
    const open = <T>(kind: "transaction" | "snapshot", work: (sql: Sql) => Promise<T>): Promise<T> => {
      const runner = this.#here.getStore();
      if (runner === undefined || runner.state === "done") return store[kind](work);
      return this.#offer(runner).then(() => store[kind]((sql) => this.#session(runner, sql, work)));
    };
    return { transaction: (work) => open("transaction", work), snapshot: (work) => open("snapshot", work), close: () => store.close() };
  }

  async #session<T>(runner: Runner, sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
    const [row] = await sql.query<{ readonly pid: number }>("select pg_backend_pid() as pid");
    runner.session = row.pid;
    try {
      return await work({ query: (text, values, name) => this.#statement(runner, () => sql.query(text, values, name)) });
    } finally {
      runner.session = null;
    }
  }

  async #statement<T>(runner: Runner, act: () => Promise<T>): Promise<T> {
    await this.#offer(runner);
    runner.over = false;
    const answer = act();
    const ended = answer.then(
      () => {
        runner.over = true;
      },
      () => {
        runner.over = true;
      },
    );
    for (;;) {
      await Promise.race([ended, this.#pause(ASK_MS)]);
      if (runner.over) break;
      if (!(await this.#waits(runner)) || this.#isOver(runner)) continue;
      runner.state = "waiting";
      await this.#passOn();
      await ended;
      await this.#comeBack(runner);
      break;
    }
    return answer;
  }

  /** Whoever waited goes on when it is its turn; at once when nobody else runs. */
  async #comeBack(runner: Runner): Promise<void> {
    if (runner.state === "running") return;
    runner.state = this.#choosing || this.#runners.some((one) => one.state === "running") ? "ready" : "running";
    await this.#turn(runner);
  }

  /** One that runs lets another go before it, or does not. */
  async #offer(runner: Runner): Promise<void> {
    runner.state = "ready";
    await this.#passOn();
    await this.#turn(runner);
  }

  /** Called by the one that has the baton: gives it to one that can go on. */
  async #passOn(): Promise<void> {
    this.#choosing = true;
    // Each that waited is let go by now, or waits for certain: nothing in between when the next is chosen.
    for (const one of this.#runners) while (one.state === "waiting" && !this.#isOver(one) && !(await this.#waits(one))) await this.#pause(ASK_MS);
    this.#choosing = false;
    const ready = this.#runners.filter((one) => one.state === "ready" || (one.state === "waiting" && one.over));
    if (ready.length === 0) return;
    const next = this.#prng.pick(ready);
    next.state = "running";
    next.wake();
  }

  async #turn(runner: Runner): Promise<void> {
    if (runner.state === "running") return;
    await new Promise<void>((resolve) => {
      runner.wake = resolve;
    });
  }

  /** Asked again after something else was waited for. */
  #isOver(runner: Runner): boolean {
    return runner.over;
  }

  async #waits(runner: Runner): Promise<boolean> {
    const { session } = runner;
    if (session === null) return false;
    // By one of the tasks: what the server itself does now and then is no event of the history.
    const others = this.#runners.flatMap((one) => (one.session === null || one === runner ? [] : [one.session]));
    const [row] = await this.#probe.snapshot((sql) =>
      sql.query<{ readonly blocked: boolean }>("select pg_blocking_pids($1) && $2::int[] as blocked", [session, others], "baton-waits"),
    );
    return row.blocked;
  }
}
