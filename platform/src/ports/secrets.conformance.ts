/** What every `Secrets` must do, as tests. Whether guessing is slow enough is the parameters' matter, tested beside the adapter. */
import { describe, expect, test } from "vitest";
import type { Secrets } from "./secrets.ts";

export interface SecretsHarness {
  /** With parameters cheap enough for tests. */
  readonly secrets: Secrets;
  /** The same with other parameters. */
  readonly others: Secrets;
}

export function secretsConformance(make: () => SecretsHarness): void {
  describe("secrets", () => {
    test("a secret is 256 bits in base64url, and no two are alike", () => {
      const { secrets } = make();
      const many = Array.from({ length: 1_000 }, () => secrets.newSecret());
      for (const secret of many) expect(Buffer.from(secret, "base64url").toString("base64url")).toBe(secret);
      for (const secret of many) expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(new Set(many).size).toBe(many.length);
      // Every bit is 0 in some and 1 in others.
      const ones = new Array<number>(256).fill(0);
      for (const secret of many) {
        const bytes = Buffer.from(secret, "base64url");
        for (let bit = 0; bit < 256; bit++) ones[bit] += (bytes[bit >> 3] >> (bit & 7)) & 1;
      }
      expect(Math.min(...ones)).toBeGreaterThan(300);
      expect(Math.max(...ones)).toBeLessThan(700);
    });

    test("the right password is right, and any other is wrong", async () => {
      const { secrets } = make();
      const digest = await secrets.hashPassword("九月的风吹过铁桥 wind");
      expect(await secrets.checkPassword("九月的风吹过铁桥 wind", digest)).toBe("right");
      for (const other of ["九月的风吹过铁桥 win", "九月的风吹过铁桥 wind ", "", "x".repeat(256)]) expect(await secrets.checkPassword(other, digest)).toBe("wrong");
    });

    test("equal passwords have different digests, and a digest does not hold its password", async () => {
      const { secrets } = make();
      const [a, b] = await Promise.all([secrets.hashPassword("correct horse battery"), secrets.hashPassword("correct horse battery")]);
      expect(a).not.toBe(b);
      expect(a).not.toContain("correct");
      expect(Buffer.from(a).toString("latin1")).not.toContain(Buffer.from("correct horse battery").toString("base64").slice(0, 20));
    });

    test("without a digest every password is wrong", async () => {
      const { secrets } = make();
      expect(await secrets.checkPassword("correct horse battery", null)).toBe("wrong");
      expect(await secrets.checkPassword("", null)).toBe("wrong");
    });

    test("a digest of other parameters is still checked, and said to be outdated", async () => {
      const { secrets, others } = make();
      const digest = await others.hashPassword("correct horse battery");
      expect(await secrets.checkPassword("correct horse battery", digest)).toBe("outdated");
      expect(await secrets.checkPassword("wrong horse battery", digest)).toBe("wrong");
    });

    test("what is no digest of ours lets nobody in", async () => {
      const { secrets } = make();
      const digest = await secrets.hashPassword("correct horse battery");
      for (const broken of ["", "correct horse battery", digest.slice(0, -1), digest.slice(0, digest.lastIndexOf("$")), `${digest}A`, digest.replace(/p=\d+/, "p=999999")]) {
        expect(await secrets.checkPassword("correct horse battery", broken), broken).toBe("wrong");
      }
    });
  });
}
