/**
 * The process that service-crash.test.ts kills: the whole service over a log, fed with the town's events by number. It
 * prints what a client was answered, each line before anything else happens. Argument: a `ServiceOrder` as JSON.
 */
import { writeSync } from "node:fs";
import { composeApp, type App } from "../src/app/compose.ts";
import { armFaultPoint, type FaultPoint } from "../src/base/fault-point.ts";
import { mix32 } from "../src/base/hash.ts";
import type { World } from "../src/base/world.ts";
import { loadReference } from "../src/sim/reference.ts";
import { TownStream } from "../src/sim/stream.ts";
import { testConfig } from "./running-server.ts";

export interface ServiceOrder {
  readonly directory: string;
  /** Number of the first event to send; what is sent again was answered before or never. */
  readonly from: number;
  /** Number after the last event to send. */
  readonly to: number;
  /** Dies when this point is passed for the `hits`-th time. */
  readonly fault?: FaultPoint;
  readonly hits?: number;
}

const STANDARD_OUTPUT = 1;
const IN_FLIGHT = 6;
/** Time goes faster, so that snapshots are taken every third of a second instead of every ten minutes. */
const SPEED = 1_800;
const START_MS = Date.UTC(2026, 10, 2, 1);

/** Event n of the one history that every process sends. */
export function* townLines(): Generator<string> {
  const town = new TownStream({ seed: 7, startMs: START_MS, perSecond: 40 }, loadReference());
  for (;;) yield town.next().line;
}

/** Sends lines [from, to) as a few clients would, a batch of odd size each time, and tells of every answer. */
export async function send(
  app: App,
  from: number,
  to: number,
  answered: (first: number, verdicts: readonly { readonly eventId: string; readonly digest: string }[]) => void,
): Promise<void> {
  const lines = townLines();
  for (let n = 0; n < from; n++) lines.next();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const waiting: Promise<void>[] = [];
  for (let first = from; first < to;) {
    const count = Math.min(to - first, 1 + (mix32(first) % 40));
    const batch = Array.from({ length: count }, () => lines.next().value as string);
    const pieces = app.service.judgeNow(encoder.encode(`${batch.join("\n")}\n`));
    const at = first;
    waiting.push(
      Promise.all(
        pieces.map(async (piece) => {
          if (piece.kind === "refused") throw new Error(`refused: ${JSON.stringify(piece.problem)}`);
          const bytes = piece.kind === "verdicts" ? await piece.bytes : await piece.answer;
          if (!(bytes instanceof Uint8Array)) throw new Error(`refused: ${JSON.stringify(bytes)}`);
          return decoder
            .decode(bytes)
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as { eventId: string; digest: string });
        }),
      ).then((parts) => answered(at, parts.flat())),
    );
    first += count;
    if (waiting.length >= IN_FLIGHT) await waiting.shift();
  }
  await Promise.all(waiting);
}

function fastWorld(): World {
  const startedAt = Date.now();
  const nowMs = (): number => startedAt + (Date.now() - startedAt) * SPEED;
  return {
    nowMs,
    chance: () => Math.random(),
    newId: (prefix) => `${prefix}_1`,
    at(atMs, task) {
      const timer = setTimeout(task, Math.max(1, (atMs - nowMs()) / SPEED));
      return () => clearTimeout(timer);
    },
  };
}

async function run(order: ServiceOrder): Promise<void> {
  const say = (line: string): void => void writeSync(STANDARD_OUTPUT, `${line}\n`);
  if (order.fault !== undefined) {
    let passed = 0;
    armFaultPoint(order.fault, () => {
      if (++passed === order.hits) process.kill(process.pid, "SIGKILL");
    });
  }
  const app = await composeApp(testConfig(order.directory), fastWorld(), (level, { en }) => say(`told ${level} ${en}`));
  const { differed, eventsReplayed, fromSnapshot } = app.recovered;
  say(`open ${JSON.stringify({ differed, eventsReplayed, fromSnapshot, next: app.service.log.nextSequence })}`);
  await send(app, order.from, order.to, (first, verdicts) => say(`ack ${first} ${verdicts.map((v) => v.digest).join(" ")}`));
  await app.close();
  say("done");
}

if (process.argv[2] !== undefined && process.argv[1].endsWith("service-crash-child.ts")) await run(JSON.parse(process.argv[2]) as ServiceOrder);
