/**
 * Brings the state back at start, snapshot first and then the log from there, and saves it while running. A replay also
 * checks itself: under the same rules every verdict's digest must come out as it was logged.
 */
import { isMalformed, ProblemError } from "../base/problem.ts";
import { positionAfter, type EventLog, type LogPosition, type SnapshotStore } from "../ports/event-log.ts";
import { decodeFrame } from "../screen/frame.ts";
import { V, VERDICT_WORDS, VerdictBatch } from "../screen/verdict-batch.ts";
import type { Engine } from "./engine.ts";
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
}

export async function recoverState(parts: Restorable, log: EventLog, snapshots: SnapshotStore): Promise<Recovered> {
  const { screener } = parts.engine;
  let from: LogPosition | "start" = "start";
  let snapshotRefused: string | null = null;
  const snapshot = await snapshots.loadLatest(NAME);
  if (snapshot !== undefined) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of snapshot.chunks()) chunks.push(chunk);
    try {
      restoreChunks(parts, chunks);
      from = snapshot.position;
    } catch (error) {
      // Settings such as table sizes changed: the log has everything, it only takes longer.
      if (!(error instanceof RangeError)) throw error;
      snapshotRefused = error.message;
    }
  }
  let eventsReplayed = 0;
  let differed = 0;
  for await (const logged of log.read(from)) {
    const frame = decodeFrame(logged.payload);
    if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `the frame at ${logged.position}: ${frame.what}, expected ${frame.expected}` });
    const { batch } = frame;
    for (let i = 0; i < batch.count; i++) parts.recentIds.see(batch, i, logged.firstSequence + i);
    parts.frames.add(logged.firstSequence, logged.position);
    const again = new VerdictBatch(batch.count);
    screener.screen(batch, 0, batch.count, again);
    eventsReplayed += batch.count;
    if (frame.versions.rules === parts.engine.rules.version && frame.versions.response === parts.engine.versions.response) {
      for (let i = 0; i < batch.count; i++) {
        const at = i * VERDICT_WORDS;
        if (again.words[at + V.digestLo] !== frame.verdicts.words[at + V.digestLo] || again.words[at + V.digestHi] !== frame.verdicts.words[at + V.digestHi]) differed++;
      }
    }
  }
  return { fromSnapshot: from !== "start", snapshotRefused, eventsReplayed, differed };
}

/** The whole state as chunks: a header that says how many belong to whom, features, scripts, recent ids. */
export function stateChunks(parts: Restorable): Uint8Array[] {
  const features = parts.engine.screener.features.snapshot();
  const clusters = parts.engine.screener.clusters.snapshot();
  const ids = parts.recentIds.snapshot();
  const head = new TextEncoder().encode(JSON.stringify({ features: features.length, clusters: clusters.length, ids: ids.length }));
  return [head, ...features, ...clusters, ...ids];
}

function restoreChunks(parts: Restorable, chunks: readonly Uint8Array[]): void {
  const head = JSON.parse(new TextDecoder().decode(chunks[0])) as { features: number; clusters: number; ids: number };
  const features = chunks.slice(1, 1 + head.features);
  const clusters = chunks.slice(1 + head.features, 1 + head.features + head.clusters);
  const ids = chunks.slice(1 + head.features + head.clusters);
  parts.engine.screener.features.restore(features);
  parts.engine.screener.clusters.restore(clusters);
  parts.recentIds.restore(ids);
}

/**
 * Saves the state of this moment. The chunks are copied before anything else may judge, then written when every event
 * in them is durable, so that a snapshot never knows more than the log.
 */
export async function saveState(parts: Restorable, snapshots: SnapshotStore, settled: Promise<LogPosition | null>): Promise<boolean> {
  const chunks = stateChunks(parts).map((chunk) => chunk.slice());
  const position = await settled;
  if (position === null) return false;
  await snapshots.save(NAME, positionAfter(position), chunks);
  return true;
}
