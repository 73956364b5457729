/**
 * Keeps in the database what the vault's keys make of known values, and compares at each start: keys that were lost and
 * made anew would give other tokens and open nothing, and that must be said before a single row is written with them.
 */
import { ProblemError } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import { keyIdOf } from "./ledger.ts";

const WORDS = "duanliu key check";

interface Row {
  readonly token: string;
  readonly sealed: Uint8Array;
  readonly signing_key: string;
}

/** Whether this database was ever used with keys: from then on none may be made for it. */
export async function hasKeyCheck(sql: Sql): Promise<boolean> {
  return (await sql.query("select 1 from key_check")).length > 0;
}

/** Keeps the answers of the first keys, and throws `keys-invalid` when other keys come later. */
export async function checkKeys(sql: Sql, vault: Vault, nowMs: number): Promise<void> {
  await sql.query("insert into key_check (token, sealed, signing_key, created_at_ms) values ($1, $2, $3, $4) on conflict do nothing", [
    vault.token(WORDS, WORDS),
    vault.seal(WORDS, WORDS),
    keyIdOf(vault.publicKeyPem),
    nowMs,
  ]);
  const [kept] = await sql.query<Row>("select token, sealed, signing_key from key_check");
  const wrong = [
    ...(kept.token === vault.token(WORDS, WORDS) ? [] : ["the key of the tokens"]),
    ...(opens(vault, kept.sealed) ? [] : ["the sealing keys"]),
    ...(kept.signing_key === keyIdOf(vault.publicKeyPem) ? [] : ["the signing key"]),
  ];
  if (wrong.length === 0) return;
  throw new ProblemError({
    code: "keys-invalid",
    detail: `this database was written with other keys (${wrong.join(", ")}): nothing is read or written with these`,
    expected: "the keys folder that belongs to the database, from your backup",
  });
}

function opens(vault: Vault, sealed: Uint8Array): boolean {
  try {
    return vault.open(sealed, WORDS) === WORDS;
  } catch {
    return false;
  }
}
