/**
 * What casework asks of whoever keeps the keys: tokens that match without revealing, sealed values, and signatures under
 * the audit chain. Where the keys lie (a file only we may read, a hardware module) is the adapter's business.
 * Promises are checked by vault.conformance.ts.
 */

export interface Vault {
  /** Public half of the signing key, PEM: whoever has it can check signatures without us. */
  readonly publicKeyPem: string;

  /** The same for equal input under one key, and no way back from it: HMAC-SHA-256, cut to 128 bits, base64url. */
  token(type: string, canonical: string): string;

  /** Encrypts and authenticates (AES-256-GCM, a fresh nonce each time). `context` must be the same when opened. */
  seal(text: string, context: string): Uint8Array;

  /** The text that was sealed. Throws `keys-invalid` when a byte or the context differs: nothing altered is ever given out. */
  open(sealed: Uint8Array, context: string): string;

  /** Ed25519 signature (RFC 8032). */
  sign(bytes: Uint8Array): Uint8Array;
}
