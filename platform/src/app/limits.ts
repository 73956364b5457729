/**
 * Every limit of the running system, in one place, checked against one another at start. Overload is a designed answer:
 * what does not fit is refused with a problem that says so.
 */
import { assert } from "../base/assert.ts";
import { EVENT_LINE_BYTES_MAX } from "../domain/event-fields.ts";

export const LIMITS = {
  /** Events judged, logged and answered together: enough to share one disk sync, few enough to answer soon. */
  batchEvents: 256,
  /** Bytes read at a time from a file or a request. */
  chunkBytes: 1 << 18,
  /** Bytes of a file that go to a decoding thread at a time: waking a thread costs as much as hundreds of events. */
  fileChunkBytes: 1 << 20,
  /** Room behind a chunk for strings that had to be rewritten and for signatures. */
  chunkSlackBytes: 1 << 17,
  /** Streams of events open at a time; each holds most of a megabyte. */
  streamsMax: 256,
  /** One request. A longer stream is sent as several; a client that wants more keeps the connection. */
  requestBytesMax: 1 << 30,
  /** Events accepted and not yet durable, over all requests, in bytes. Beyond it new work is told to come back. */
  pendingBytesMax: 64 << 20,
  /** Refused lines shown on a terminal; all of them are in the rejects file. */
  refusalsShownMax: 20,
  /** Characters of a text that the live page shows; the whole text belongs to a matter. */
  liveTextCharactersMax: 120,
  /** Verdicts kept in memory for the live page. */
  recentVerdictsMax: 500,
  /** Browsers and programs that watch verdicts live. */
  liveWatchersMax: 500,
  /** Live verdicts sent to one watcher a second; the rest are counted, not sent. */
  livePerSecondMax: 50,
  /** Ids remembered so that a repeated event is answered, not judged again. */
  recentIdsMax: 1 << 20,
  /** Events between two snapshots of the state: copying it stops everything for a moment, replaying these takes seconds. */
  snapshotEveryEvents: 10_000_000,
  /** … and at least this often when something happened. */
  snapshotEveryMs: 10 * 60_000,
  /** How often expired segments are looked for. */
  eraseEveryMs: 60 * 60_000,
  /** Verdicts that become warnings in one transaction: a warning is visible when its piece is committed. */
  intakeSignals: 200,
  /** Frames of the log behind which the reader's place is saved, also when nothing concerned anybody. */
  intakeFrames: 500,
  /** Frames that the money graph and the rings take before requests are answered in between. */
  moneyFrames: 64,
  /** Reports whose money is followed without anybody asking: the newest, each a few microseconds for a transfer that touches it. */
  moneyFollowedMax: 2_000,
  /** … and for so many days after they were opened: money moves within hours, and a stop lasts two days (assumed). */
  moneyFollowedDays: 7,
  /** Transfers between two snapshots of the money graph, whichever comes first with the time above: as many are read again in seconds. */
  moneySnapshotTransfers: 2_000_000,
  /** Sessions with the database at once: more only wait for the same two cores. */
  databaseConnectionsMax: 24,
} as const;

/** Throws (a bug) when two limits contradict each other. */
export function checkLimits(): void {
  const l = LIMITS;
  assert(l.chunkBytes > EVENT_LINE_BYTES_MAX * 2, "a chunk must hold more than one line");
  assert(l.chunkSlackBytes >= EVENT_LINE_BYTES_MAX * 3 + l.batchEvents * 128, "the slack must hold one rewritten line and a batch's signatures");
  assert(l.pendingBytesMax > l.chunkBytes * 8, "pending work must hold several chunks");
}
