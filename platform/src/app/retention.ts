/**
 * How long judged events are kept, by kind and by what was decided, and what becomes of a frame when its time is over. What was let
 * through is kept shorter than what was acted on, because people may object to the latter for longer.
 */
import { isMalformed } from "../base/problem.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { EventBatch, RECORD_BYTES, RECORD_WORDS, W } from "../domain/record.ts";
import { ACTIONS } from "../domain/verdict.ts";
import type { ErasePolicy, FrameFate, LoggedFrame } from "../ports/event-log.ts";
import { decodeFrame, encodeFrame, encodeVersions, readDetails } from "../screen/frame.ts";
import { VERDICT_WORDS, VerdictBatch } from "../screen/verdict-batch.ts";
import type { Retention } from "./config.ts";

const DAY_MS = 86_400_000;
const ALLOW = ACTIONS.indexOf("allow");
const KINDS = EVENT_KINDS.length;

/** What is kept alike: events of one kind that were let through (even bits), and those that were not (odd bits). */
function groupOf(kind: number, action: number): number {
  return kind * 2 + (action === ALLOW ? 0 : 1);
}

/** Which groups a frame has events of: a bit each. */
export function retentionClassOf(batch: EventBatch, verdicts: VerdictBatch, count: number): number {
  let bits = 0;
  for (let i = 0; i < count; i++) bits |= 1 << groupOf(batch.words[i * RECORD_WORDS + W.kind], verdicts.actionCode(i));
  return bits;
}

/** What the log should erase now. Pure: the same frame gets the same answer. */
export function erasePolicy(retention: Retention, nowMs: number): ErasePolicy {
  const before = Array.from({ length: KINDS * 2 }, (_, group) => {
    const own = retention.byKind?.[EVENT_KINDS[group >> 1]];
    const days = group % 2 === 0 ? (own?.allowDays ?? retention.allowDays) : (own?.flaggedDays ?? retention.flaggedDays);
    return nowMs - days * DAY_MS;
  });
  return { receivedBeforeMs: Math.max(...before), fateOf: (frame) => fateOf(frame, before) };
}

function fateOf(frame: LoggedFrame, before: readonly number[]): FrameFate {
  const due = before.reduce((bits, limitMs, group) => (frame.receivedAtMs < limitMs ? bits | (1 << group) : bits), 0) & frame.retentionClass;
  if (due === 0) return { kind: "keep" };
  const left = frame.retentionClass & ~due;
  if (left === 0) return { kind: "drop" };
  const decoded = decodeFrame(frame.payload);
  // A frame that cannot be read cannot be shortened: it goes when all of it is due.
  if (isMalformed(decoded)) return { kind: "keep" };
  const isDue = (i: number): boolean => (due & (1 << groupOf(decoded.batch.words[i * RECORD_WORDS + W.kind], decoded.verdicts.actionCode(i)))) !== 0;
  const stay = Array.from({ length: decoded.batch.count }, (_, i) => i).filter((i) => !isDue(i));
  const batch = new EventBatch(stay.length);
  const verdicts = new VerdictBatch(stay.length);
  stay.forEach((from, to) => {
    batch.bytes.set(decoded.batch.bytes.subarray(from * RECORD_BYTES, (from + 1) * RECORD_BYTES), to * RECORD_BYTES);
    verdicts.words.set(decoded.verdicts.words.subarray(from * VERDICT_WORDS, (from + 1) * VERDICT_WORDS), to * VERDICT_WORDS);
    verdicts.details[to] = readDetails(decoded, from);
  });
  batch.count = stay.length;
  batch.heap = decoded.batch.heap;
  batch.heapEnd = decoded.batch.heapEnd;
  return { kind: "replace", payload: encodeFrame(batch, 0, stay.length, verdicts, encodeVersions(decoded.versions), () => true), retentionClass: left };
}
