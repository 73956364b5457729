/** Events as a frame of the log, let through without being judged: for tests of what reads the log behind the verdicts. */
import { EVENT_LINE_BYTES_MAX } from "../src/domain/event-fields.ts";
import { writeEvent } from "../src/domain/parse-event.ts";
import { EventBatch } from "../src/domain/record.ts";
import { encodeFrame, encodeVersions } from "../src/screen/frame.ts";
import { VerdictBatch } from "../src/screen/verdict-batch.ts";

const VERSIONS = encodeVersions({ program: "test", rules: "test", lists: "test", text: "test", host: "test", response: "test" });

export function frameOf(events: readonly object[]): Uint8Array {
  return encodeFrame(batchOfEvents(events), 0, events.length, new VerdictBatch(events.length), VERSIONS, () => true);
}

export function batchOfEvents(events: readonly object[]): EventBatch {
  const batch = new EventBatch(events.length);
  batch.heap = new Uint8Array(events.length * 2_048 + EVENT_LINE_BYTES_MAX);
  events.forEach((event, i) => {
    const refused = writeEvent(batch, i, event);
    if (refused !== null) throw new Error(`event ${i}: ${refused.field} ${refused.expected}`);
  });
  batch.count = events.length;
  return batch;
}

export interface Moved {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: string;
  readonly atMs: number;
  readonly more?: object;
}

/** A transfer event; accounts are written `INSTITUTION:number`. */
export function moved({ id, from, to, amountMinor, atMs, more = {} }: Moved): object {
  const accountOf = (text: string): object => ({ institution: text.slice(0, text.indexOf(":")), account: text.slice(text.indexOf(":") + 1) });
  return { id, kind: "transfer", occurredAt: new Date(atMs).toISOString(), from: accountOf(from), to: accountOf(to), amountMinor, currency: "CNY", ...more };
}
