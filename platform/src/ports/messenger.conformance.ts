/** What every `Messenger` must do, as tests. An adapter's own test file calls it with a carrier that it can look into. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Messenger, OutgoingMessage } from "./messenger.ts";

/** `away`: nothing arrives. `answer-lost`: it arrives, and the answer does not come back. */
export type CarrierFault = "none" | "away" | "answer-lost";

export interface MessengerHarness {
  /** Opens it anew, as after a restart. */
  open(): Promise<Messenger>;
  /** What has reached people, in any order: each delivery, also repeated ones. */
  reached(): Promise<readonly OutgoingMessage[]>;
  fault(fault: CarrierFault): void;
  close(): Promise<void>;
}

let count = 0;
const nextId = (): string => `eff_ntc_${String(++count).padStart(6, "0")}`;

function message(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { id: nextId(), channel: "sms", sender: "96110", to: "+447700900123", text: { zh: "您好，请勿转账。", en: "Please do not transfer money." }, ...changes };
}

export function messengerConformance(make: () => Promise<MessengerHarness>): void {
  describe("a messenger", () => {
    let harness: MessengerHarness;
    let messenger: Messenger;
    const refused = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) });
    const reached = async (id: string): Promise<readonly OutgoingMessage[]> => (await harness.reached()).filter((one) => one.id === id);

    beforeAll(async () => {
      harness = await make();
      messenger = await harness.open();
    });
    afterAll(() => harness.close());

    test("a message reaches the person as it was given, and there is a receipt", async () => {
      const sent = message();
      const receipt = await messenger.send(sent);
      expect(receipt.reference).toMatch(/^\S/);
      expect(Number.isSafeInteger(receipt.acceptedAtMs)).toBe(true);
      expect(await reached(sent.id)).toEqual([sent]);
    });

    test("any text in both languages arrives unchanged, on every channel", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== "" && !text.includes("\u0000")),
          fc.string({ unit: "grapheme-composite", minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== "" && !text.includes("\u0000")),
          fc.constantFrom("sms", "letter", "app", "desk"),
          async (zh, en, channel) => {
            const sent = message({ channel, text: { zh, en }, to: channel === "sms" ? "+447700900123" : "市南区某路 1 号 “甲” <\\>" });
            await messenger.send(sent);
            expect(await reached(sent.id)).toEqual([sent]);
          },
        ),
        { seed: 20261126, numRuns: 25 },
      );
    });

    test("the same id again gives the first receipt and reaches nobody again, also after opening anew", async () => {
      const sent = message();
      const first = await messenger.send(sent);
      for (const again of [messenger, await harness.open()]) {
        expect((await again.send(sent)).reference).toBe(first.reference);
      }
      expect(await reached(sent.id)).toHaveLength(1);
    });

    test("the same id many times at once reaches the person once, with one reference", async () => {
      const other = await harness.open();
      const sent = message();
      const receipts = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? messenger : other).send(sent)));
      expect(new Set(receipts.map(({ reference }) => reference)).size).toBe(1);
      expect(await reached(sent.id)).toHaveLength(1);
    });

    test("equal messages with two ids are two messages", async () => {
      const one = message();
      const two = { ...one, id: nextId() };
      await Promise.all([messenger.send(one), messenger.send(two)]);
      expect(await reached(one.id)).toHaveLength(1);
      expect(await reached(two.id)).toHaveLength(1);
    });

    test("many at once each get a receipt of their own, and each arrives once", async () => {
      const all = Array.from({ length: 300 }, (_, i) => message({ to: `+447700900${String(i).padStart(3, "0")}` }));
      await Promise.all(all.map((one) => messenger.send(one)));
      const there = (await harness.reached()).filter((one) => all.some(({ id }) => id === one.id));
      const byId = (a: OutgoingMessage, b: OutgoingMessage): number => (a.id < b.id ? -1 : 1);
      expect([...there].sort(byId)).toEqual([...all].sort(byId));
    });

    test("what can never be sent is refused as malformed without the value, and does not arrive", async () => {
      for (const changes of [
        { to: "" },
        { to: "   " },
        { to: "07700900123" },
        { to: "+44770090012312345678" },
        { to: "x".repeat(500), channel: "letter" as const },
        { sender: "" },
        { text: { zh: "", en: "x" } },
        { text: { zh: "x", en: " " } },
        { text: { zh: "x".repeat(10_000), en: "x" } },
        { text: { zh: "a\u0000b", en: "x" } },
        { text: { zh: "a\ud800", en: "x" } },
      ]) {
        const sent = message(changes);
        const error: unknown = await messenger.send(sent).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error, JSON.stringify(changes).slice(0, 40)).toEqual(refused("malformed-input"));
        if (sent.to.trim().length > 3) expect(JSON.stringify((error as { problem: unknown }).problem)).not.toContain(sent.to);
        expect(await reached(sent.id)).toEqual([]);
      }
      await expect(messenger.send(message({ id: "" }))).rejects.toEqual(refused("malformed-input"));
    });

    test("while the carrier is away it says to come back, and then takes the message once", async () => {
      const sent = [message(), message()];
      harness.fault("away");
      for (const result of await Promise.allSettled(sent.map((one) => messenger.send(one)))) expect(result).toEqual({ status: "rejected", reason: refused("overloaded") });
      harness.fault("none");
      for (const one of sent) expect(await reached(one.id)).toEqual([]);
      await Promise.all(sent.map((one) => messenger.send(one)));
      for (const one of sent) expect(await reached(one.id)).toHaveLength(1);
    });

    test("when the answer is lost the message is handed over again and reaches the person once", async () => {
      const sent = message();
      harness.fault("answer-lost");
      await expect(messenger.send(sent)).rejects.toEqual(refused("overloaded"));
      harness.fault("none");
      expect(await reached(sent.id)).toHaveLength(1);
      const receipt = await messenger.send(sent);
      expect((await messenger.send(sent)).reference).toBe(receipt.reference);
      expect(await reached(sent.id)).toHaveLength(1);
    });
  });
}
