/**
 * The server's work: events in, judged once, durable in the log before anybody gets the answer. It keeps one order for
 * everything that happened, answers a repeated event with its first verdict, saves the state now and then, and rebuilds
 * it from snapshot and log at start.
 */
import { ProblemError, malformed, type Problem } from "../base/problem.ts";
import { faultPoint } from "../base/fault-point.ts";
import type { World } from "../base/world.ts";
import type { LineRefusal } from "../domain/decode-event.ts";
import { refusal } from "../domain/parse-event.ts";
import { RECORD_BYTES, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { ACTIONS, type Verdict, type Versions } from "../domain/verdict.ts";
import type { EventLog, LogPosition } from "../ports/event-log.ts";
import { decodeFrame, encodeFrame, encodeVersions, keepsTextUnlessAllowed, readDetails, type Frame } from "../screen/frame.ts";
import { verdictOf, type RulesById } from "../screen/render.ts";
import { VERDICT_FLAG } from "../screen/verdict-batch.ts";
import { isMalformed } from "../base/problem.ts";
import type { PublishedRules } from "../screen/publish.ts";
import type { RuleArchive } from "./rule-archive.ts";
import type { Engine } from "./engine.ts";
import { Counters } from "./counters.ts";
import { FrameIndex } from "./frame-index.ts";
import { LineReader } from "./line-reader.ts";
import { ListHits } from "./list-hits.ts";
import { LiveFeed, maskEvent, type LiveItem } from "./live-feed.ts";
import { LIMITS } from "./limits.ts";
import { RecentIds } from "./recent-ids.ts";
import { retentionClassOf } from "./retention.ts";
import type { EventJson } from "../domain/read-event.ts";
import type { VerdictDetails } from "../screen/verdict-batch.ts";

/** A piece of an answer: verdict lines that may be sent once they are durable, in the order of the input. */
export type AnswerPiece =
  | { readonly kind: "verdicts"; readonly count: number; readonly bytes: Promise<Uint8Array> }
  /** The line of an event that was judged before: its first verdict, or why that cannot be given any more. */
  | { readonly kind: "repeated"; readonly answer: Promise<Uint8Array | LineRefusal> }
  | { readonly kind: "refused"; readonly problem: LineRefusal };

export interface JudgedEvent {
  readonly event: EventJson;
  readonly verdict: Verdict;
  readonly receivedAtMs: number;
}

export interface ServiceParts {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly world: World;
  readonly archive: RuleArchive;
}

const DIRECT: readonly never[] = [];
const ignorePiece = (): void => undefined;

interface Seat {
  readonly reader: LineReader;
  take: (piece: AnswerPiece) => void;
  sample: boolean;
}

export interface ServiceStream {
  readonly reader: LineReader;
  /** Gives the reader back; what was pushed and not ended is forgotten. */
  release(): void;
}

export class Service {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly world: World;
  readonly counters = new Counters();
  readonly live = new LiveFeed();
  readonly listHits: ListHits;
  readonly recentIds = new RecentIds(LIMITS.recentIdsMax);
  readonly frames = new FrameIndex();
  readonly startedAtMs: number;
  readonly #archive: RuleArchive;
  #versionsOf: Versions | null = null;
  /** Told of every batch that was judged, before it is durable: shadow runs count there. */
  onJudged: ((batch: EventBatch, nowMs: number) => void) | null = null;
  #versionBytes: Uint8Array = new Uint8Array(0);
  #failure: Problem | null = null;
  /** Resolves when the newest appended frame is durable. */
  #last: Promise<LogPosition | null> = Promise.resolve(null);
  #sinceSnapshot = 0;
  #streams = 0;
  readonly #freeSeats: Seat[] = [];

  constructor(parts: ServiceParts) {
    this.engine = parts.engine;
    this.log = parts.log;
    this.world = parts.world;
    this.#archive = parts.archive;
    this.startedAtMs = parts.world.nowMs();
    this.listHits = new ListHits(this.startedAtMs);
  }

  /** Why nothing can be accepted any more, or null. */
  get failure(): Problem | null {
    return this.#failure;
  }

  get eventsSinceSnapshot(): number {
    return this.#sinceSnapshot;
  }

  snapshotTaken(): void {
    this.#sinceSnapshot = 0;
  }

  /** Resolves with the position of the newest frame once it is durable; null when nothing was appended since start. */
  get settled(): Promise<LogPosition | null> {
    return this.#last;
  }

  /** True while new work should wait: what is accepted already fills the queue to the disk. */
  get full(): boolean {
    return this.log.pendingBytes > LIMITS.pendingBytesMax;
  }

  /** Resolves when there is room again. */
  async room(): Promise<void> {
    while (this.full && this.#failure === null) await this.#last.catch(() => null);
  }

  /** Starts one sender's stream. Pieces come in the order of the input, some after their `bytes` resolve. Release it. */
  openStream(take: (piece: AnswerPiece) => void, sample = false): ServiceStream {
    if (this.#streams >= LIMITS.streamsMax) throw new ProblemError({ code: "overloaded", detail: `${LIMITS.streamsMax} streams are open; try again shortly` });
    this.#streams++;
    const seat = this.#freeSeats.pop() ?? this.#newSeat();
    seat.take = take;
    seat.sample = sample;
    let released = false;
    return {
      reader: seat.reader,
      release: () => {
        if (released) return;
        released = true;
        this.#streams--;
        seat.take = ignorePiece;
        seat.reader.reset();
        this.#freeSeats.push(seat);
      },
    };
  }

  /** Judges the lines of one short input at once. */
  judgeNow(bytes: Uint8Array, sample = false): readonly AnswerPiece[] {
    const pieces: AnswerPiece[] = [];
    const stream = this.openStream((piece) => pieces.push(piece), sample);
    try {
      stream.reader.push(bytes);
      stream.reader.end();
    } finally {
      stream.release();
    }
    return pieces;
  }

  /** A reader with its buffers costs most of a megabyte: they are kept and given to the next stream. */
  #newSeat(): Seat {
    const seat: { take: (piece: AnswerPiece) => void; sample: boolean } = { take: ignorePiece, sample: false };
    const reader = new LineReader({
      batch: (batch, lines) => this.#judge(batch, lines, seat.take, seat.sample),
      refused: (problem) => {
        this.counters.refused++;
        seat.take({ kind: "refused", problem });
      },
    });
    return Object.assign(seat, { reader });
  }

  /** Throws the problem that stops the service, or `overloaded`. Asked before anything is judged. */
  admit(): void {
    if (this.#failure !== null) throw new ProblemError(this.#failure);
    if (this.full) throw new ProblemError({ code: "overloaded", detail: `more than ${LIMITS.pendingBytesMax} bytes wait to be written; try again shortly` });
  }

  #judge(batch: EventBatch, lines: Float64Array, take: (piece: AnswerPiece) => void, sample: boolean): void {
    if (this.#failure !== null) throw new ProblemError(this.#failure);
    const nowMs = this.world.nowMs();
    const first = this.log.nextSequence;
    const marks = this.#takeRepeated(batch, lines, first);
    const count = batch.count;
    if (count === 0) {
      for (const mark of marks) take(this.#answerMark(mark));
      return;
    }
    for (let i = 0; i < count; i++) batch.doubles[i * RECORD_DOUBLES + W.receivedAtDouble] = nowMs;
    const { engine } = this;
    const verdicts = engine.judge(batch);
    const { versions } = engine;
    if (versions !== this.#versionsOf) {
      this.#versionsOf = versions;
      this.#versionBytes = encodeVersions(versions);
    }
    const payload = encodeFrame(batch, 0, count, verdicts, this.#versionBytes, keepsTextUnlessAllowed);
    faultPoint("service.judged");
    const durable = this.log.append({ firstSequence: first, count, receivedAtMs: nowMs, retentionClass: retentionClassOf(batch, verdicts, count), payload });
    this.#sinceSnapshot += count;
    const live = this.#count(batch, nowMs, sample);
    this.onJudged?.(batch, nowMs);
    const answered = durable.then(
      (position) => {
        this.frames.add(first, position);
        this.counters.framesLogged++;
        this.counters.bytesLogged += payload.length;
        for (const item of live) this.live.publish(item);
        faultPoint("service.answering");
        return position;
      },
      (error: unknown) => {
        // The state has seen events that the log has not: going on would make the two disagree.
        this.#failure ??= error instanceof ProblemError ? error.problem : { code: "write-failed", detail: String(error) };
        throw error;
      },
    );
    this.#last = answered;
    answered.catch(() => null);
    this.#answer(batch, marks, answered, take);
  }

  /** Removes events that were judged before from the batch and says where they stood. */
  #takeRepeated(batch: EventBatch, lines: Float64Array, first: number): readonly Mark[] {
    let marks: Mark[] | null = null;
    let kept = 0;
    const { count, words, bytes } = batch;
    for (let i = 0; i < count; i++) {
      const seen = this.recentIds.see(batch, i, first + kept);
      if (seen.kind !== "new") {
        marks ??= [];
        this.counters.repeated++;
        marks.push({ before: kept, line: lines[i], id: batch.text(i, 0), sequence: seen.kind === "repeated" ? seen.sequence : -1 });
        continue;
      }
      if (kept !== i) bytes.copyWithin(kept * RECORD_BYTES, i * RECORD_BYTES, (i + 1) * RECORD_BYTES);
      kept++;
    }
    if (kept < count) words.fill(0, kept * RECORD_WORDS, count * RECORD_WORDS);
    batch.count = kept;
    return marks ?? DIRECT;
  }

  #answer(batch: EventBatch, marks: readonly Mark[], durable: Promise<LogPosition>, take: (piece: AnswerPiece) => void): void {
    const { writer, verdicts } = this.engine;
    let next = 0;
    let from = 0;
    for (let i = 0; i <= batch.count; i++) {
      const stop = i === batch.count || (next < marks.length && marks[next].before === i);
      if (stop && i > from) {
        const bytes = writer.take();
        take({ kind: "verdicts", count: i - from, bytes: durable.then(() => bytes) });
        from = i;
      }
      while (next < marks.length && marks[next].before === i) take(this.#answerMark(marks[next++]));
      if (i < batch.count) writer.write(batch, verdicts, i);
    }
  }

  #answerMark(mark: Mark): AnswerPiece {
    if (mark.sequence < 0) {
      return { kind: "refused", problem: { ...refusal("id", malformed(mark.id, "an id that was not used before for another event")), line: mark.line } };
    }
    const answer = this.#bySequence(mark.sequence, mark.id).then((found) =>
      found === null
        ? { ...refusal("id", malformed(mark.id, "an id that is new: this one was judged before and its verdict is no longer kept")), line: mark.line }
        : encoder.encode(`${JSON.stringify(found.verdict)}\n`),
    );
    answer.catch(() => null);
    return { kind: "repeated", answer };
  }

  #count(batch: EventBatch, nowMs: number, sample: boolean): Omit<LiveItem, "number">[] {
    const { verdicts, rules } = this.engine;
    const live: Omit<LiveItem, "number">[] = [];
    for (let i = 0; i < batch.count; i++) {
      const action = verdicts.actionCode(i);
      this.counters.add(batch.words[i * RECORD_WORDS + W.kind], action, nowMs);
      const details = verdicts.details[i]!;
      if ((verdicts.flags(i) & VERDICT_FLAG.degraded) !== 0) this.counters.degraded++;
      if (details !== null) for (const [rule] of details.hits) this.counters.hit(rule);
      this.listHits.add(batch, i, nowMs);
      if (this.live.wants(nowMs, ACTIONS[action] === "allow")) {
        live.push({
          receivedAtMs: nowMs,
          event: maskEvent(batch, i),
          verdict: verdictOf(batch, verdicts, i, details, rules.rulesById, this.engine.versions, this.engine.explainEntry),
          sample,
        });
      }
    }
    return live;
  }

  /** The event with this id and its verdict, as far back as the log goes; null when there is none. */
  async find(id: string): Promise<JudgedEvent | null> {
    const sequence = this.recentIds.find(id);
    if (sequence !== null) {
      const found = await this.#bySequence(sequence, id);
      if (found !== null) return found;
    }
    let newest: JudgedEvent | null = null;
    for await (const logged of this.log.read("start")) {
      const found = this.#inFrame(decodeFrame(logged.payload), id, logged.receivedAtMs);
      if (found !== null) newest = found;
    }
    return newest;
  }

  async #bySequence(sequence: number, id: string): Promise<JudgedEvent | null> {
    // The frame may be on its way to the disk.
    await this.#last.catch(() => null);
    const position = this.frames.find(sequence);
    if (position === null) return null;
    try {
      const logged = await this.log.readAt(position);
      return this.#inFrame(decodeFrame(logged.payload), id, logged.receivedAtMs);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === "not-found") return null;
      throw error;
    }
  }

  #inFrame(frame: ReturnType<typeof decodeFrame>, id: string, receivedAtMs: number): JudgedEvent | null {
    if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
    for (let i = 0; i < frame.batch.count; i++) if (frame.batch.text(i, 0) === id) return this.#judged(frame, i, readDetails(frame, i), receivedAtMs);
    return null;
  }

  #judged(frame: Frame, i: number, details: VerdictDetails | null, receivedAtMs: number): JudgedEvent {
    const rules = this.rulesOf(frame.versions.rules);
    return { event: maskEvent(frame.batch, i), verdict: verdictOf(frame.batch, frame.verdicts, i, details, rules, frame.versions, this.engine.explainEntry), receivedAtMs };
  }

  /** From the next batch on these rules decide. They are in the archive before any verdict names them. */
  publishRules(rules: PublishedRules): void {
    this.#archive.keep(rules);
    this.engine.publish(rules);
  }

  /** The same, to judge by again; null when they are not kept or no longer fit this program. */
  publishedOf(version: string): PublishedRules | null {
    return version === this.engine.rules.version ? this.engine.rules : this.#archive.published(version, this.engine.environment);
  }

  /** The rules of a version, as far as they are kept: those that judge now, or those that judged then. */
  rulesOf(version: string): RulesById {
    return version === this.engine.rules.version ? this.engine.rules.rulesById : this.#archive.rules(version, this.engine.environment);
  }
}

interface Mark {
  /** Place among the events that were kept. */
  readonly before: number;
  readonly line: number;
  readonly id: string;
  /** Sequence of the first, or -1 when the id was used for other content. */
  readonly sequence: number;
}

const encoder = new TextEncoder();
