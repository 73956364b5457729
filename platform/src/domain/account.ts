/**
 * An account is an institution and a number within it. Bank cards, IBANs, wallets and crypto addresses differ too much
 * for one check digit, so the form is checked, not the existence.
 */
import type { Brand } from "../base/brand.ts";
import { malformed, type Malformed } from "../base/problem.ts";

export type Institution = Brand<string, "Institution">;
export type AccountNumber = Brand<string, "AccountNumber">;

export interface Account {
  readonly institution: Institution;
  readonly account: AccountNumber;
}

export function parseInstitution(text: string): Institution | Malformed {
  const name = text.trim().toUpperCase();
  if (name.length >= 1 && name.length <= 64 && !/[\u0000-\u001f\u007f]/.test(name)) return name as Institution;
  return malformed(text, "an institution's code or name, 1 to 64 characters");
}

/** Spaces that people put between groups are taken out; case is kept because crypto addresses need it. */
export function parseAccountNumber(text: string): AccountNumber | Malformed {
  const number = text.replaceAll(" ", "");
  if (/^[A-Za-z0-9._@:*-]{1,64}$/.test(number)) return number as AccountNumber;
  // The text itself is a person's account: say its length, never its digits.
  return malformed(maskAccount(text), "an account: 1 to 64 of the characters A–Z a–z 0–9 . _ @ : * -");
}

/** First and last characters; at least four are hidden, and all but the first of a short one. */
export function maskAccount(account: string): string {
  if (account.length <= 4) return "***";
  if (account.length <= 8) return `${account.slice(0, 1)}***`;
  return account.length < 12 ? `${account.slice(0, 2)} **** ${account.slice(-2)}` : `${account.slice(0, 4)} **** ${account.slice(-4)}`;
}
