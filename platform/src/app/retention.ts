/**
 * How long judged events are kept, by what was decided, and what becomes of a frame when its time is over. What was let
 * through is kept shorter than what was acted on, because people may object to the latter for longer.
 */
import { isMalformed } from "../base/problem.ts";
import { EventBatch, RECORD_BYTES } from "../domain/record.ts";
import { ACTIONS } from "../domain/verdict.ts";
import type { ErasePolicy, FrameFate, LoggedFrame } from "../ports/event-log.ts";
import { decodeFrame, encodeFrame, encodeVersions, readDetails } from "../screen/frame.ts";
import { VERDICT_WORDS, VerdictBatch } from "../screen/verdict-batch.ts";
import type { Retention } from "./config.ts";

const DAY_MS = 86_400_000;
const ALLOW = ACTIONS.indexOf("allow");
const HAS_ALLOWED = 1;
const HAS_OTHER = 2;

/** Which kinds of keeping a frame needs: bit 1 for allowed events, bit 2 for others. */
export function retentionClassOf(verdicts: VerdictBatch, count: number): number {
  let bits = 0;
  for (let i = 0; i < count; i++) bits |= verdicts.actionCode(i) === ALLOW ? HAS_ALLOWED : HAS_OTHER;
  return bits;
}

/** What the log should erase now. Pure: the same frame gets the same answer. */
export function erasePolicy(retention: Retention, nowMs: number): ErasePolicy {
  const allowBefore = nowMs - retention.allowDays * DAY_MS;
  const otherBefore = nowMs - retention.flaggedDays * DAY_MS;
  return { receivedBeforeMs: Math.max(allowBefore, otherBefore), fateOf: (frame) => fateOf(frame, allowBefore, otherBefore) };
}

function fateOf(frame: LoggedFrame, allowBefore: number, otherBefore: number): FrameFate {
  const allowedDue = frame.receivedAtMs < allowBefore && (frame.retentionClass & HAS_ALLOWED) !== 0;
  const othersDue = frame.receivedAtMs < otherBefore && (frame.retentionClass & HAS_OTHER) !== 0;
  if (!allowedDue && !othersDue) return { kind: "keep" };
  const left = frame.retentionClass & ~(allowedDue ? HAS_ALLOWED : 0) & ~(othersDue ? HAS_OTHER : 0);
  if (left === 0) return { kind: "drop" };
  const decoded = decodeFrame(frame.payload);
  // A frame that cannot be read cannot be shortened: it goes when all of it is due.
  if (isMalformed(decoded)) return { kind: "keep" };
  const stay = Array.from({ length: decoded.batch.count }, (_, i) => i).filter((i) => (decoded.verdicts.actionCode(i) === ALLOW ? !allowedDue : !othersDue));
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
