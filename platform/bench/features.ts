/**
 * What measuring costs: nanoseconds an event, touch and measure together, with keys drawn evenly from so many numbers (the
 * worst case for memory). Run: `GLIBC_TUNABLES=glibc.malloc.hugetlb=1 node --expose-gc platform/bench/features.ts [numbers…] [only=call]`.
 * Processor time of the process is counted, not the clock, so that neighbours on the machine do the least harm; the best
 * of eight groups of passes is shown. Tables have room for 1.6 times the entities.
 */
import { pathToFileURL } from "node:url";
import { Prng } from "../src/base/prng.ts";
import { fieldOf, kindCode, type EventKind } from "../src/domain/event-fields.ts";
import { numberKey } from "../src/domain/identifier.ts";
import { EventBatch, KEY_TYPE, KEY_TYPE_SHIFT, RECORD_DOUBLES, RECORD_WORDS, W } from "../src/domain/record.ts";
import { FeatureEngine, type FeatureLimits } from "../src/features/engine.ts";
import { FEATURES } from "../src/features/vocabulary.ts";
import { HOUR_MS } from "../src/features/window.ts";
import type { BenchRow } from "./bench-row.ts";

const BATCH = 256;
/** Events made ahead and gone through again and again with new keys and times, so that making them is not measured. */
const POOL = 1 << 14;
/** Groups of passes; the best group is shown. */
const ROUNDS = 8;
const PASSES = 8;
const START_MS = Date.UTC(2026, 0, 5);

/** About twelve features of the caller and twelve of the person called, as a rule pack for calls asks. */
const CALL_TYPICAL = [
  "from.callsOut1m",
  "from.callsOut10m",
  "from.callsOut1h",
  "from.callsOut24h",
  "from.distinctCallees1h",
  "from.distinctCallees24h",
  "from.answeredPermille1h",
  "from.answeredPermille24h",
  "from.talkMs1h",
  "from.sequentialRun10m",
  "from.mainCellPermille24h",
  "from.quietDays",
  "to.callsIn1h",
  "to.callsIn24h",
  "to.distinctCallers24h",
  "to.linkedCallers2h",
  "to.overseasCalls180d",
];
const PERSON = FEATURES.map((f) => f.name).filter((name) => name.startsWith("person."));

function bit(kind: EventKind, ...names: readonly string[]): number {
  return names.reduce((mask, name) => mask | (1 << fieldOf(kind, name)!.bit), 0);
}

function calls(numbers: number, withDevices: boolean, random: Prng): EventBatch {
  const batch = new EventBatch(POOL);
  const w = batch.words;
  const key = { lo: 0, hi: 0 };
  for (let i = 0; i < POOL; i++) {
    const e = i * RECORD_WORDS;
    w[e + W.kind] = kindCode("call");
    w[e + W.present] = bit("call", "from", "to", "answered", "durationMs", "ringMs", "cell", "origin");
    w[e + W.bools] = random.int(2);
    for (const at of [0, 2]) {
      numberKey(8_613_000_000_000 + random.int(numbers), key);
      w[e + W.keys + at] = key.lo;
      w[e + W.keys + at + 1] = key.hi;
    }
    if (withDevices) {
      w[e + W.keys + 4] = random.int(numbers);
      w[e + W.keys + 5] = (KEY_TYPE.device << KEY_TYPE_SHIFT) >>> 0;
    }
    w[e + W.keys + 6] = random.int(100_000);
    w[e + W.keys + 7] = (KEY_TYPE.cell << KEY_TYPE_SHIFT) >>> 0;
    batch.doubles[i * RECORD_DOUBLES + W.numsDouble] = random.int(300_000);
    batch.doubles[i * RECORD_DOUBLES + W.numsDouble + 1] = random.int(30_000);
  }
  return batch;
}

function messages(numbers: number, random: Prng): EventBatch {
  const batch = calls(numbers, false, random);
  for (let i = 0; i < POOL; i++) batch.words[i * RECORD_WORDS + W.kind] = kindCode("message");
  return batch;
}

function transfers(accounts: number, random: Prng): EventBatch {
  const batch = new EventBatch(POOL);
  const w = batch.words;
  for (let i = 0; i < POOL; i++) {
    const e = i * RECORD_WORDS;
    w[e + W.kind] = kindCode("transfer");
    w[e + W.present] = bit("transfer", "from", "to", "amountMinor", "currency");
    for (const at of [0, 2]) {
      w[e + W.keys + at] = random.int(accounts);
      w[e + W.keys + at + 1] = (KEY_TYPE.account << KEY_TYPE_SHIFT) >>> 0;
    }
    batch.doubles[i * RECORD_DOUBLES + W.numsDouble] = 100 + random.int(1_000_000);
  }
  return batch;
}

/**
 * Gives every event of the pool a new time and new numbers (by adding one offset to all, which keeps the draw even), so
 * that the run visits all entities. Not measured.
 */
function renew(batch: EventBatch, round: number, entities: number, fromMs: number, stepMs: number): void {
  const w = batch.words;
  const shift = Math.imul(round, 0x9e3779b1) >>> 0;
  const base = w[W.kind] === kindCode("transfer") ? 0 : 8_613_000_000_000 >>> 0;
  for (let i = 0; i < POOL; i++) {
    batch.doubles[i * RECORD_DOUBLES] = fromMs + i * stepMs;
    const e = i * RECORD_WORDS + W.keys;
    w[e] = base + ((((w[e] - base) >>> 0) + shift) % entities);
    w[e + 2] = base + ((((w[e + 2] - base) >>> 0) + shift) % entities);
  }
}

interface Result {
  readonly ns: number;
  readonly touchNs: number;
  readonly engine: FeatureEngine;
  readonly digest: number;
}

function run(engine: FeatureEngine, batch: EventBatch, names: readonly string[], entities: number, stepMs: number): Result {
  const facts = new Float64Array(names.length + 1);
  engine.bind(new Map(names.map((name, slot) => [name, slot])));
  let now = START_MS;
  let ns = Infinity;
  let touchNs = Infinity;
  let digest = 0;
  // Until the tables hold nearly everybody; then groups of passes, of which the best counts.
  const warm = Math.ceil(Math.max(2.5 * entities, 2_000_000) / POOL);
  for (let round = 0; round < warm + ROUNDS * PASSES;) {
    let spent = 0;
    let spentTouching = 0;
    const stop = round < warm ? warm : round + PASSES;
    const measured = round >= warm;
    for (; round < stop; round++) {
      renew(batch, round, entities, now, stepMs);
      now += POOL * stepMs;
      const begin = process.cpuUsage().user;
      for (let from = 0; from < POOL; from += BATCH) {
        engine.touch(batch, from, from + BATCH);
        for (let i = from; i < from + BATCH; i++) {
          engine.measure(batch, i, facts);
          digest += facts[0];
        }
      }
      spent += process.cpuUsage().user - begin;
      if (!measured) continue;
      renew(batch, round + 1_000_000, entities, now, stepMs);
      const touchBegin = process.cpuUsage().user;
      for (let from = 0; from < POOL; from += BATCH) engine.touch(batch, from, from + BATCH);
      spentTouching += process.cpuUsage().user - touchBegin;
    }
    if (!measured) continue;
    ns = Math.min(ns, (spent * 1000) / (POOL * PASSES));
    touchNs = Math.min(touchNs, (spentTouching * 1000) / (POOL * PASSES));
  }
  return { ns, touchNs, engine, digest };
}

/** Nanoseconds for one of many independent reads of random cache lines in 1 GB. */
function lineNs(lines: Int32Array): number {
  let sum = 0;
  const begin = process.cpuUsage().user;
  for (let i = 0; i < 4_000_000; i++) sum ^= lines[(Math.imul(i, 0x9e3779b1) >>> 4) & ~15];
  return ((process.cpuUsage().user - begin) * 1000) / 4_000_000 + (sum === 7 ? 1 : 0);
}

/** What a program without tables of its own would do: a Map of objects, the same two buckets, Sets for the distinct. */
function peerNs(batch: EventBatch, entities: number, stepMs: number): number {
  interface Peer {
    clock: number;
    readonly present: number[];
    readonly before: number[];
    distinct: Set<number>;
    distinctBefore: Set<number>;
  }
  const lengths = [60_000, 600_000, HOUR_MS, 24 * HOUR_MS];
  const peers = new Map<number, Peer>();
  const values = new Float64Array(12);
  const update = (id: number, t: number, other: number, talkMs: number): void => {
    let peer = peers.get(id);
    if (peer === undefined) peers.set(id, (peer = { clock: t, present: Array(8).fill(0), before: Array(8).fill(0), distinct: new Set(), distinctBefore: new Set() }));
    lengths.forEach((length, k) => {
      const steps = Math.floor(t / length) - Math.floor(peer.clock / length);
      if (steps > 0) {
        for (const at of [k, k + 4]) {
          peer.before[at] = steps === 1 ? peer.present[at] : 0;
          peer.present[at] = 0;
        }
        if (k === 3) {
          peer.distinctBefore = steps === 1 ? peer.distinct : new Set();
          peer.distinct = new Set();
        }
      }
      peer.present[k] += 1;
      peer.present[k + 4] += talkMs;
      const weight = 1 - (t % length) / length;
      values[k] = peer.present[k] + peer.before[k] * weight;
      values[k + 4] = peer.present[k + 4] + peer.before[k + 4] * weight;
    });
    peer.clock = t;
    peer.distinct.add(other);
    values[8] = peer.distinct.size + peer.distinctBefore.size;
  };
  const w = batch.words;
  let best = Infinity;
  let now = START_MS;
  const warm = Math.ceil(entities / POOL);
  for (let round = 0; round < warm + ROUNDS; round++) {
    renew(batch, round, entities, now, stepMs);
    now += POOL * stepMs;
    const begin = process.cpuUsage().user;
    for (let i = 0; i < POOL; i++) {
      const e = i * RECORD_WORDS + W.keys;
      const t = batch.doubles[i * RECORD_DOUBLES];
      const talkMs = batch.doubles[i * RECORD_DOUBLES + W.numsDouble];
      update(w[e] * 2, t, w[e + 2], talkMs);
      update(w[e + 2] * 2 + 1, t, w[e], talkMs);
    }
    if (round >= warm) best = Math.min(best, ((process.cpuUsage().user - begin) * 1000) / POOL);
  }
  return best;
}

interface Case {
  readonly name: string;
  readonly engine: (numbers: number, rows: number) => FeatureEngine;
  readonly batch: (numbers: number) => EventBatch;
  readonly features: readonly string[];
}

const SMALL: FeatureLimits = { numbers: 16, accounts: 16, devices: 16, hosts: 16, persons: 16, latenessMaxMs: HOUR_MS, timeZoneOffsetMinutes: 480 };
const named = (kind: EventKind): string[] => FEATURES.filter((feature) => feature.kinds.includes(kind)).map((feature) => feature.name);
const CASES: readonly Case[] = [
  { name: "call", engine: (_, rows) => new FeatureEngine({ ...SMALL, numbers: rows }), batch: (numbers) => calls(numbers, false, new Prng(1)), features: CALL_TYPICAL },
  { name: "call-unasked", engine: (_, rows) => new FeatureEngine({ ...SMALL, numbers: rows }), batch: (numbers) => calls(numbers, false, new Prng(1)), features: [] },
  {
    name: "call-person",
    engine: (numbers, rows) => new FeatureEngine({ ...SMALL, numbers: rows, persons: numbers / 4 }),
    batch: (numbers) => calls(numbers, false, new Prng(1)),
    features: [...CALL_TYPICAL, ...PERSON],
  },
  {
    name: "call-all",
    engine: (numbers, rows) => new FeatureEngine({ ...SMALL, numbers: rows, devices: rows, persons: numbers / 4 }),
    batch: (numbers) => calls(numbers, true, new Prng(1)),
    features: named("call"),
  },
  {
    name: "message-all",
    engine: (numbers, rows) => new FeatureEngine({ ...SMALL, numbers: rows, persons: numbers / 4 }),
    batch: (numbers) => messages(numbers, new Prng(2)),
    features: named("message"),
  },
  {
    name: "transfer-all",
    engine: (_, rows) => new FeatureEngine({ ...SMALL, accounts: rows, persons: rows }),
    batch: (numbers) => transfers(numbers, new Prng(3)),
    features: named("transfer"),
  },
];

/** One case at one size and pace, as a printed line and its figure. */
function measureCase(which: Case, numbers: number, pace: "live" | "replay", lines: Int32Array): number {
  (globalThis as { gc?: () => void }).gc?.();
  const before = lineNs(lines);
  const result = run(which.engine(numbers, Math.ceil(1.6 * numbers)), which.batch(numbers), which.features, numbers, pace === "live" ? 1 / 1500 : HOUR_MS / numbers);
  const line = (before + lineNs(lines)) / 2;
  const used = result.engine.stats.tables
    .filter((table) => table.live > 1000)
    .map((table) => `${table.name} ${table.live} × ${table.bytesPerEntity} B${table.evicted > 0 ? `, ${table.evicted} evicted` : ""}`);
  console.error(
    `${numbers} ${which.name} ${pace}: ${result.ns.toFixed(0)} ns/event (touch ${result.touchNs.toFixed(0)}; one line ${line.toFixed(0)}); ${used.join("; ")}; digest ${result.digest}`,
  );
  return result.ns;
}

/** The rows of `npm run bench features`. The peer is measured at a tenth of the entities: ten million objects do not fit. */
export async function benchFeatures(numbers = 10_000_000): Promise<readonly BenchRow[]> {
  const lines = new Int32Array(1 << 28).fill(1);
  const tenth = Math.min(numbers, 1_000_000);
  const peerValue = peerNs(calls(tenth, false, new Prng(1)), tenth, HOUR_MS / tenth);
  const rows: BenchRow[] = [];
  for (const size of new Set([tenth, numbers])) {
    for (const which of CASES.slice(0, size === numbers ? 2 : 4)) {
      const ours = measureCase(which, size, "live", lines);
      rows.push({
        name: `windows, ${which.name}, ${size.toLocaleString("en")} numbers`,
        ours,
        peer: `Map of objects, ${tenth.toLocaleString("en")} numbers`,
        peerValue,
        ratio: peerValue / ours,
        unit: "ns/event",
      });
    }
  }
  return rows;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const only = args.find((arg) => arg.startsWith("only="))?.slice(5);
  const sizes = args.map(Number).filter((n) => n > 0);
  const lines = new Int32Array(1 << 28).fill(1);
  for (const numbers of sizes.length > 0 ? sizes : [1_000_000, 10_000_000]) {
    for (const which of CASES) {
      if (only !== undefined && which.name !== only) continue;
      for (const pace of ["live", "replay"] as const) measureCase(which, numbers, pace, lines);
    }
  }
}
