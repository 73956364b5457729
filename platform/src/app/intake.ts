/**
 * Reads the event log behind the verdicts and hands what concerns people to casework. How far it has come is saved in the
 * transaction in which the warnings are written, so that after any crash each event has been taken once and none is left
 * out. It never holds up the judging: it reads what is durable already.
 */
import { systemScope } from "../access/scope.ts";
import { faultPoint } from "../base/fault-point.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import type { Signal } from "../domain/signal.ts";
import type { Desk } from "../matters/desk.ts";
import type { Work } from "../matters/work.ts";
import { positionAfter, type EventLog, type LogPosition } from "../ports/event-log.ts";
import { decodeFrame } from "../screen/frame.ts";
import { LIMITS } from "./limits.ts";
import { signalsOf, type SignalParts } from "./signals.ts";

const CONSUMER = "casework";

export interface IntakeParts {
  readonly desk: Desk;
  readonly log: EventLog;
  readonly signals: SignalParts;
  /** What is done with them, in the transaction that moves on. */
  readonly take: (work: Work, signals: readonly Signal[]) => Promise<void>;
}

export class Intake {
  readonly #parts: IntakeParts;
  #position: LogPosition | "start" | null = null;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes everything durable that was not taken yet; gives how many signals there were. */
  async step(): Promise<number> {
    const { desk, log } = this.#parts;
    this.#position ??= await this.#saved();
    let taken = 0;
    let signals: Signal[] = [];
    let upTo: LogPosition | null = null;
    let frames = 0;
    for await (const logged of log.read(this.#position)) {
      const frame = decodeFrame(logged.payload);
      if (isMalformed(frame)) throw new ProblemError({ code: "log-damaged", detail: `a frame of the log: ${frame.what}, expected ${frame.expected}` });
      signals.push(...signalsOf(frame, this.#parts.signals, desk.world.nowMs()));
      upTo = positionAfter(logged.position);
      frames++;
      // Small pieces: a warning is visible when its piece is committed.
      if (signals.length < LIMITS.intakeSignals && frames < LIMITS.intakeFrames) continue;
      taken += await this.#commit(signals, upTo);
      signals = [];
      frames = 0;
    }
    if (upTo !== null && upTo !== this.#position) taken += await this.#commit(signals, upTo);
    return taken;
  }

  async #commit(signals: readonly Signal[], upTo: LogPosition): Promise<number> {
    faultPoint("intake.read");
    await this.#parts.desk.work(systemScope("intake"), async (work) => {
      if (signals.length > 0) await this.#parts.take(work, signals);
      await work.query("insert into consumer (name, position) values ($1, $2) on conflict (name) do update set position = excluded.position", [CONSUMER, upTo], "consumer-moves");
    });
    this.#position = upTo;
    return signals.length;
  }

  async #saved(): Promise<LogPosition | "start"> {
    const [row] = await this.#parts.desk.store.snapshot((sql) => sql.query<{ readonly position: number }>("select position from consumer where name = $1", [CONSUMER]));
    return row?.position ?? "start";
  }
}
