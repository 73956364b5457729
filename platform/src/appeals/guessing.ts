/**
 * A code as somebody without an account shows it, with wrong ones counted: each costs its address one of a few free tries,
 * then a wait that grows. A code that was right costs nothing. Every wrong one gets the same answer, whatever is wrong.
 */
import { addressUnit, countAttempt, forgive, TooManyAttempts, type AttemptKey } from "../access/attempts.ts";
import { keep, type AccessParts, type Note } from "../access/parts.ts";
import type { Desk } from "../matters/desk.ts";
import { heldBy, type Held } from "./code.ts";
import { nothingThere } from "./person.ts";

/** Its lines of the ledger are about codes, not about signing in. */
const asCodes =
  (note: Note): Note =>
  (line) =>
    note({ ...line, event: line.event.replace("sign-in", "code") });

/** Counted apart from sign-ins: who mistypes a code can still sign in, and the other way round. */
const keyOf = (access: AccessParts, what: "code" | "uncoded", address: string): AttemptKey => ({
  what: `${what}:${access.vault.token("client-address", addressUnit(address))}`,
  limit: access.settings.byAddress,
});

async function count(access: AccessParts, key: AttemptKey): Promise<void> {
  const waitMs = await keep(access, (sql, note, nowMs) => countAttempt(sql, access, asCodes(note), nowMs, [key], {}));
  if (waitMs !== null) throw new TooManyAttempts(waitMs);
}

/** What is entered without any code is answered to a number that nobody has checked: each costs its address a try. */
export const countUncoded = (access: AccessParts, address: string): Promise<void> => count(access, keyOf(access, "uncoded", address));

/** What the code is for. Throws `not-found`, or `too-many-attempts` when its address has to wait. */
export async function heldByShown(desk: Desk, access: AccessParts, code: string, address: string): Promise<Held> {
  const key = keyOf(access, "code", address);
  // Counted before it is looked up, so that a hundred at once are a hundred.
  await count(access, key);
  const held = (await desk.store.snapshot((sql) => heldBy(sql, [code]))).get(code);
  if (held === undefined) throw nothingThere();
  await keep(access, (sql, note, nowMs) => forgive(sql, asCodes(note), nowMs, null, key));
  return held;
}
