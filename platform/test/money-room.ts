/**
 * A case room with the money graph beside it: a log in memory into which transfers are put as frames, the real keeper and
 * the real desk of money, snapshots in a folder. `restarted` is a process that finds the log, the snapshots and the database.
 */
import { openSnapshotStore } from "../src/adapters/embedded/snapshot-store.ts";
import type { Scope } from "../src/access/scope.ts";
import type { SessionReply } from "../src/access/route.ts";
import { MoneyKeeper } from "../src/app/money-keeper.ts";
import { frameOf } from "./money-frames.ts";
import { institutionsWithDesk, ordersOnPath, proposeTracedStops, usualAnswers } from "../src/orders/traced-money.ts";
import type { EventLog, SnapshotStore } from "../src/ports/event-log.ts";
import { noFrames, openMemoryLog, type KeptFrames } from "../src/sim/memory-log.ts";
import { MoneyDesk } from "../src/trace/money-desk.ts";
import { MONEY_ROUTES, type MoneyServices } from "../src/trace/money-routes.ts";
import { caseRoom, type Room } from "./case-room.ts";
import { temporaryFolder } from "./running-server.ts";

export interface MoneyRoom {
  readonly room: Room;
  readonly keeper: MoneyKeeper;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly told: string[];
  /** Makes events durable, in one frame; the keeper sees them at its next step. */
  append(events: readonly object[]): Promise<void>;
  /** Makes events durable and lets the keeper step. */
  stream(...events: readonly object[]): Promise<void>;
  /** Asks a route as the server would; an answer that its schema does not describe fails the test. */
  call(scope: Scope, route: string, sent: { readonly query?: object; readonly body?: object }): Promise<never>;
  /** With `restored` the log is an older copy: the frames after so many are not in it. */
  restarted(restored?: number): Promise<MoneyRoom>;
  close(): Promise<void>;
}

export interface MoneyOptions {
  readonly transfersMax?: number;
  readonly keptDays?: number;
}

interface Lasting {
  readonly kept: KeptFrames;
  readonly folder: { readonly path: string; remove(): Promise<void> };
  readonly options: MoneyOptions;
}

export async function moneyRoom(options: MoneyOptions = {}): Promise<MoneyRoom> {
  return on(await caseRoom(), { kept: noFrames(), folder: await temporaryFolder(), options });
}

async function on(room: Room, lasting: Lasting): Promise<MoneyRoom> {
  const log = openMemoryLog(lasting.kept);
  const snapshots = await openSnapshotStore(lasting.folder.path);
  const told: string[] = [];
  const keeper = new MoneyKeeper({
    desk: room.desk,
    log,
    snapshots,
    tell: (level, { en }) => told.push(`${level}: ${en}`),
    transfersMax: lasting.options.transfersMax ?? 100_000,
    keptDays: lasting.options.keptDays ?? 30,
  });
  const money = new MoneyDesk(room.desk, keeper.traces, { onPath: ordersOnPath, usualAnswers, withDesk: institutionsWithDesk, propose: proposeTracedStops }, keeper);
  const services: MoneyServices = { desk: room.desk, money, paper: { offsetMinutes: 480, program: "duanliu test" } };
  const append = async (events: readonly object[]): Promise<void> => {
    await log.append({ firstSequence: log.nextSequence, count: events.length, receivedAtMs: room.world.nowMs(), retentionClass: 0, payload: frameOf(events) });
  };
  return {
    room,
    keeper,
    log,
    snapshots,
    told,
    append,
    stream: async (...events) => {
      if (events.length > 0) await append(events);
      await keeper.step();
    },
    call: async (scope, name, sent) => {
      const [method, path] = name.split(" ");
      const found = MONEY_ROUTES.find((one) => one.method === method && one.path === path);
      if (found?.run === undefined) throw new Error(`no route ${name}`);
      const query = found.query?.parse(sent.query ?? {});
      const body = found.body?.parse(sent.body ?? {});
      const value = await found.run({ scope, params: {}, query, body, language: "zh", address: "192.0.2.1", session: {} as SessionReply }, services);
      return (found.result === undefined ? value : found.result.parse(JSON.parse(JSON.stringify(value)))) as never;
    },
    restarted: async (restored) => {
      keeper.close();
      if (restored !== undefined) {
        const [gone] = lasting.kept.frames.splice(restored);
        Object.assign(lasting.kept, { next: gone.position, nextSequence: gone.firstSequence });
      }
      return on(await room.restarted(), lasting);
    },
    close: async () => {
      keeper.close();
      await room.close();
      await lasting.folder.remove();
    },
  };
}
