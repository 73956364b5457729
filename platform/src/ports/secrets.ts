/**
 * What we ask of whoever makes secrets and guards passwords: fresh randomness, and digests of passwords that are slow to
 * guess. It is a port because chance comes from the machine and the work takes other threads. What a password must be
 * like is access/password.ts's. Promises are checked by secrets.conformance.ts.
 */

/** `outdated`: right, and its digest was made with other parameters than today's: make it anew. */
export type PasswordCheck = "right" | "outdated" | "wrong";

export interface Secrets {
  /** 256 random bits, base64url: 43 characters. Never twice the same. */
  newSecret(): string;

  /**
   * A digest that carries its method and parameters, with a salt of its own; never twice the same. Rejects with
   * `overloaded` when too many are being made or checked: each takes much memory.
   */
  hashPassword(password: string): Promise<string>;

  /**
   * Compares in constant time. With null for a digest (nobody has this login) it does the same work and says `wrong`, so
   * that the time it takes tells nothing. Rejects like `hashPassword`.
   */
  checkPassword(password: string, digest: string | null): Promise<PasswordCheck>;
}
