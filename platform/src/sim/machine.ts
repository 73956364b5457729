/**
 * The program as the town plays it: the real judging, log, intake, desk, clocks and outbox on a real database, stepped by
 * whoever moves the time instead of by loops. It can be stopped anywhere and started again on what it left, as a process
 * is. It knows nothing of the town.
 */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unitsFor } from "../access/organisation.ts";
import { systemScope } from "../access/scope.ts";
import { Engine } from "../app/engine.ts";
import { Intake } from "../app/intake.ts";
import { loadHostJudge, loadTextJudge, readRuleSources } from "../app/load.ts";
import { recoverState } from "../app/recovery.ts";
import { RuleArchive } from "../app/rule-archive.ts";
import { Service } from "../app/service.ts";
import type { Config } from "../app/config.ts";
import { takeSignals, type Locator } from "../dissuasion/take-signals.ts";
import type { MatterKindName } from "../domain/matter.ts";
import type { Territory } from "../domain/territory.ts";
import { IntelLists } from "../intel/lists.ts";
import { fireDue } from "../matters/clock.ts";
import { Desk } from "../matters/desk.ts";
import type { Kind } from "../matters/kind.ts";
import { signCheckpoint, type Checkpoint } from "../matters/ledger.ts";
import { pumpEffects, type Carriers } from "../matters/outbox.ts";
import type { Change, Follow, Law } from "../matters/work.ts";
import type { EventLog, SnapshotStore } from "../ports/event-log.ts";
import type { Store } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import type { RuleSource } from "../rules/load.ts";
import type { HostJudge } from "../text/host-model.ts";
import type { TextJudge } from "../text/judge.ts";
import type { VirtualWorld } from "./virtual-world.ts";
import { noFrames, openMemoryLog, type KeptFrames } from "./memory-log.ts";

/** What every run of a process shares: reading it takes longer than a small run does. */
export interface Judges {
  readonly text: TextJudge;
  readonly host: HostJudge;
  readonly rules: readonly RuleSource[];
  readonly archive: RuleArchive;
  close(): Promise<void>;
}

export function loadJudges(config: Pick<Config, "modelsDir" | "rulepacksDir">): Judges {
  const folder = mkdtempSync(path.join(tmpdir(), "duanliu-town-"));
  return {
    text: loadTextJudge(config.modelsDir),
    host: loadHostJudge(config.modelsDir),
    rules: readRuleSources(config.rulepacksDir),
    archive: new RuleArchive(path.join(folder, "rulepacks")),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Rows of each table of the engine: a town has a few hundred people. */
const ROWS = 2_048;
const LATENESS_MAX_MS = 10 * 60_000;

/** The process was stopped in the middle of something. */
export class Stopped extends Error {}

export interface MachineParts {
  readonly store: Store;
  readonly world: VirtualWorld;
  readonly vault: Vault;
  readonly law: Law;
  readonly kinds: ReadonlyMap<MatterKindName, Kind>;
  readonly follow: Follow;
  readonly carriers: Carriers;
  readonly locate: Locator;
  readonly judges: Judges;
  readonly timeZoneOffsetMinutes: number;
  /** Hears of every change that was committed. */
  readonly changed: (changes: readonly Change[]) => void;
}

export class Machine {
  readonly parts: MachineParts;
  readonly lists = new IntelLists();
  readonly kept: KeptFrames = noFrames();
  readonly checkpoints: Checkpoint[] = [];
  /** What a loop could not carry out. */
  readonly stuck: string[] = [];
  desk: Desk;
  service: Service;
  #intake: Intake;
  #log: EventLog;
  /** When there is something to do at the earliest, by the last look; 0 after anything that only the loops themselves can judge. */
  #clockAtMs = 0;
  #outboxAtMs = 0;
  /** Something changed since the last look. */
  #changed = false;
  #told = false;
  #starts = 0;

  constructor(parts: MachineParts) {
    this.parts = parts;
    this.#log = openMemoryLog(this.kept);
    this.service = this.#newService();
    this.desk = this.#newDesk();
    this.#intake = this.#newIntake();
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** The process is gone and another one begins: everything that is not in the log or the store is forgotten. */
  async restart(): Promise<void> {
    this.#log = openMemoryLog(this.kept);
    this.service = this.#newService();
    const { differed } = await recoverState({ engine: this.service.engine, recentIds: this.service.recentIds, frames: this.service.frames }, this.#log, NO_SNAPSHOTS);
    if (differed > 0) this.stuck.push(`${differed} verdicts came out otherwise when the state was rebuilt`);
    this.desk = this.#newDesk();
    this.#intake = this.#newIntake();
    this.#told = true;
    this.#clockAtMs = 0;
    this.#outboxAtMs = 0;
  }

  /** Judges events and keeps them; verdicts that concern somebody are taken up with the next step. */
  async judge(lines: readonly string[]): Promise<readonly string[]> {
    const pieces = this.service.judgeNow(new TextEncoder().encode(`${lines.join("\n")}\n`), true);
    await this.service.settled;
    const verdicts: string[] = [];
    for (const piece of pieces) {
      if (piece.kind === "refused") throw new Error(`bug: the town sends what nobody takes: ${JSON.stringify(piece.problem)}`);
      if (piece.kind !== "verdicts") continue;
      const text = new TextDecoder().decode(await piece.bytes);
      if (/"action":"(warn|hold|block)"/.test(text)) this.#told = true;
      verdicts.push(text);
    }
    return verdicts;
  }

  /** Time leapt: clocks and effects are judged anew in the next step. */
  touch(): void {
    this.#clockAtMs = 0;
    this.#outboxAtMs = 0;
  }

  /** When it has something to do by itself, by its own clock. */
  get nextAtMs(): number {
    return this.#told || this.#changed ? 0 : Math.min(this.#clockAtMs, this.#outboxAtMs);
  }

  /** What the loops would do now, each once: take verdicts up, fire what is due, hand over what waits. */
  async step(): Promise<boolean> {
    const nowMs = this.parts.world.nowMs();
    let worked = false;
    if (this.#told) {
      this.#told = false;
      try {
        await this.#intake.step();
      } catch (error) {
        this.#told = true;
        throw error;
      }
      worked = true;
    }
    if (this.#changed) await this.#look();
    if (this.#outboxAtMs <= nowMs) {
      const { nextAtMs, delivered, failed, retried } = await pumpEffects(this.desk, systemScope("outbox"), this.parts.carriers, this.#onStuck);
      this.#outboxAtMs = nextAtMs ?? Infinity;
      worked ||= delivered + failed + retried > 0;
    }
    if (this.#clockAtMs <= nowMs) {
      const { nextAtMs, fired } = await fireDue(this.desk, systemScope("clock"), this.#onStuck);
      this.#clockAtMs = nextAtMs ?? Infinity;
      worked ||= fired > 0;
    }
    return worked;
  }

  /** One look instead of the loops' own, because after most changes there is nothing for them to do. */
  async #look(): Promise<void> {
    this.#changed = false;
    const [row] = await this.desk.store.snapshot((sql) =>
      sql.query<{ readonly clock: number | null; readonly outbox: number | null }>(
        "select (select min(next_try_at_ms) from deadline where state = 'armed') as clock, (select min(next_at_ms) from effect where state = 'waiting') as outbox",
        [],
        "town-look",
      ),
    );
    this.#clockAtMs = Math.min(this.#clockAtMs, row.clock ?? Infinity);
    this.#outboxAtMs = Math.min(this.#outboxAtMs, row.outbox ?? Infinity);
  }

  /** Signs the end of the chain, as a loop does every minute; the copy is kept outside of the store. */
  async sign(): Promise<void> {
    const checkpoint = await this.parts.store.transaction((sql) => signCheckpoint(sql, this.parts.vault, this.parts.world.nowMs()));
    if (checkpoint !== null) this.checkpoints.push(checkpoint);
  }

  /** Judges everything that is in the log again, in an empty state: how many verdicts there are and how many differ. */
  async replay(): Promise<{ readonly events: number; readonly differed: number }> {
    const again = this.#newService();
    const { eventsReplayed, differed } = await recoverState({ engine: again.engine, recentIds: again.recentIds, frames: again.frames }, openMemoryLog(this.kept), NO_SNAPSHOTS);
    return { events: eventsReplayed, differed };
  }

  readonly #onStuck = (matter: string, command: string, error: unknown): void => {
    if (!(error instanceof Stopped)) this.stuck.push(`${matter}: ${command}: ${String(error)}`);
  };

  #newService(): Service {
    const { judges, world, timeZoneOffsetMinutes } = this.parts;
    const entities = { numbers: ROWS, accounts: ROWS, devices: ROWS, hosts: ROWS, persons: ROWS };
    const engine = new Engine({
      config: { entities, scripts: ROWS, latenessMaxMs: LATENESS_MAX_MS, timeZoneOffsetMinutes },
      lists: this.lists,
      text: judges.text,
      host: judges.host,
      ruleSources: judges.rules,
    });
    judges.archive.keep(engine.rules);
    return new Service({ engine, log: this.#log, world, archive: judges.archive });
  }

  #newDesk(): Desk {
    this.#starts++;
    const { store, world, vault, law, kinds, follow } = this.parts;
    const desk = new Desk({ store, world, vault, law, kinds, follow });
    desk.watch((changes) => {
      this.#changed = true;
      this.parts.changed(changes);
    });
    return desk;
  }

  #newIntake(): Intake {
    const { service } = this;
    return new Intake({
      desk: this.desk,
      log: this.#log,
      signals: { links: service.engine.screener.features.links, rulesOf: (version) => service.rulesOf(version), explain: service.engine.explainEntry },
      take: async (work, signals) => {
        await takeSignals(work, signals, { locate: this.parts.locate, unitsFor: (sql, territories) => unitsFor(sql, "police", territories as readonly Territory[]) });
      },
    });
  }
}

const NO_SNAPSHOTS: SnapshotStore = { save: () => Promise.resolve(), loadLatest: () => Promise.resolve(undefined) };
