/**
 * The vault of a run that is thrown away, with keys made from the run's seed: equal seeds have equal tokens, so that one
 * seed is one history. Everything in it is made up and the keys are anybody's who knows the seed: never for real data.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { ProblemError } from "../base/problem.ts";
import type { Vault } from "../ports/vault.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_BYTES = 16;
const CIPHER = "aes-256-gcm";
/** PKCS #8 of an Ed25519 private key, up to its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

export function openSeededVault(name: string): Vault {
  return new SeededVault(name);
}

class SeededVault implements Vault {
  readonly publicKeyPem: string;
  readonly #token: Buffer;
  readonly #seal: Buffer;
  readonly #sign: KeyObject;
  #sealed = 0;

  constructor(name: string) {
    const key = (purpose: string): Buffer => createHash("sha256").update(`town:${purpose}:${name}`).digest();
    this.#token = key("token");
    this.#seal = key("seal");
    this.#sign = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, key("sign")]), format: "der", type: "pkcs8" });
    this.publicKeyPem = createPublicKey(this.#sign).export({ type: "spki", format: "pem" }).toString();
  }

  token(type: string, canonical: string): string {
    return createHmac("sha256", this.#token).update(`${type.length}:${type}:${canonical}`).digest().subarray(0, TOKEN_BYTES).toString("base64url");
  }

  /** The count alone would come again with another value after the vault is opened again: the text makes it another nonce. */
  seal(text: string, context: string): Uint8Array {
    const nonce = createHmac("sha256", this.#seal)
      .update(`${++this.#sealed}:${context}:${text}`)
      .digest()
      .subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#seal, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    return new Uint8Array(Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]));
  }

  open(sealed: Uint8Array, context: string): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    try {
      const cipher = createDecipheriv(CIPHER, this.#seal, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context));
      cipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)), cipher.final()]).toString("utf8");
    } catch {
      throw new ProblemError({ code: "keys-invalid", detail: "a sealed value does not open with the keys of this run" });
    }
  }

  sign(bytes: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, bytes, this.#sign));
  }
}
