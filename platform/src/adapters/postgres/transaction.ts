/**
 * One transaction on one connection: begins it, runs the work, commits, and rolls back whatever went wrong. Promises that
 * a statement never lands outside its transaction: not when the work forgot to wait for it, not when it swallowed an
 * error. Leaves connections and repetition to store.ts.
 */
import type { ClientBase, QueryConfig } from "pg";
import { assert } from "../../base/assert.ts";
import type { Sql, SqlValue } from "../../ports/store.ts";
import { isConnectionLost, isWorthAnother, translateError } from "./errors.ts";
import { checkValues } from "./values.ts";

export type Mode = "write" | "read";

const BEGIN: Readonly<Record<Mode, string>> = {
  // Said in full: the server's defaults are the operator's to change.
  write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
  read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
};

export type Outcome<T> =
  | { readonly kind: "committed"; readonly value: T }
  /** Nothing of it remains. `again`: a deadlock or a serialization failure ended it, so that another try may succeed. */
  | { readonly kind: "rolled-back"; readonly error: unknown; readonly again: boolean }
  /** The session is not to be used again. */
  | { readonly kind: "lost"; readonly error: unknown };

/** Never rejects. `where` names the database in messages. */
export async function runTransaction<T>(client: ClientBase, mode: Mode, where: string, work: (sql: Sql) => Promise<T>): Promise<Outcome<T>> {
  const session = new Session(client, where);
  try {
    await session.send({ text: BEGIN[mode] });
    const value = await work(session);
    await session.finish();
    // PostgreSQL answers COMMIT with ROLLBACK when a statement failed before, also when the work swallowed that error.
    const { command } = await session.send({ text: "COMMIT" });
    if (command === "COMMIT") return { kind: "committed", value };
    return { kind: "rolled-back", error: session.translated(), again: session.isWorthAnother() };
  } catch (error) {
    session.shut();
    return await rollBack(session, error);
  }
}

async function rollBack<T>(session: Session, error: unknown): Promise<Outcome<T>> {
  // What the work threw may be its own words for a deadlock; what the server said decides.
  const again = session.isWorthAnother();
  if (!session.isLost()) {
    await session.idle();
    await session.send({ text: "ROLLBACK" }).catch(() => undefined);
  }
  return session.isLost() ? { kind: "lost", error } : { kind: "rolled-back", error, again };
}

/** What the work holds. Of no use to it once the work has ended. */
class Session implements Sql {
  readonly #client: ClientBase;
  readonly #where: string;
  #isOpen = true;
  #pending = 0;
  /** The end of the statement given last. */
  #tail: Promise<unknown> = Promise.resolve();
  /** The first error from the server or the wire, as it came. */
  #failure: unknown;
  #failed = "";

  constructor(client: ClientBase, where: string) {
    this.#client = client;
    this.#where = where;
  }

  async query<Row extends object>(text: string, values: readonly SqlValue[] = [], name?: string): Promise<readonly Row[]> {
    assert(this.#isOpen, "a statement outside its transaction: something in the work was not waited for");
    checkValues(values);
    this.#pending++;
    // Also for a statement without values: this protocol takes one statement at a time, so that none can be smuggled in.
    const statement: QueryConfig & { readonly queryMode: "extended" } = { text, values: [...values], name, queryMode: "extended" };
    const sent = this.#tail.then(() => this.send(statement));
    this.#tail = sent.catch(() => undefined).finally(() => this.#pending--);
    return (await sent).rows as Row[];
  }

  async send(statement: QueryConfig): Promise<{ readonly command: string; readonly rows: readonly unknown[] }> {
    try {
      return await this.#client.query(statement);
    } catch (error) {
      if (this.#failure === undefined) {
        this.#failure = error;
        this.#failed = statement.text;
      }
      throw translateError(error, this.#where, statement.text);
    }
  }

  /** After the work: nothing may be under way any more. */
  async finish(): Promise<void> {
    const forgotten = this.#pending;
    this.shut();
    await this.idle();
    assert(forgotten === 0, "the work ended before its statements did: one of them was not waited for");
  }

  shut(): void {
    this.#isOpen = false;
  }

  async idle(): Promise<void> {
    await this.#tail;
  }

  translated(): unknown {
    return translateError(this.#failure, this.#where, this.#failed);
  }

  isWorthAnother(): boolean {
    return isWorthAnother(this.#failure);
  }

  isLost(): boolean {
    return this.#failure !== undefined && isConnectionLost(this.#failure);
  }
}
