/**
 * The code by which somebody from the public follows one matter and appeals against it. It is made from the vault's key,
 * so it stands nowhere in the store: only its digest does, and whoever hands a notice over makes the code again.
 */
import { createHash } from "node:crypto";
import { malformed, type Malformed } from "../base/problem.ts";
import type { Vault } from "../ports/vault.ts";

/** Crockford's base 32: no letters that are mistaken for digits. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 12 × 5 = 60 bits: with a limit on attempts nobody finds one by trying. */
const CHARACTERS = 12;

/** What stands in a kept text where the code goes. */
export const CODE_PLACE = "{code}";

export function trackingCode(vault: Vault, matter: string, recipient: string): string {
  const bytes = Buffer.from(vault.token("tracking", `${matter}:${recipient}`), "base64url");
  const letters = [...bytes.subarray(0, CHARACTERS)].map((byte) => ALPHABET[byte & 31]);
  return [0, 4, 8].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

/** A code as a person types it, in its one form; look-alike letters are read as what they look like. */
export function parseTrackingCode(text: string): string | Malformed {
  const letters = text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (letters.length !== CHARACTERS || [...letters].some((letter) => !ALPHABET.includes(letter)))
    return malformed("a code", `${CHARACTERS} letters and digits, such as AB12-CD34-EF56`);
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

export function codeDigest(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
