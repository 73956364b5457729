// Our list look-up against what JavaScript offers, in one run over the same keys with equal answers demanded of
// everybody: hits and misses among ten million numbers, hosts with every suffix, bytes per entry.
// Run: node platform/bench/intel.ts [entries], for example 100000000 (needs 2 GB; the peers are left out above 16 million
// because Set and Map end at 2^24).

import { pathToFileURL } from "node:url";
import { Prng } from "../src/base/prng.ts";
import { isMalformed } from "../src/base/problem.ts";
import { EVENT_KINDS } from "../src/domain/event-fields.ts";
import { numberKey, type Key } from "../src/domain/identifier.ts";
import { EventBatch, RECORD_DOUBLES, RECORD_WORDS, W } from "../src/domain/record.ts";
import { parseEntryIdentifier } from "../src/intel/entry.ts";
import { IntelLists } from "../src/intel/lists.ts";
import { PROBE_KEYS_MAX, probeExact } from "../src/intel/probe.ts";
import { mixKey } from "../src/intel/quotient-table.ts";
import { renderRows, type BenchRow } from "./bench-row.ts";

const NOW = Date.UTC(2026, 10, 1);
const QUERIES = 1 << 20;
const ROUNDS = 5;
const BATCH = 256;
/** Set and Map hold at most 2^24 entries. */
const PEERS_UP_TO = 16_000_000;
const HOSTS = 1_000_000;

/** The i-th of 6.9 billion distinct mobile numbers. */
const numberAt = (i: number): number => 8_613_000_000_000 + ((i * 7919) % 6_899_999_999);
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];

/** Median nanoseconds of processor time of one of `n` operations; `run` returns how many hit, which must not change. */
function timed(n: number, hits: number, run: () => number): number {
  const times: number[] = [];
  for (let r = 0; r <= ROUNDS; r++) {
    // Processor time, not the clock's: other work on the machine must not count.
    const start = process.cpuUsage();
    const found = run();
    const { user, system } = process.cpuUsage(start);
    const ns = ((user + system) * 1000) / n;
    if (found !== hits) throw new Error(`${found} hits where ${hits} are right`);
    // The first round compiles.
    if (r > 0) times.push(ns);
  }
  return median(times);
}

function fill(lists: IntelLists, entries: number): { readonly secondsToBuild: number; readonly bytes: number } {
  const added = lists.add("bench", { identifier: "13000000000", kind: "block", evidence: "case-confirmed", source: "bench" }, NOW);
  const contents = lists.build("bench");
  if (added.kind === "refused" || isMalformed(contents)) throw new Error("the benchmark's list was refused");
  const start = process.cpuUsage();
  contents.reserve("number", entries);
  for (let i = 0; i < entries; i++) {
    const n = numberAt(i);
    contents.set({ type: "number", text: "", exact: "", lo: n >>> 0, hi: Math.floor(n / 4294967296) }, added.entry);
  }
  lists.replace(contents);
  return { secondsToBuild: process.cpuUsage(start).user / 1e6, bytes: contents.bytes };
}

/** Runs every query through the product's own way: records in, list bits out, two numbers an event. */
function lookUpAll(lists: IntelLists, queries: Float64Array, batch: EventBatch): number {
  const words = batch.words;
  const key: Key = { lo: 0, hi: 0 };
  let hits = 0;
  for (let at = 0; at < queries.length; at += BATCH * 2) {
    for (let i = 0; i < BATCH; i++) {
      const base = i * RECORD_WORDS + W.keys;
      numberKey(queries[at + 2 * i], key);
      words[base] = key.lo;
      words[base + 1] = key.hi;
      numberKey(queries[at + 2 * i + 1], key);
      words[base + 2] = key.lo;
      words[base + 3] = key.hi;
    }
    lists.lookup(batch, 0, BATCH);
    for (let i = 0; i < BATCH; i++) {
      const found = words[i * RECORD_WORDS + W.intel];
      hits += ((found & 31) === 0 ? 0 : 1) + (found >>> 5 === 0 ? 0 : 1);
    }
  }
  return hits;
}

/** The table alone: hash, touch, compare, confirm. */
function probeAll(lists: IntelLists, queries: Float64Array): number {
  const table = lists.list("bench")!.tables[0].table;
  const los = new Int32Array(PROBE_KEYS_MAX);
  const his = new Int32Array(PROBE_KEYS_MAX);
  const mixed = new Int32Array(PROBE_KEYS_MAX);
  const found = new Int32Array(PROBE_KEYS_MAX);
  const slots = new Int32Array(PROBE_KEYS_MAX);
  let hits = 0;
  for (let at = 0; at < queries.length; at += PROBE_KEYS_MAX) {
    for (let k = 0; k < PROBE_KEYS_MAX; k++) {
      const n = queries[at + k];
      los[k] = n >>> 0;
      his[k] = Math.floor(n / 4294967296);
      mixed[k] = mixKey(los[k], his[k]);
    }
    hits += probeExact(table, PROBE_KEYS_MAX, los, his, mixed, found, slots);
  }
  return hits;
}

/** `entries` numbers against Set, Map and a sorted array. Above 16 million ours alone, each row its own peer. */
export async function benchIntel(entries = 10_000_000): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const lists = new IntelLists();
  const built = fill(lists, entries);
  const random = new Prng(42);
  const hits = Float64Array.from({ length: QUERIES }, () => numberAt(random.int(entries)));
  const misses = Float64Array.from({ length: QUERIES }, () => numberAt(entries + random.int(entries)));
  const batch = new EventBatch(BATCH);
  batch.count = BATCH;
  for (let i = 0; i < BATCH; i++) {
    batch.words[i * RECORD_WORDS + W.kind] = EVENT_KINDS.indexOf("call");
    batch.doubles[i * RECORD_DOUBLES] = NOW + 1;
  }
  const size = `${entries / 1e6} M numbers`;
  const ours = {
    hit: timed(QUERIES, QUERIES, () => lookUpAll(lists, hits, batch)),
    miss: timed(QUERIES, 0, () => lookUpAll(lists, misses, batch)),
    tableHit: timed(QUERIES, QUERIES, () => probeAll(lists, hits)),
    tableMiss: timed(QUERIES, 0, () => probeAll(lists, misses)),
  };
  const bytes = built.bytes / entries;
  const table = lists.list("bench")!.tables[0].table;
  const note = (alone: number): string => `whole look-up with protections, validity and reasons; the table alone ${alone.toFixed(0)} ns`;
  const bytesNote = `${(table.words.byteLength / entries).toFixed(1)} without the entry number; built in ${built.secondsToBuild.toFixed(1)} s`;
  const add = (peer: string, hit: number, miss: number, peerBytes: number): void => {
    rows.push({ name: `lists: ${size}, hit`, ours: ours.hit, peer, peerValue: hit, ratio: hit / ours.hit, unit: "ns", note: note(ours.tableHit) });
    rows.push({ name: `lists: ${size}, miss`, ours: ours.miss, peer, peerValue: miss, ratio: miss / ours.miss, unit: "ns", note: note(ours.tableMiss) });
    rows.push({ name: `lists: ${size}, memory`, ours: bytes, peer, peerValue: peerBytes, ratio: peerBytes / bytes, unit: "bytes/entry", note: bytesNote });
  };
  if (entries > PEERS_UP_TO) {
    add("none (Set and Map end at 2^24)", ours.hit, ours.miss, bytes);
    return rows;
  }

  const before = process.memoryUsage();
  const used = (): number => {
    const now = process.memoryUsage();
    return (now.heapUsed - before.heapUsed + now.arrayBuffers - before.arrayBuffers) / entries;
  };
  {
    const set = new Set<number>();
    for (let i = 0; i < entries; i++) set.add(numberAt(i));
    const setBytes = used();
    const ask = (queries: Float64Array) => (): number => {
      let n = 0;
      for (let i = 0; i < queries.length; i++) if (set.has(queries[i])) n++;
      return n;
    };
    add("Set", timed(QUERIES, QUERIES, ask(hits)), timed(QUERIES, 0, ask(misses)), setBytes);
  }
  {
    const sorted = Float64Array.from({ length: entries }, (_, i) => numberAt(i)).sort();
    const ask = (queries: Float64Array) => (): number => {
      let n = 0;
      for (let i = 0; i < queries.length; i++) {
        const wanted = queries[i];
        let low = 0;
        let high = sorted.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >>> 1;
          if (sorted[middle] <= wanted) low = middle;
          else high = middle - 1;
        }
        if (sorted[low] === wanted) n++;
      }
      return n;
    };
    add("sorted Float64Array", timed(QUERIES, QUERIES, ask(hits)), timed(QUERIES, 0, ask(misses)), 8);
  }
  rows.push(...benchHosts());
  return rows;
}

/** A host and every suffix of it, three labels each, half of them listed. */
function benchHosts(): BenchRow[] {
  const lists = new IntelLists();
  const added = lists.add("bench", { identifier: "bench.example", kind: "block", evidence: "case-confirmed", source: "bench" }, NOW);
  const contents = lists.build("bench");
  if (added.kind === "refused" || isMalformed(contents)) throw new Error("the benchmark's list was refused");
  const set = new Set<string>();
  const name = (i: number): string => `h${(i * 7919) % 1_000_003}.example`;
  for (let i = 0; i < HOSTS; i++) {
    const id = parseEntryIdentifier(name(i), "host");
    if (isMalformed(id)) throw new Error("the benchmark's host was refused");
    contents.set(id, added.entry);
    set.add(id.text);
  }
  lists.replace(contents);
  const random = new Prng(7);
  const queries = Array.from({ length: QUERIES / 4 }, (_, i) => (i % 2 === 0 ? `www.${name(random.int(HOSTS))}` : `www.other${random.int(1e6)}.example`));
  const encoded = queries.map((host) => Buffer.from(host));
  const heap = new Uint8Array(Buffer.concat(encoded));
  const ends = new Int32Array(queries.length);
  for (let i = 0, at = 0; i < queries.length; i++) ends[i] = at += encoded[i].length;
  const ours = timed(queries.length, queries.length / 2, () => {
    let hits = 0;
    for (let i = 0; i < ends.length; i++) if (lists.lookupHost(heap, i === 0 ? 0 : ends[i - 1], ends[i], NOW + 1).entry !== 0) hits++;
    return hits;
  });
  const peer = timed(queries.length, queries.length / 2, () => {
    let hits = 0;
    for (const host of queries) {
      for (let at = 0; at >= 0; at = host.indexOf(".", at) + 1 || -1) {
        if (!set.has(at === 0 ? host : host.slice(at))) continue;
        hits++;
        break;
      }
    }
    return hits;
  });
  const note = `with protections and validity; ${(contents.bytes / HOSTS).toFixed(0)} bytes an entry with its text`;
  return [{ name: "lists: 1 M hosts, every suffix, half listed", ours, peer: "Set and slice", peerValue: peer, ratio: peer / ours, unit: "ns", note }];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const entries = Number(process.argv[2] ?? 10_000_000);
  console.log(renderRows(await benchIntel(entries)));
}
