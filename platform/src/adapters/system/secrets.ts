/**
 * Secrets from the machine's random generator, passwords by scrypt (RFC 7914) on Node's worker threads. Each digest takes
 * 128 MiB for a third of a second, on purpose; so only a few are made at once and few may wait, whoever asks.
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { ProblemError } from "../../base/problem.ts";
import type { PasswordCheck, Secrets } from "../../ports/secrets.ts";

export interface ScryptCost {
  /** Binary logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** N = 2^17, r = 8, p = 1: the first of the equal choices in OWASP's Password Storage Cheat Sheet. */
export const COST: ScryptCost = { ln: 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A digest that asks for more than this was not made here. */
const COST_MAX: ScryptCost = { ln: 20, r: 16, p: 4 };
/** At once, so that passwords take a quarter of a gigabyte at most and leave Node's other work threads to run on. */
const RUNNING_MAX = 2;
/** Beyond it the wait would be longer than people wait. */
const WAITING_MAX = 32;

interface Digest {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

function parseDigest(text: string): Digest | null {
  const [, ln, r, p, salt, hash] = FORM.exec(text) ?? [];
  if (hash === undefined) return null;
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const digest = { cost, salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
  const usual = cost.ln >= 1 && cost.ln <= COST_MAX.ln && cost.r >= 1 && cost.r <= COST_MAX.r && cost.p >= 1 && cost.p <= COST_MAX.p;
  // Written back it must be the same: base64 has characters that say nothing.
  return usual && digest.salt.length === SALT_BYTES && digest.hash.length === HASH_BYTES && writeDigest(digest) === text ? digest : null;
}

function writeDigest({ cost, salt, hash }: Digest): string {
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${Buffer.from(salt).toString("base64url")}$${Buffer.from(hash).toString("base64url")}`;
}

/** Lets few in at a time, the others wait in order; too many waiting are sent away. */
class Gate {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= RUNNING_MAX) {
      if (this.#waiting.length >= WAITING_MAX) throw new ProblemError({ code: "overloaded", detail: "too many people sign in at this moment" });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody overtakes.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}

/** One for a process: the gate is what keeps its memory small. */
export function openSecrets(cost: ScryptCost = COST): Secrets {
  const gate = new Gate();
  const run = (password: string, salt: Uint8Array, { ln, r, p }: ScryptCost): Promise<Buffer> =>
    gate.pass(() => derive(password, salt, { N: 2 ** ln, r, p, maxmem: 128 * 2 ** ln * r + 128 * r * p + (1 << 20) }));
  const check = async (password: string, text: string | null): Promise<PasswordCheck> => {
    const digest = text === null ? null : parseDigest(text);
    if (digest === null) {
      await run(password, randomBytes(SALT_BYTES), cost);
      return "wrong";
    }
    if (!timingSafeEqual(await run(password, digest.salt, digest.cost), digest.hash)) return "wrong";
    return digest.cost.ln === cost.ln && digest.cost.r === cost.r && digest.cost.p === cost.p ? "right" : "outdated";
  };
  return {
    newSecret: () => randomBytes(32).toString("base64url"),
    async hashPassword(password) {
      const salt = randomBytes(SALT_BYTES);
      return writeDigest({ cost, salt, hash: await run(password, salt, cost) });
    },
    checkPassword: check,
  };
}

function derive(password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
