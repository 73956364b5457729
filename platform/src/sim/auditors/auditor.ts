/**
 * What an auditor of a run is: one promise, and a judgement from what the store says and the outside received. Auditors
 * never ask whoever acted, and none knows another.
 */
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { Checkpoint } from "../../matters/ledger.ts";
import { historyOf, type StoredLine } from "../../matters/ledger.ts";
import type { Sql, Store } from "../../ports/store.ts";
import type { Unit } from "../country.ts";
import type { Jump } from "../faults.ts";
import type { Outside } from "../outside.ts";

/** Everything that an auditor may look at. */
export interface Witness {
  readonly store: Store;
  readonly outside: Pick<Outside, "received" | "clashes" | "refusedForGood">;
  readonly profile: JurisdictionProfile;
  readonly organisations: readonly Unit[];
  /** Leaps of the machine's clock. */
  readonly jumps: readonly Jump[];
  readonly publicKeyPem: string;
  /** Signed ends of the chain, kept outside of the store. */
  readonly checkpoints: readonly Checkpoint[];
  /** What a value is called in the store, for values that the outside received. */
  readonly tokenOf: (type: string, canonical: string) => string;
  /** Judges the whole log again. */
  readonly replay: () => Promise<{ readonly events: number; readonly differed: number }>;
  /** What the program's loops said that they could not do. */
  readonly stuck: readonly string[];
  readonly machineMs: number;
  /** The clocks have run: everything that must end has ended. */
  readonly isOver: boolean;
}

export interface Breach {
  readonly auditor: string;
  readonly what: string;
  readonly matter: string | null;
  /** What happened to the matter, oldest first. */
  readonly history: readonly string[];
}

export interface Auditor {
  readonly name: string;
  readonly promise: Bilingual;
  check(witness: Witness): Promise<readonly Breach[]>;
}

export interface Found {
  readonly what: string;
  readonly matter: string | null;
}

/** One auditor from its question: what it finds gets the history of the matter beside it. */
export function auditor(name: string, promise: Bilingual, find: (witness: Witness, sql: Sql) => Promise<readonly Found[]>): Auditor {
  return {
    name,
    promise,
    check: (witness) =>
      witness.store.snapshot(async (sql) => {
        const found = await find(witness, sql);
        const breaches: Breach[] = [];
        for (const one of found.slice(0, SHOWN_MAX)) breaches.push({ auditor: name, ...one, history: one.matter === null ? [] : (await historyOf(sql, one.matter)).map(inWords) });
        return breaches;
      }),
  };
}

/** Of one auditor: what is broken a thousand times is broken once. */
const SHOWN_MAX = 20;

function inWords(line: StoredLine): string {
  const change = line.stateBefore === line.stateAfter ? (line.stateAfter ?? "") : `${line.stateBefore ?? "·"} → ${line.stateAfter ?? "·"}`;
  return `${new Date(line.recordedAtMs).toISOString()} ${line.actor} (${line.role}) ${line.event} ${change}`;
}
