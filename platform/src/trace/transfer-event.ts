/**
 * Transfers as events of the log: as the JSON that every way in reads, and as a batch of records for the graph. For
 * whoever has transfers in hand (an import, a test); the log and files come as records already.
 */
import { assert } from "../base/assert.ts";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";
import { writeEvent } from "../domain/parse-event.ts";
import { EventBatch } from "../domain/record.ts";
import type { Transfer } from "./transfer.ts";

/** What an event can say and the graph does not keep. */
export interface TransferWords {
  /** The purpose in its own words. */
  readonly purposeText?: string;
}

export function transferEvent(t: Transfer & TransferWords): Readonly<Record<string, unknown>> {
  return {
    id: t.id,
    kind: "transfer",
    occurredAt: new Date(t.occurredAtMs).toISOString(),
    from: { institution: t.from.institution, account: t.from.account },
    to: { institution: t.to.institution, account: t.to.account },
    amountMinor: t.amountMinor.toString(),
    currency: t.currency,
    ...(t.channel === undefined ? {} : { channel: t.channel }),
    ...(t.purposeText === undefined ? {} : { purpose: t.purposeText }),
    ...(t.payeeType === undefined ? {} : { payeeType: t.payeeType }),
    ...(t.goodsTrade === true ? { goodsTrade: true } : {}),
    ...(t.reportedVictim === true ? { reportedVictim: true } : {}),
    ...(t.payeeNew === undefined ? {} : { payeeNew: t.payeeNew }),
    ...(t.relationMonths === undefined ? {} : { relationMonths: t.relationMonths }),
    ...(t.balanceBeforeMinor === undefined ? {} : { balanceBeforeMinor: t.balanceBeforeMinor.toString() }),
  };
}

/** One batch of all of them; a transfer that is no valid event is a bug here. */
export function batchOfTransfers(transfers: readonly (Transfer & TransferWords)[]): EventBatch {
  const batch = new EventBatch(Math.max(1, transfers.length));
  batch.heap = new Uint8Array(transfers.length * 4096 + EVENT_LINE_BYTES_MAX);
  transfers.forEach((t, i) => {
    const refused = writeEvent(batch, i, transferEvent(t));
    assert(refused === null, `transfer ${i} is an event: ${refused?.field} ${refused?.expected}`);
  });
  batch.count = transfers.length;
  return batch;
}
