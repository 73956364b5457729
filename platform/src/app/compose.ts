/**
 * The one hand that joins: opens the log, loads lists, models and rules, rebuilds the state and starts the loops. Plain
 * calls from top to bottom; what it opened, `close` closes in the opposite order.
 */
import path from "node:path";
import { describeNotice } from "../adapters/embedded/log-notice.ts";
import { openEventLog } from "../adapters/embedded/event-log.ts";
import { openSnapshotStore } from "../adapters/embedded/snapshot-store.ts";
import { ProblemError } from "../base/problem.ts";
import type { World } from "../base/world.ts";
import type { RuleSource } from "../rules/load.ts";
import type { Config } from "./config.ts";
import { Engine } from "./engine.ts";
import { checkLimits, LIMITS } from "./limits.ts";
import { Loop } from "./loop.ts";
import { loadHostJudge, loadLists, loadTextJudge, readRulesInForce, readRuleSources } from "./load.ts";
import { recoverState, saveState, type Recovered } from "./recovery.ts";
import { erasePolicy } from "./retention.ts";
import { RuleArchive } from "./rule-archive.ts";
import { Service } from "./service.ts";

/** A sentence for the operator, in both languages. */
export type Tell = (level: "info" | "warn" | "error", words: { readonly zh: string; readonly en: string }) => void;

export interface App {
  readonly config: Config;
  readonly service: Service;
  readonly engine: Engine;
  readonly recovered: Recovered;
  readonly listsDir: string;
  /** Stops the loops, saves the state and lets go of the files. May be called twice. */
  close(): Promise<void>;
}

/** An engine without a log, for the command line. Lists come from the data folder if it has any. */
export function composeEngine(config: Config, ruleSources: readonly RuleSource[] = readRulesInForce(config)): Engine {
  return new Engine({
    config,
    lists: loadLists(path.join(config.dataDir, "lists")),
    text: loadTextJudge(config.modelsDir),
    host: loadHostJudge(config.modelsDir),
    ruleSources,
  });
}

/** Screening starts whatever was published once: packs that this program cannot load any more give way to those that ship, and it is said. */
function composeServer(config: Config, tell: Tell): Engine {
  try {
    return composeEngine(config);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== "rulepack-invalid") throw error;
    // Throws again where what ships is what is wrong.
    const engine = composeEngine(config, readRuleSources(config.rulepacksDir));
    tell("error", {
      zh: `已发布的规则包无法载入，暂用随程序提供的规则：${error.problem.detail}`,
      en: `Published rulepacks cannot be loaded; the rules that ship with the program judge until they are mended: ${error.problem.detail}`,
    });
    return engine;
  }
}

export async function composeApp(config: Config, world: World, tell: Tell): Promise<App> {
  checkLimits();
  const log = await openEventLog({ directory: path.join(config.dataDir, "log"), queueBytesMax: LIMITS.pendingBytesMax * 4 });
  try {
    const snapshots = await openSnapshotStore(path.join(config.dataDir, "snapshots"));
    for (const notice of [...log.notices, ...snapshots.notices]) tell("warn", describeNotice(notice));
    const engine = composeServer(config, tell);
    const archive = new RuleArchive(path.join(config.dataDir, "rulepacks"));
    archive.keep(engine.rules);
    const service = new Service({ engine, log, world, archive });
    const recovered = await recoverState(service, log, snapshots);
    tellRecovered(recovered, tell);
    const loops = startLoops({
      service,
      config,
      world,
      tell,
      save: () => saveState(service, snapshots, log, service.settled),
      erase: (nowMs) => log.erase(erasePolicy(config.retention, nowMs)),
    });
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      await loops.stop();
      await service.settled.catch(() => null);
      if (service.eventsSinceSnapshot > 0 && service.failure === null) await saveState(service, snapshots, log, service.settled);
      await log.close();
    };
    return { config, service, engine, recovered, listsDir: path.join(config.dataDir, "lists"), close: () => (closing ??= close()) };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function tellRecovered(r: Recovered, tell: Tell): void {
  if (r.snapshotRefused !== null) {
    tell("warn", {
      zh: `快照与当前设置不符（${r.snapshotRefused}），改为从日志重建。`,
      en: `The snapshot does not fit the present settings (${r.snapshotRefused}); the state is rebuilt from the log.`,
    });
  }
  if (r.eventsReplayed > 0 || r.fromSnapshot) {
    tell("info", {
      zh: `状态已恢复：${r.fromSnapshot ? "快照加" : ""}重放 ${r.eventsReplayed} 个事件。`,
      en: `State restored: ${r.fromSnapshot ? "a snapshot and " : ""}${r.eventsReplayed} events replayed.`,
    });
  }
  if (r.differed > 0) {
    tell("error", { zh: `${r.differed} 个事件重放结果与日志不同，请勿使用并报告。`, en: `${r.differed} events came out otherwise than logged when replayed: please report this.` });
  }
}

interface LoopsParts {
  readonly service: Service;
  readonly config: Config;
  readonly world: World;
  readonly tell: Tell;
  save(): Promise<boolean>;
  erase(nowMs: number): Promise<{ readonly framesDropped: number; readonly framesReplaced: number; readonly bytesFreed: number }>;
}

/** How often the loops look whether there is something to do. */
const TICK_MS = 5_000;

function startLoops(parts: LoopsParts): { stop(): Promise<void> } {
  const { service, world, tell } = parts;
  let savedAtMs = world.nowMs();
  let erasedAtMs = 0;
  const failed = (what: { zh: string; en: string }, error: unknown): void => tell("error", { zh: `${what.zh}：${String(error)}`, en: `${what.en}: ${String(error)}` });
  const tick = async (): Promise<void> => {
    const nowMs = world.nowMs();
    const due = service.eventsSinceSnapshot >= LIMITS.snapshotEveryEvents || (service.eventsSinceSnapshot > 0 && nowMs - savedAtMs >= LIMITS.snapshotEveryMs);
    if (due && service.failure === null) {
      savedAtMs = nowMs;
      service.snapshotTaken();
      await parts.save().catch((error: unknown) => failed({ zh: "保存状态失败", en: "Saving the state failed" }, error));
    }
    if (nowMs - erasedAtMs >= LIMITS.eraseEveryMs) {
      erasedAtMs = nowMs;
      service.engine.lists.expire(nowMs);
      const report = await parts.erase(nowMs).catch((error: unknown) => failed({ zh: "清除到期数据失败", en: "Erasing expired data failed" }, error));
      if (report !== undefined && report.framesDropped + report.framesReplaced > 0) {
        tell("info", { zh: `已清除到期数据：${report.bytesFreed} 字节。`, en: `Expired data erased: ${report.bytesFreed} bytes.` });
      }
    }
  };
  const loop = new Loop({
    world,
    idleMs: TICK_MS,
    failed: (error) => failed({ zh: "例行工作失败", en: "A chore failed" }, error),
    step: async () => {
      await tick();
      return null;
    },
  });
  loop.start();
  return loop;
}
