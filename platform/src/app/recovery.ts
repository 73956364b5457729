/**
 * Brings the state back at start, snapshot first and then the log from there, and saves it while running. A replay also
 * checks itself: under the same rules every verdict's digest must come out as it was logged.
 */
import { faultPoint } from "../base/fault-point.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { positionAfter, type EventLog, type LogPosition, type SnapshotStore } from "../ports/event-log.ts";
import { decodeFrame } from "../screen/frame.ts";
import { V, VERDICT_WORDS, VerdictBatch } from "../screen/verdict-batch.ts";
import type { PublishedRules } from "../screen/publish.ts";
import { seedOf, type Engine } from "./engine.ts";
import type { FrameIndex } from "./frame-index.ts";
import type { RecentIds } from "./recent-ids.ts";

const NAME = "state";

export interface Recovered {
  readonly fromSnapshot: boolean;
  /** Why a snapshot was not used, if there was one. */
  readonly snapshotRefused: string | null;
  readonly eventsReplayed: number;
  /** Events whose digest came out otherwise although the rules are the same: 0 unless something is wrong. */
  readonly differed: number;
}

export interface Restorable {
  readonly engine: Engine;
  readonly recentIds: RecentIds;
  readonly frames: FrameIndex;
  /** The rules of a version, where they are kept: rules change while the server runs, and each frame is judged by its own. */
  publishedOf?(version: string): PublishedRules | null;
}

export async function recoverState(parts: Restorable, log: EventLog, snapshots: SnapshotStore): Promise<Recovered> {
  const { screener } = parts.engine;
  let from: LogPosition | "start" = "start";
  let snapshotRefused: string | null = null;
  /** Sequence number that follows what the state has seen; an event that is not there was erased. */
  let next = 0;
  const snapshot = await snapshots.loadLatest(NAME);
  if (snapshot !== undefined) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of snapshot.chunks()) chunks.push(chunk);
    try {
      next = restoreChunks(parts, chunks);
      from = snapshot.position;
      faultPoint("state.restored");
    } catch (error) {
      // Settings such as table sizes changed: the log has everything, it only takes longer.
      snapshotRefused = error instanceof Error ? error.message : String(error);
    }
  }
  let eventsReplayed = 0;
  let differed = 0;
  let whole = true;
  const { rules: present } = parts.engine;
  let judging = present;
  for await (const logged of log.read(from)) {
    const frame = decodeFrame(logged.payload);
    if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `the frame at ${logged.position}: ${frame.what}, expected ${frame.expected}` });
    const { batch } = frame;
    // Without what was erased the state is another one, and so are its digests: nothing to compare from there on.
    whole &&= logged.firstSequence === next && batch.count === logged.count;
    next = logged.firstSequence + logged.count;
    for (let i = 0; i < batch.count; i++) parts.recentIds.see(batch, i, logged.firstSequence + i);
    parts.frames.add(logged.firstSequence, logged.position);
    if (frame.versions.rules !== judging.version) {
      judging = (frame.versions.rules === present.version ? present : parts.publishedOf?.(frame.versions.rules)) ?? present;
      screener.use(judging, seedOf(judging));
    }
    const again = new VerdictBatch(batch.count);
    screener.screen(batch, 0, batch.count, again);
    eventsReplayed += batch.count;
    if (whole && frame.versions.rules === judging.version && frame.versions.response === parts.engine.versions.response) {
      for (let i = 0; i < batch.count; i++) {
        const at = i * VERDICT_WORDS;
        if (again.words[at + V.digestLo] !== frame.verdicts.words[at + V.digestLo] || again.words[at + V.digestHi] !== frame.verdicts.words[at + V.digestHi]) differed++;
      }
    }
  }
  screener.use(present, seedOf(present));
  faultPoint("state.replayed");
  return { fromSnapshot: from !== "start", snapshotRefused, eventsReplayed, differed };
}

interface Head {
  readonly format: number;
  readonly nextSequence: number;
  /** How many chunks belong to whom, in this order. */
  readonly features: number;
  readonly clusters: number;
  readonly ids: number;
  readonly frames: number;
}

/** Raised when chunks come, go or change their meaning: an older snapshot is then refused and the log replayed. */
const FORMAT = 2;

/** The whole state but for the index of frames, copied: what was judged up to now, durable or not. */
function copyState(parts: Restorable): { readonly features: readonly Uint8Array[]; readonly clusters: readonly Uint8Array[]; readonly ids: readonly Uint8Array[] } {
  const { features, clusters } = parts.engine.screener;
  return { features: features.snapshot(), clusters: clusters.snapshot(), ids: parts.recentIds.snapshot().map((chunk) => chunk.slice()) };
}

/** Returns the sequence number that comes next. Throws when the snapshot does not fit; the state is then as it was: empty. */
function restoreChunks(parts: Restorable, chunks: readonly Uint8Array[]): number {
  const head = JSON.parse(new TextDecoder().decode(chunks[0])) as Head;
  if (head.format !== FORMAT) throw new RangeError(`format ${head.format}, expected ${FORMAT}`);
  let at = 1;
  const part = (count: number): readonly Uint8Array[] => chunks.slice(at, (at += count));
  const [features, clusters, ids, frames] = [part(head.features), part(head.clusters), part(head.ids), part(head.frames)];
  const { screener } = parts.engine;
  const empty = screener.features.snapshot();
  // Each restores all or nothing; so do they together.
  parts.recentIds.checkFit(ids);
  screener.features.restore(features);
  try {
    screener.clusters.restore(clusters);
  } catch (error) {
    screener.features.restore(empty);
    throw error;
  }
  parts.recentIds.restore(ids);
  parts.frames.restore(frames[0] ?? new Uint8Array(0));
  return head.nextSequence;
}

/**
 * Saves the state of this moment. It is copied before anything else may judge, then written when every event in it is
 * durable, so that a snapshot never knows more than the log.
 */
export async function saveState(parts: Restorable, snapshots: SnapshotStore, log: EventLog, settled: Promise<LogPosition | null>): Promise<boolean> {
  const { features, clusters, ids } = copyState(parts);
  const { nextSequence } = log;
  faultPoint("state.copied");
  const position = await settled;
  if (position === null) return false;
  const head: Head = { format: FORMAT, nextSequence, features: features.length, clusters: clusters.length, ids: ids.length, frames: 1 };
  await snapshots.save(NAME, positionAfter(position), [new TextEncoder().encode(JSON.stringify(head)), ...features, ...clusters, ...ids, parts.frames.snapshot(position)]);
  return true;
}
