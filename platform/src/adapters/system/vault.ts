/**
 * The vault whose keys are files of the data folder. A sealed value says with which key it was sealed, so that keys can be
 * replaced: the newest seals, all open. Tokens have one key for good, because equal values must stay equal. A hardware
 * module would be another adapter.
 */
import { createCipheriv, createDecipheriv, createHmac, sign, type KeyObject } from "node:crypto";
import { ProblemError } from "../../base/problem.ts";
import type { Vault } from "../../ports/vault.ts";
import { readKeys, type KeySet } from "./key-files.ts";
import { drawBytes } from "./random.ts";

/**
 * A sealed value: format (1 byte), number of the key (2 bytes), nonce, ciphertext, tag. Format and number are
 * authenticated together with the context.
 */
const FORMAT = 1;
const HEADER_BYTES = 3;
/** NIST SP 800-38D: 96-bit nonces drawn at random are good for 2^32 values under one key; long before, add a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_BYTES = 16;
const CIPHER = "aes-256-gcm";

/**
 * Opens the vault of a data folder. Where there are no keys they are made, unless `create` is "never": say that as soon
 * as a database exists that was written with them (matters/key-check.ts knows). Rejects with `keys-invalid`.
 */
export async function openVault(dataDir: string, create: "when-missing" | "never" = "when-missing"): Promise<Vault> {
  return new FileVault(await readKeys(dataDir, create));
}

class FileVault implements Vault {
  readonly publicKeyPem: string;
  readonly #keys: KeySet;
  readonly #newest: number;

  constructor(keys: KeySet) {
    this.publicKeyPem = keys.publicKeyPem;
    this.#keys = keys;
    this.#newest = Math.max(...keys.sealing.keys());
  }

  token(type: string, canonical: string): string {
    // The length keeps "ab" + "c" apart from "a" + "bc".
    const hmac = createHmac("sha256", this.#keys.token).update(`${type.length}:${type}:${canonical}`);
    return hmac.digest().subarray(0, TOKEN_BYTES).toString("base64url");
  }

  seal(text: string, context: string): Uint8Array {
    const header = Buffer.from([FORMAT, this.#newest >>> 8, this.#newest & 0xff]);
    const nonce = drawBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#sealingKey(this.#newest), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated(header, context));
    const sealed = Buffer.concat([header, nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    // A copy of its own, not a view of Node's pool.
    return new Uint8Array(sealed);
  }

  open(sealed: Uint8Array, context: string): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORMAT) throw unopenable("it is no sealed value of a known format");
    const header = bytes.subarray(0, HEADER_BYTES);
    const key = this.#sealingKey(header.readUInt16BE(1));
    const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(header, context));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const text = decipher.update(bytes.subarray(HEADER_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES));
    try {
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    } catch {
      throw unopenable("it was changed, moved, or sealed by another vault");
    }
  }

  sign(bytes: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, bytes, this.#keys.signing));
  }

  #sealingKey(number: number): KeyObject {
    const key = this.#keys.sealing.get(number);
    if (key === undefined) throw unopenable(`it needs the sealing key ${number}, which is not here`);
    return key;
  }
}

function associated(header: Uint8Array, context: string): Uint8Array {
  return Buffer.concat([header, Buffer.from(context, "utf8")]);
}

function unopenable(why: string): ProblemError {
  return new ProblemError({ code: "keys-invalid", detail: `a sealed value does not open: ${why}` });
}
