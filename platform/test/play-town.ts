/**
 * The screening of a play: the real engine judges what happens, its verdicts become signals as in the running program, and
 * the lists that casework changes are the lists it reads. It stands apart from the desk, which may be started anew beside it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { composeEngine } from "../src/app/compose.ts";
import { Intake } from "../src/app/intake.ts";
import { ListChanges } from "../src/app/list-changes.ts";
import { ListFiles } from "../src/app/list-files.ts";
import { openingScreen } from "../src/app/opening-screen.ts";
import { RuleArchive } from "../src/app/rule-archive.ts";
import { Service } from "../src/app/service.ts";
import { unitsFor } from "../src/access/organisation.ts";
import type { OpeningScreen } from "../src/cards/opening/check-desk.ts";
import { takeSignals } from "../src/dissuasion/take-signals.ts";
import type { Territory } from "../src/domain/territory.ts";
import { INTEL } from "../src/domain/record.ts";
import type { Verdict } from "../src/domain/verdict.ts";
import { isMalformed } from "../src/base/problem.ts";
import { CASEWORK_LIST } from "../src/listings/list-entry/outward.ts";
import type { Room } from "./case-room.ts";
import { MemoryLog } from "./counter.ts";
import { testConfig } from "./running-server.ts";
import { STATION } from "./warning-room.ts";

export class Town {
  readonly screen: OpeningScreen;
  readonly #service: Service;
  readonly #files: ListFiles;
  readonly #folder: string;
  #count = 0;
  #intake: Intake | null = null;

  private constructor(service: Service, files: ListFiles, folder: string) {
    this.#service = service;
    this.#files = files;
    this.#folder = folder;
    this.screen = openingScreen(service);
  }

  static async open(room: Room): Promise<Town> {
    const folder = await mkdtemp(path.join(tmpdir(), "duanliu-town-"));
    const engine = composeEngine(testConfig(folder));
    const service = new Service({ engine, log: new MemoryLog(), world: room.world, archive: new RuleArchive(path.join(folder, "rulepacks")) });
    const town = new Town(service, new ListFiles(path.join(folder, "lists"), engine.lists, CASEWORK_LIST, () => undefined), folder);
    await town.serve(room);
    return town;
  }

  /** From now on its verdicts and lists belong to this desk. */
  async serve(room: Room): Promise<void> {
    const service = this.#service;
    this.#intake = new Intake({
      desk: room.desk,
      log: service.log,
      signals: { links: service.engine.screener.features.links, rulesOf: (version) => service.rulesOf(version), explain: service.engine.explainEntry },
      take: async (work, signals) => {
        const locate = (_sql: unknown, sought: readonly unknown[]) => Promise.resolve(sought.map(() => STATION));
        await takeSignals(work, signals, { locate, unitsFor: (sql, territories) => unitsFor(sql, "police", territories as readonly Territory[]) });
      },
    });
    const changes = new ListChanges(room.desk, service.engine.lists, this.#files);
    await changes.reconcile();
    room.carryLists = changes.apply;
  }

  /** Judges one event that happens now. */
  async happens(event: Readonly<Record<string, unknown>>): Promise<Verdict> {
    const nowMs = this.#service.world.nowMs();
    const [piece] = this.#service.judgeNow(
      new TextEncoder().encode(`${JSON.stringify({ id: `evt-${nowMs}-${++this.#count}`, occurredAt: new Date(nowMs).toISOString(), ...event })}\n`),
    );
    if (piece === undefined || piece.kind !== "verdicts") throw new Error(`the screening refused it: ${JSON.stringify(piece)}`);
    return JSON.parse(new TextDecoder().decode(await piece.bytes)) as Verdict;
  }

  /** Verdicts that concern people become signals. */
  async takeIn(_room: Room): Promise<void> {
    await this.#intake?.step();
  }

  /** What screening knows of an identifier now: "block", "flag", "watch", "allow", "protected" or "nothing". */
  says(identifier: string): string {
    const found = this.#service.engine.lists.ask(identifier, undefined, this.#service.world.nowMs());
    if (isMalformed(found)) throw new Error(found.expected);
    return (["protected", "allow", "block", "flag", "watch"] as const).find((word) => (found.bits & INTEL[word]) !== 0) ?? "nothing";
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
