/**
 * The judging engine put together: lists, models, rules and state, without log and network. The command line uses it
 * alone; the server puts the log around it.
 */
import { hashText } from "../base/hash.ts";
import type { EventBatch } from "../domain/record.ts";
import type { Versions } from "../domain/verdict.ts";
import { FeatureEngine } from "../features/engine.ts";
import type { IntelLists } from "../intel/lists.ts";
import type { RuleSource } from "../rules/load.ts";
import { Annotator } from "../screen/annotate.ts";
import { screenEnvironment, type ScreenEnvironment } from "../screen/environment.ts";
import { publishRules, type PublishedRules } from "../screen/publish.ts";
import { VerdictWriter } from "../screen/render.ts";
import { RESPONSE_VERSION } from "../screen/response-table.ts";
import { Screener, type Beside } from "../screen/screener.ts";
import { VerdictBatch } from "../screen/verdict-batch.ts";
import type { HostJudge } from "../text/host-model.ts";
import type { TextJudge } from "../text/judge.ts";
import { ScriptClusters } from "../text/script-cluster.ts";
import type { Config } from "./config.ts";
import { LIMITS } from "./limits.ts";

export const PROGRAM_VERSION = "0.1.0";

/** "intel-" and 64 bits of the digest: enough to tell lists apart, short because every verdict carries it. */
const LIST_VERSION_CHARACTERS = 22;

export interface EngineParts {
  readonly config: Pick<Config, "entities" | "scripts" | "latenessMaxMs" | "timeZoneOffsetMinutes">;
  readonly lists: IntelLists;
  readonly text: TextJudge;
  readonly host: HostJudge;
  readonly ruleSources: readonly RuleSource[];
}

export class Engine {
  readonly environment: ScreenEnvironment;
  readonly lists: IntelLists;
  readonly text: TextJudge;
  readonly host: HostJudge;
  readonly annotator: Annotator;
  readonly screener: Screener;
  readonly verdicts = new VerdictBatch(LIMITS.batchEvents);
  #rules: PublishedRules;
  #beside: readonly Beside[] = [];
  #writer: VerdictWriter;
  #versions: Versions;

  constructor(parts: EngineParts) {
    this.environment = screenEnvironment();
    this.#rules = publishRules(parts.ruleSources, this.environment);
    this.lists = parts.lists;
    this.text = parts.text;
    this.host = parts.host;
    this.annotator = new Annotator(parts);
    this.screener = newScreener(this.#rules, parts.config);
    this.#versions = this.#currentVersions();
    this.#writer = new VerdictWriter(this.#rules.rulesById, this.#versions, this.explainEntry);
  }

  /** The rules that decide now. */
  get rules(): PublishedRules {
    return this.#rules;
  }

  /** Rules in a shadow run: they judge the same events and nothing is done about it. */
  get beside(): readonly Beside[] {
    return this.#beside;
  }

  /** From the next batch on these rules decide, and verdicts carry their version. Put them into the archive before. */
  publish(rules: PublishedRules): void {
    this.#rules = rules;
    this.screener.use(rules, seedOf(rules), this.#beside);
    this.#versions = this.#currentVersions();
    this.#writer = new VerdictWriter(rules.rulesById, this.#versions, this.explainEntry);
  }

  /** From the next batch on these judge beside. */
  runBeside(rules: readonly PublishedRules[]): readonly Beside[] {
    this.#beside = rules.map((one) => ({ rules: one, verdicts: new VerdictBatch(LIMITS.batchEvents), failed: null }));
    this.screener.use(this.#rules, seedOf(this.#rules), this.#beside);
    return this.#beside;
  }

  /** What a list entry's number in a record stands for. */
  readonly explainEntry = (entry: number): ReturnType<IntelLists["explainEntry"]> => this.lists.explainEntry(entry);

  /** Versions that verdicts carry from now on. */
  get versions(): Versions {
    if (!this.lists.version.startsWith(this.#versions.lists)) {
      this.#versions = this.#currentVersions();
      this.#writer = new VerdictWriter(this.#rules.rulesById, this.#versions, this.explainEntry);
    }
    return this.#versions;
  }

  /** Writes verdicts as NDJSON with the present versions. */
  get writer(): VerdictWriter {
    void this.versions;
    return this.#writer;
  }

  /** Annotates and judges the whole batch; the verdicts are in `verdicts` until the next call. */
  judge(batch: EventBatch): VerdictBatch {
    this.annotator.annotate(batch, 0, batch.count);
    this.screener.screen(batch, 0, batch.count, this.verdicts);
    return this.verdicts;
  }

  #currentVersions(): Versions {
    return {
      program: PROGRAM_VERSION,
      rules: this.#rules.version,
      lists: this.lists.version.slice(0, LIST_VERSION_CHARACTERS),
      text: this.text.version,
      host: this.host.version,
      response: RESPONSE_VERSION,
    };
  }
}

/** A screener with empty state. Its digests depend on the rules and the response table, not on lists or models. */
export function newScreener(rules: PublishedRules, config: EngineParts["config"]): Screener {
  const features = new FeatureEngine({ ...config.entities, latenessMaxMs: config.latenessMaxMs, timeZoneOffsetMinutes: config.timeZoneOffsetMinutes });
  return new Screener(rules, features, new ScriptClusters({ capacity: config.scripts }), seedOf(rules));
}

/** What the digests of verdicts by these rules begin with. */
export function seedOf(rules: PublishedRules): number {
  return hashText(`${rules.version}\u0000${RESPONSE_VERSION}`);
}
