/**
 * Joins what follows money and what finds rings: the two keepers that read the log behind the verdicts with their loops,
 * and the desks through which people look. Orders, traces and rings do not know one another; they meet here.
 */
import path from "node:path";
import { openSnapshotStore } from "../adapters/embedded/snapshot-store.ts";
import type { World } from "../base/world.ts";
import type { Desk } from "../matters/desk.ts";
import { institutionsWithDesk, ordersOnPath, proposeTracedStops, usualAnswers } from "../orders/traced-money.ts";
import type { EventLog } from "../ports/event-log.ts";
import { RingDesk } from "../rings/ring-desk.ts";
import { loadRingModel, type RingModel } from "../rings/ring-model.ts";
import type { RingServices } from "../rings/ring-routes.ts";
import { accountOf } from "../trace/matter-money.ts";
import { MoneyDesk } from "../trace/money-desk.ts";
import type { MoneyServices } from "../trace/money-routes.ts";
import { paymentsAround } from "../trace/payments-around.ts";
import type { Tell } from "./compose.ts";
import type { Config } from "./config.ts";
import { PROGRAM_VERSION } from "./engine.ts";
import { readBytes } from "./load.ts";
import { Loop } from "./loop.ts";
import { MoneyKeeper } from "./money-keeper.ts";
import type { NumberPlaces } from "./number-places.ts";
import { RingKeeper } from "./ring-keeper.ts";

export interface Money {
  readonly keeper: MoneyKeeper;
  readonly rings: RingKeeper;
  readonly services: Pick<MoneyServices, "money" | "paper"> & Pick<RingServices, "rings">;
  readonly loops: readonly Loop[];
  /** After the loops were stopped: what is in memory is saved. */
  close(): Promise<void>;
}

/** Transfers wait at most this long to extend the open traces. */
const MONEY_IDLE_MS = 250;
/** Rings grow over days: nobody waits for a second. */
const RINGS_IDLE_MS = 1_000;

export interface MoneyParts {
  readonly config: Config;
  readonly world: World;
  readonly tell: Tell;
  readonly desk: Desk;
  readonly log: EventLog;
  readonly numberPlaces: NumberPlaces;
}

export async function openMoney({ config, world, tell, desk, log, numberPlaces }: MoneyParts): Promise<Money> {
  const failed = (what: { readonly zh: string; readonly en: string }) => (error: unknown) =>
    tell("error", { zh: `${what.zh}：${String(error)}`, en: `${what.en}: ${String(error)}` });
  const keeper = new MoneyKeeper({
    desk,
    log,
    snapshots: await openSnapshotStore(path.join(config.dataDir, "money")),
    tell,
    transfersMax: config.moneyTransfers,
    keptDays: config.retention.byKind?.transfer?.allowDays ?? config.retention.allowDays,
  });
  const rings = new RingKeeper({
    desk,
    log,
    tell,
    linksMax: config.ringLinks,
    keptDays: config.retention.flaggedDays,
    provinceOf: (number) => numberPlaces(number)?.slice(0, 2) ?? null,
  });
  const model = loadModel(config.modelsDir, tell);
  const orders = { onPath: ordersOnPath, usualAnswers, withDesk: institutionsWithDesk, propose: proposeTracedStops };
  const loop = (idleMs: number, what: { readonly zh: string; readonly en: string }, step: () => Promise<void>): Loop =>
    new Loop({ world, idleMs, failed: failed(what), step: () => step().then(() => null) });
  return {
    keeper,
    rings,
    services: {
      money: new MoneyDesk(desk, keeper.traces, orders, keeper),
      rings: new RingDesk({
        desk,
        book: () => rings.book,
        model: () => model,
        paymentsAround: (accounts) => paymentsAround(keeper.traces.wide, accounts.map(accountOf)),
      }),
      paper: { offsetMinutes: config.timeZoneOffsetMinutes, program: `duanliu ${PROGRAM_VERSION}` },
    },
    loops: [
      loop(MONEY_IDLE_MS, { zh: "资金图更新失败", en: "Keeping the money graph failed" }, () => keeper.step()),
      loop(RINGS_IDLE_MS, { zh: "团伙图更新失败", en: "Keeping the rings failed" }, () => rings.step()),
    ],
    async close() {
      keeper.close();
      rings.close();
      await keeper.save().catch(failed({ zh: "保存资金图失败", en: "Saving the money graph failed" }));
    },
  };
}

/** Without a model rings have no scores; everything else about them is there. */
function loadModel(modelsDir: string, tell: Tell): RingModel | null {
  try {
    return loadRingModel(readBytes(path.join(modelsDir, "rings.txt")));
  } catch (error) {
    tell("warn", { zh: `没有团伙评分模型：${String(error)}`, en: `There is no model for scores of rings: ${String(error)}` });
    return null;
  }
}
