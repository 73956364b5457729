/** What every `Vault` must do, as tests. An adapter's own test file calls it with a way to open vaults. */
import { createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Vault } from "./vault.ts";

export interface VaultHarness {
  /** Opens the keys of that name, the same ones each time. */
  open(name: string): Promise<Vault>;
}

/** Any text: a lone half of a surrogate pair has no UTF-8 and is no text that a person wrote. */
const text = fc.string({ unit: "grapheme", maxLength: 60 });

export function vaultConformance(make: () => Promise<VaultHarness>): void {
  describe("a vault", () => {
    const keysInvalid = expect.objectContaining({ problem: expect.objectContaining({ code: "keys-invalid" }) });
    let vault: Vault;
    let again: Vault;
    let other: Vault;
    beforeAll(async () => {
      const harness = await make();
      vault = await harness.open("ours");
      again = await harness.open("ours");
      other = await harness.open("others");
    });

    test("equal input has equal tokens, also after opening again; unequal input has unequal ones", () => {
      fc.assert(
        fc.property(text, text, text, text, (typeA, valueA, typeB, valueB) => {
          const token = vault.token(typeA, valueA);
          expect(again.token(typeA, valueA)).toBe(token);
          expect(vault.token(typeB, valueB) === token).toBe(typeA === typeB && valueA === valueB);
        }),
        { seed: 20261126, numRuns: 300 },
      );
    });

    test("the type and the value do not run into each other", () => {
      expect(vault.token("ab", "c")).not.toBe(vault.token("a", "bc"));
      expect(vault.token("a", ":b")).not.toBe(vault.token("a:", "b"));
    });

    test("a token is 128 bits as base64url, and another vault gives another", () => {
      expect(vault.token("number", "+8613800000000")).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(other.token("number", "+8613800000000")).not.toBe(vault.token("number", "+8613800000000"));
    });

    test("what was sealed opens, also after opening again, and is not in what was sealed", () => {
      fc.assert(
        fc.property(text, text, (value, context) => {
          const sealed = vault.seal(value, context);
          expect(again.open(sealed, context)).toBe(value);
          if (Buffer.byteLength(value) > 3) expect(Buffer.from(sealed).includes(value)).toBe(false);
        }),
        { seed: 20261126, numRuns: 200 },
      );
    });

    test("sealing twice gives two different results", () => {
      const seen = new Set(Array.from({ length: 200 }, () => Buffer.from(vault.seal("the same", "c")).toString("hex")));
      expect(seen.size).toBe(200);
    });

    test("a value sealed by one vault, or for another context, does not open", () => {
      const sealed = vault.seal("13800000000", "token-1");
      expect(() => vault.open(sealed, "token-2")).toThrow(keysInvalid);
      expect(() => vault.open(sealed, "")).toThrow(keysInvalid);
      expect(() => other.open(sealed, "token-1")).toThrow(keysInvalid);
    });

    test("no altered byte, no shorter and no longer value opens", () => {
      for (const value of ["", "a", "13800000000 张"]) {
        const sealed = vault.seal(value, "c");
        for (let i = 0; i < sealed.length; i++) {
          for (const bit of [1, 0x80]) {
            const altered = Uint8Array.from(sealed);
            altered[i] ^= bit;
            expect(() => vault.open(altered, "c"), `byte ${i}`).toThrow(keysInvalid);
          }
          expect(() => vault.open(sealed.subarray(0, i), "c"), `${i} bytes`).toThrow(keysInvalid);
        }
        expect(() => vault.open(Uint8Array.from([...sealed, 0]), "c")).toThrow(keysInvalid);
        expect(() => vault.open(Uint8Array.from([0, ...sealed]), "c")).toThrow(keysInvalid);
      }
    });

    test("whoever has the public half can check a signature, and only of these bytes under this key", () => {
      const bytes = new TextEncoder().encode("the end of the chain");
      const signature = vault.sign(bytes);
      const key = createPublicKey(vault.publicKeyPem);
      expect(key.asymmetricKeyType).toBe("ed25519");
      expect(verify(null, bytes, key, signature)).toBe(true);
      expect(verify(null, Uint8Array.from([...bytes, 0]), key, signature)).toBe(false);
      expect(verify(null, bytes, createPublicKey(other.publicKeyPem), signature)).toBe(false);
      expect(again.publicKeyPem).toBe(vault.publicKeyPem);
      expect(verify(null, bytes, key, again.sign(bytes))).toBe(true);
    });
  });
}
