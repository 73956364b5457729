/** What every `InstitutionLink` must do, as tests. An adapter's own test file calls it with a link whose other end it can look into. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HandOver, InstitutionLink, InstitutionMessage } from "./institution.ts";
import type { CarrierFault } from "./messenger.conformance.ts";

export interface InstitutionHarness {
  /** Opens it anew, as after a restart. */
  open(): Promise<InstitutionLink>;
  /** What the institution has counted, each as often as it counted; null when the link has no other end to look into. */
  counted(): readonly InstitutionMessage[] | null;
  /** Faults and refusals of the institution; null for a link that has none. */
  readonly trouble: {
    fault(fault: CarrierFault): void;
    /** From now on orders of these ids are refused, for good or for now. */
    refuse(ids: readonly string[], retry: boolean): void;
  } | null;
  close(): Promise<void>;
}

let count = 0;
function order(changes: Partial<InstitutionMessage> = {}): InstitutionMessage {
  const matter = `stp_${String(++count).padStart(8, "0")}`;
  return {
    id: `eff_${matter}_2_request`,
    what: "stop-payment.request",
    matter,
    to: "org_bank",
    fields: { what: "stop-payment.request", account: "ICBC:6222000000000000", amountMinor: "5000000", note: "“甲”\n" },
    ...changes,
  };
}

export function institutionConformance(make: () => Promise<InstitutionHarness>, does: { readonly trouble: boolean }): void {
  describe("a link to an institution", () => {
    let harness: InstitutionHarness;
    let link: InstitutionLink;
    const accepted = (reference: unknown = expect.stringMatching(/^\S/)) => ({ reference, acceptedAtMs: expect.any(Number) });
    const referenceOf = (result: HandOver | { readonly refused: string; readonly retry: boolean }): string =>
      "reference" in result ? result.reference : `refused: ${result.refused}`;
    const timesCounted = (id: string): number => harness.counted()?.filter((one) => one.id === id).length ?? 1;

    beforeAll(async () => {
      harness = await make();
      link = await harness.open();
    });
    afterAll(() => harness.close());

    test("orders arrive as they were given, with one result each in their order", async () => {
      const orders = [order(), order({ what: "freeze.request" }), order({ fields: {} })];
      const results = await link.deliver(orders);
      expect(results).toEqual([accepted(), accepted(), accepted()]);
      expect(new Set(results.map(referenceOf)).size).toBe(3);
      const there = harness.counted()?.filter((one) => orders.some(({ id }) => id === one.id)) ?? orders;
      expect(there).toEqual(orders);
    });

    test("no orders give no results", async () => {
      expect(await link.deliver([])).toEqual([]);
    });

    test("a thousand at once are taken, each once", async () => {
      const orders = Array.from({ length: 1_000 }, () => order());
      const results = await link.deliver(orders);
      expect(results).toEqual(orders.map(() => accepted()));
      const there = harness.counted();
      if (there !== null) expect(there.filter((one) => orders.some(({ id }) => id === one.id)).map(({ id }) => id)).toEqual(orders.map(({ id }) => id));
    });

    test("the same id again gives the first reference and counts once, also after opening anew", async () => {
      const one = order();
      const [first] = await link.deliver([one]);
      for (const again of [link, await harness.open()]) {
        const fresh = order();
        const results = await again.deliver([fresh, one]);
        expect(results.map(referenceOf)).toEqual([expect.not.stringContaining("refused"), referenceOf(first)]);
      }
      expect(timesCounted(one.id)).toBe(1);
    });

    test("the same id twice in one hand-over, and in several at once, counts once", async () => {
      const one = order();
      const other = await harness.open();
      const all = await Promise.all([link.deliver([one, one]), other.deliver([one]), link.deliver([one])]);
      expect(new Set(all.flat().map(referenceOf)).size).toBe(1);
      expect(timesCounted(one.id)).toBe(1);
    });

    if (!does.trouble) return;

    test("an order that is refused holds up no other, and says whether trying later can help", async () => {
      const orders = Array.from({ length: 9 }, () => order());
      const { trouble } = harness;
      trouble?.refuse([orders[3].id], false);
      trouble?.refuse([orders[7].id], true);
      const results = await link.deliver(orders);
      expect(results).toEqual(
        orders.map((_, i) => (i === 3 ? { refused: expect.any(String), retry: false } : i === 7 ? { refused: expect.any(String), retry: true } : accepted())),
      );
      for (const [i, { id }] of orders.entries()) expect(timesCounted(id), `order ${i}`).toBe(i === 3 || i === 7 ? 0 : 1);
    });

    test("while the institution is away every order is to be tried later, and then counts once", async () => {
      const orders = [order(), order()];
      harness.trouble?.fault("away");
      expect(await link.deliver(orders)).toEqual(orders.map(() => ({ refused: expect.any(String), retry: true })));
      harness.trouble?.fault("none");
      for (const { id } of orders) expect(timesCounted(id)).toBe(0);
      expect(await link.deliver(orders)).toEqual(orders.map(() => accepted()));
      for (const { id } of orders) expect(timesCounted(id)).toBe(1);
    });

    test("when the answer is lost the orders are handed over again and count once", async () => {
      const orders = [order(), order()];
      harness.trouble?.fault("answer-lost");
      expect(await link.deliver(orders)).toEqual(orders.map(() => ({ refused: expect.any(String), retry: true })));
      harness.trouble?.fault("none");
      for (const { id } of orders) expect(timesCounted(id)).toBe(1);
      expect(await link.deliver(orders)).toEqual(orders.map(() => accepted()));
      for (const { id } of orders) expect(timesCounted(id)).toBe(1);
    });
  });
}
