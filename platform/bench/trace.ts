/**
 * Following money, beside recursive queries over the same transfers: ten million of them, hubs among the accounts, from a
 * thousand victims, six transfers deep within 72 hours, each amount at most the one before and at least a twentieth of it.
 * Answers are compared, transfer by transfer (count and sum of numbers). Each question is asked several times and its
 * best time counts, on every side, because the machine is shared. Then: the taint of the same victims by each method,
 * and how many transfers a second are taken in while open traces are extended and others asked.
 *
 * `node platform/bench/trace.ts 100000000` is the same alone, without peers, for the size that they are not asked for.
 */
import { pathToFileURL } from "node:url";
import { ForwardTrace } from "../src/trace/forward.ts";
import { MoneyGraph } from "../src/trace/graph.ts";
import { TRACE_METHODS, traceLimits, type TraceMethod } from "../src/trace/limits.ts";
import { LiveTraces } from "../src/trace/live.ts";
import { Reach, type ReachLimits } from "../src/trace/reach.ts";
import { EventBatch } from "../src/domain/record.ts";
import type { BenchRow } from "./bench-row.ts";
import { duckdbPeer, postgresPeer, sqlitePeer, temporaryFolder, writeCsv, type PeerSeed, type TracePeer } from "./trace-peers.ts";
import { DAYS, seedsOf, transferId, transferSource, type TransferSpec } from "./trace-data.ts";

const HOUR_MS = 3_600_000;
const LIMITS: ReachLimits = { hopsMax: 6, windowMs: 72 * HOUR_MS, shareMinPermille: 50, shareMaxPermille: 1000 };
const VICTIMS = 1_000;
/** How often all questions are asked, one after the other, so that none finds its own data warm; the best of each counts. */
const ROUNDS = 3;
/** Of the victims, those with the largest answers, and others evenly, are asked of the peers: as many as their pace allows. */
const PEER_LARGEST = 5;
const PEER_OTHERS: Readonly<Record<string, number>> = { SQLite: 195, PostgreSQL: 195, DuckDB: 25 };

interface Times {
  readonly sorted: readonly number[];
  at(share: number): number;
  readonly worst: number;
}

function timesOf(ms: readonly number[]): Times {
  const sorted = [...ms].sort((a, b) => a - b);
  return { sorted, at: (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))], worst: sorted[sorted.length - 1] };
}

const say = (text: string): void => console.error(text);
const shown = (t: Times): string => `p50 ${t.at(0.5).toFixed(4)} ms, p99 ${t.at(0.99).toFixed(3)} ms, worst ${t.worst.toFixed(2)} ms`;

function build(spec: TransferSpec): MoneyGraph {
  const graph = new MoneyGraph();
  const source = transferSource(spec);
  let takingMs = 0;
  let worstMs = 0;
  const begin = process.cpuUsage();
  let making = 0;
  for (let batch = source.next(); batch !== null;) {
    const from = performance.now();
    graph.apply(batch);
    const tookMs = performance.now() - from;
    takingMs += tookMs;
    worstMs = Math.max(worstMs, tookMs / batch.count);
    const cpu = process.cpuUsage().user;
    batch = source.next();
    making += process.cpuUsage().user - cpu;
  }
  const cpuSeconds = (process.cpuUsage(begin).user - making) / 1e6;
  const m = graph.memory();
  const each = (bytes: number): string => (bytes / graph.count).toFixed(1);
  say(
    `${graph.count.toLocaleString("en")} transfers of ${graph.pockets.count.toLocaleString("en")} accounts taken in ${(takingMs / 1000).toFixed(1)} s by the clock, ${cpuSeconds.toFixed(1)} s of processor: ` +
      `${Math.round(graph.count / takingMs)} a millisecond; bytes a transfer: runs ${each(m.runs)}, ids ${each(m.ids)}, rows ${each(m.transfers)}, accounts ${each(m.pockets)}, all ${each(m.total)} (${(m.total / 1e9).toFixed(2)} GB)`,
  );
  return graph;
}

/** The best time of several passes for each question, and the answers of the last pass. */
function ours<T>(questions: readonly T[], ask: (q: T) => number): { readonly times: Times; readonly answers: readonly number[] } {
  const best = questions.map(() => Infinity);
  const answers = questions.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    questions.forEach((q, i) => {
      const from = performance.now();
      answers[i] = ask(q);
      best[i] = Math.min(best[i], performance.now() - from);
    });
  }
  return { times: timesOf(best), answers };
}

function sumOf(graph: MoneyGraph, reach: Reach): number {
  return reach.rows().reduce((sum, row) => sum + Number(graph.id(row).slice(1)), 0);
}

async function comparePeer(peer: TracePeer, graph: MoneyGraph, reach: Reach, rows: readonly number[]): Promise<Times> {
  const seeds = rows.map((row): PeerSeed => ({ number: Number(graph.id(row).slice(1)), to: accountNumber(graph, graph.to(row)), ...graph.moved(row) }));
  const best = rows.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, seed] of seeds.entries()) {
      const from = performance.now();
      const answer = await peer.ask(seed, LIMITS);
      best[i] = Math.min(best[i], performance.now() - from);
      if (round > 0) continue;
      const count = reach.forward(rows[i], LIMITS);
      if (answer.count !== count || answer.sum !== sumOf(graph, reach)) throw new Error(`${peer.name} finds ${answer.count} transfers from ${seed.number}, we find ${count}`);
    }
  }
  const times = timesOf(best);
  say(`${peer.name} (loaded in ${peer.loadSeconds.toFixed(0)} s, ${rows.length} victims, answers equal): ${shown(times)}`);
  return times;
}

function accountNumber(graph: MoneyGraph, pocket: number): number {
  return Number(graph.pockets.account(pocket).account) - 622_200_000_000;
}

/** Times of tracing the victims' money itself, which no query of the peers does. */
function benchTaint(graph: MoneyGraph, rows: readonly number[], method: TraceMethod, taintMinPpm: number): Times {
  const trace = new ForwardTrace(graph, traceLimits({ method, hopsMax: 6, windowMs: 72 * HOUR_MS, taintMinPpm }));
  let most = 0;
  let cuts = 0;
  const { times, answers } = ours(rows, (row) => {
    trace.run([row]);
    most = Math.max(most, trace.hops.count);
    cuts = Math.max(cuts, trace.cuts.length);
    return trace.hops.count;
  });
  say(
    `taint, ${method}${taintMinPpm > 0 ? `, at least ${taintMinPpm / 10_000} %` : ""}: ${shown(times)}; ${answers.reduce((a, b) => a + b, 0)} transfers in all, ${most} in one, at most ${cuts} cut accounts`,
  );
  return times;
}

/** Takes in transfers while a thousand traces are open and others are asked in between; gives transfers a second. */
function benchLive(graph: MoneyGraph, rows: readonly number[], spec: TransferSpec): { readonly perSecond: number; readonly perProcessorSecond: number; readonly asked: Times } {
  const live = new LiveTraces(graph);
  // Traces whose windows are still open, from the newest transfers.
  const newest = Array.from({ length: VICTIMS }, (_, i) => graph.count - 1 - i * 50).filter((row) => row >= 0);
  for (const row of newest) live.open(`t${row}`, [row], { method: "fifo", hopsMax: 6 });
  const stepMs = (DAYS * 86_400_000) / spec.transfers;
  const count = 1_000_000;
  const source = transferSource({ transfers: count, accounts: spec.accounts, seed: spec.seed + 1, first: spec.transfers, stepMs });
  // Made ahead, so that making them is not measured.
  const batches: EventBatch[] = [];
  for (let batch = source.next(); batch !== null; batch = source.next()) {
    const copy = new EventBatch(batch.count);
    copy.bytes.set(batch.bytes.subarray(0, copy.bytes.length));
    copy.heap = batch.heap.slice();
    copy.count = batch.count;
    batches.push(copy);
  }
  const trace = new ForwardTrace(graph, traceLimits({ method: "fifo", hopsMax: 6 }));
  const asked: number[] = [];
  let changed = 0;
  const cpu = process.cpuUsage();
  const begin = performance.now();
  batches.forEach((batch, b) => {
    changed += live.apply(batch).changed.length;
    for (let q = 0; q < 10; q++) {
      const from = performance.now();
      trace.run([rows[(b * 10 + q) % rows.length]]);
      asked.push(performance.now() - from);
    }
  });
  const seconds = (performance.now() - begin) / 1000;
  const processor = process.cpuUsage(cpu).user / 1e6;
  const times = timesOf(asked);
  say(
    `live: ${count.toLocaleString("en")} transfers in ${seconds.toFixed(2)} s by the clock, ${processor.toFixed(2)} s of processor, ${newest.length} open traces changed ${changed} times, ${asked.length} others asked meanwhile: ${shown(times)}`,
  );
  return { perSecond: count / seconds, perProcessorSecond: count / processor, asked: times };
}

/** What a program would do without a graph of its own: arrays of objects in a Map, by account. */
function plainAppendPerSecond(spec: TransferSpec): number {
  const source = transferSource({ ...spec, transfers: 200_000 });
  const out = new Map<string, { id: string; to: string; atMs: number; amount: number }[]>();
  let count = 0;
  let ms = 0;
  for (let batch = source.next(); batch !== null; batch = source.next()) {
    const from = performance.now();
    for (let i = 0; i < batch.count; i++, count++) {
      const payer = `${batch.text(i, 2)}:${batch.text(i, 3)}`;
      const payee = `${batch.text(i, 4)}:${batch.text(i, 5)}`;
      let list = out.get(payer);
      if (list === undefined) out.set(payer, (list = []));
      list.push({ id: batch.text(i, 0), to: payee, atMs: batch.occurredAtMs(i), amount: batch.doubles[i * 32 + 22] });
    }
    ms += performance.now() - from;
  }
  return (count / ms) * 1000;
}

export async function benchTrace(transfers = 10_000_000): Promise<readonly BenchRow[]> {
  const spec: TransferSpec = { transfers, accounts: Math.round(transfers / 20), seed: 7 };
  const graph = build(spec);
  const reach = new Reach(graph);
  const rows = seedsOf(graph, VICTIMS, 3, (row) => reach.forward(row, LIMITS));
  const mine = ours(rows, (row) => reach.forward(graph.find(graph.id(row)), LIMITS));
  const total = mine.answers.reduce((a, b) => a + b, 0);
  say(`reach: ${shown(mine.times)}; ${total} transfers in all, ${Math.max(...mine.answers)} in one`);
  for (const method of TRACE_METHODS) benchTaint(graph, rows, method, method === "pro-rata" ? 1_000 : 0);
  benchTaint(graph, rows, "pro-rata", 0);

  const bySize = rows.map((row, i) => ({ row, size: mine.answers[i] })).sort((a, b) => b.size - a.size);
  const results: BenchRow[] = [];
  const folder = await temporaryFolder();
  try {
    const csv = `${folder.path}/transfers.csv`;
    await writeCsv(csv, spec);
    const makers: readonly (readonly [string, () => Promise<TracePeer | undefined>])[] = [
      ["SQLite", () => sqlitePeer(folder.path, spec)],
      ["PostgreSQL", () => postgresPeer(folder.path, csv)],
      ["DuckDB", () => duckdbPeer(folder.path, csv)],
    ];
    for (const [name, make] of makers) {
      const peer = await make().catch((error: unknown) => {
        say(`${name} could not be started: ${String(error)}`);
        return undefined;
      });
      if (peer === undefined) {
        say(`${name} is absent`);
        continue;
      }
      try {
        const others = PEER_OTHERS[name] ?? 25;
        const step = Math.max(1, Math.floor((bySize.length - PEER_LARGEST) / others));
        const asked = [
          ...bySize.slice(0, PEER_LARGEST),
          ...bySize
            .slice(PEER_LARGEST)
            .filter((_, i) => i % step === 0)
            .slice(0, others),
        ].map(({ row }) => row);
        const theirs = await comparePeer(peer, graph, reach, asked);
        // Of theirs the middle is that of the others: the largest were chosen.
        const middle = timesOf(theirs.sorted.slice(0, -PEER_LARGEST)).at(0.5);
        const note = `${rows.length} victims, ${peer.name}: ${asked.length} of them, answers equal`;
        results.push({
          name: `trace, worst, ${transfers.toLocaleString("en")} transfers`,
          ours: mine.times.worst,
          peer: peer.name,
          peerValue: theirs.worst,
          ratio: theirs.worst / mine.times.worst,
          unit: "ms",
          note,
        });
        results.push({
          name: `trace, median, ${transfers.toLocaleString("en")} transfers`,
          ours: mine.times.at(0.5),
          peer: peer.name,
          peerValue: middle,
          ratio: middle / mine.times.at(0.5),
          unit: "ms",
          note,
        });
      } finally {
        await peer.close();
      }
    }
  } finally {
    await folder.remove();
  }
  const live = benchLive(graph, rows, spec);
  const plain = plainAppendPerSecond(spec);
  results.push({
    name: "transfers a second, traces open and asked meanwhile",
    ours: live.perSecond,
    peer: "Map of arrays, empty, no traces",
    peerValue: plain,
    ratio: live.perSecond / plain,
    unit: "transfers/s",
    note: `${Math.round(live.perProcessorSecond).toLocaleString("en")} by processor time; traces meanwhile: ${shown(live.asked)}`,
  });
  return results;
}

/** Ours alone, at a size that the peers are not asked for. */
function benchAlone(transfers: number): void {
  const spec: TransferSpec = { transfers, accounts: Math.round(transfers / 20), seed: 7 };
  const graph = build(spec);
  say(`process: ${(process.memoryUsage().rss / 1e9).toFixed(2)} GB`);
  const reach = new Reach(graph);
  const rows = seedsOf(graph, VICTIMS, 3, (row) => reach.forward(row, LIMITS));
  const first = ours1(rows, (row) => reach.forward(graph.find(graph.id(row)), LIMITS));
  say(`reach, each victim for the first time: ${shown(first)}`);
  const mine = ours(rows, (row) => reach.forward(graph.find(graph.id(row)), LIMITS));
  say(`reach, best of ${ROUNDS}: ${shown(mine.times)}; ${mine.answers.reduce((a, b) => a + b, 0)} transfers in all, ${Math.max(...mine.answers)} in one`);
  for (const [method, ppm] of [
    ["fifo", 0],
    ["lifo", 0],
    ["pro-rata", 1_000],
  ] as const) {
    const trace = new ForwardTrace(graph, traceLimits({ method, hopsMax: 6, taintMinPpm: ppm }));
    say(`taint, ${method}, each victim for the first time: ${shown(ours1(rows, (row) => (trace.run([row]), trace.hops.count)))}`);
    benchTaint(graph, rows, method, ppm);
  }
  benchLive(graph, rows, spec);
  say(`process: ${(process.memoryUsage().rss / 1e9).toFixed(2)} GB; an id is found again: ${graph.find(transferId(transfers - 1)) >= 0}`);
}

function ours1<T>(questions: readonly T[], ask: (q: T) => number): Times {
  return timesOf(
    questions.map((q) => {
      const from = performance.now();
      ask(q);
      return performance.now() - from;
    }),
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) benchAlone(Number(process.argv[2] ?? 100_000_000));
