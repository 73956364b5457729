/**
 * Rings beside igraph (Debian's python3-igraph, in a process of its own): components and communities of ten million
 * transfers between a million accounts, the same edges for both and the answers compared; and cycles in time, which igraph
 * has not. Processor time of each process, graphs already built. Run alone: node --expose-gc platform/bench/rings.ts [edges]
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Prng } from "../src/base/prng.ts";
import { adjacencyBytes, buildAdjacency } from "../src/rings/adjacency.ts";
import { connectedComponents } from "../src/rings/components.ts";
import { EvidenceGraph } from "../src/rings/evidence-graph.ts";
import { leiden, modularityOf } from "../src/rings/leiden.ts";
import { temporalCycles } from "../src/rings/temporal-cycles.ts";
import { timeLists, type TimeLists, type Transfers } from "../src/rings/transfers.ts";
import { renderRows, type BenchRow } from "./bench-row.ts";

const ROUNDS = 5;
const DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Accounts whose activity is as uneven as life's: half of the payments stay in a community of about a thousand, a sixth go
 * to a few hubs, the rest anywhere; one account in twenty deals only in a handful of its own. Every thousandth transfer
 * starts a cycle of three to six that loses a little on the way.
 */
export function makeTransfers(accounts: number, count: number): Transfers {
  const random = new Prng(20261101);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const atMs = new Float64Array(count);
  const amountMinor = new Float64Array(count);
  const groups = Math.ceil(accounts / 1_000);
  const large = Math.floor(accounts * 0.95);
  const put = (i: number, a: number, b: number, at: number, amount: number): void => {
    from[i] = a;
    to[i] = b === a ? (a + 1) % accounts : b;
    atMs[i] = at;
    amountMinor[i] = amount;
  };
  for (let i = 0; i < count;) {
    const at = Math.floor((i / count) * DAYS * DAY_MS);
    const amount = Math.round(Math.exp(random.next() * 8) * 100);
    if (random.chance(0.001)) {
      const length = 3 + random.int(4);
      const members = Array.from({ length }, () => random.int(large));
      for (let k = 0; k < length && i < count; k++) put(i++, members[k], members[(k + 1) % length], at + k * 600_000, Math.round(amount * 0.97 ** k));
      continue;
    }
    if (random.chance(0.02)) {
      const home = large + random.int(accounts - large);
      const family = home - (home % 8);
      put(i++, home, Math.max(large, Math.min(accounts - 1, family + random.int(8))), at, amount);
      continue;
    }
    const a = Math.floor(large * random.next() ** 1.5);
    const draw = random.next();
    let b: number;
    if (draw < 0.16) b = Math.floor(large * random.next() ** 8);
    else if (draw < 0.66) {
      const group = a % groups;
      b = Math.min(large - 1, group + groups * random.int(Math.floor(large / groups)));
    } else b = Math.floor(large * random.next() ** 1.5);
    put(i++, a, b, at, amount);
  }
  return { accounts, from, to, atMs, amountMinor };
}

interface Peer {
  readonly version: string;
  readonly buildSeconds: number;
  readonly components: number;
  readonly componentSeconds: number;
  readonly communities: number;
  readonly leidenSeconds: number;
}

const PEER = `
import array, igraph, json, random, sys, time
file, nodes, edges, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
pairs = array.array('q')
with open(file, 'rb') as f: pairs.fromfile(f, 2 * edges)
t = time.process_time()
g = igraph.Graph(n=nodes, edges=memoryview(pairs).cast('B').cast('q', shape=[edges, 2]))
build = time.process_time() - t
took = []
for _ in range(3):
  t = time.process_time()
  c = len(g.connected_components(mode='weak'))
  took.append(time.process_time() - t)
random.seed(1)
t = time.process_time()
l = g.community_leiden(objective_function='modularity', n_iterations=2)
leiden = time.process_time() - t
with open(out, 'wb') as f: array.array('i', l.membership).tofile(f)
print(json.dumps(dict(version=igraph.__version__, buildSeconds=build, components=c, componentSeconds=sorted(took)[1], communities=len(l), leidenSeconds=leiden)))
`;

/** A Python that has igraph, or null. */
function pythonWithIgraph(): string | null {
  return ["python3", "/usr/bin/python3"].find((python) => spawnSync(python, ["-c", "import igraph"]).status === 0) ?? null;
}

function runPeer(python: string, transfers: Transfers, folder: string): { readonly peer: Peer; readonly label: Int32Array } {
  const file = path.join(folder, "edges.bin");
  const out = path.join(folder, "communities.bin");
  const count = transfers.from.length;
  const handle = fs.openSync(file, "w");
  const piece = new BigInt64Array(1 << 17);
  for (let i = 0; i < count;) {
    let n = 0;
    for (; n < piece.length && i < count; i++) {
      piece[n++] = BigInt(transfers.from[i]);
      piece[n++] = BigInt(transfers.to[i]);
    }
    fs.writeSync(handle, piece.subarray(0, n));
  }
  fs.closeSync(handle);
  const run = spawnSync(python, ["-c", PEER, file, String(transfers.accounts), String(count), out], { encoding: "utf8", maxBuffer: 1 << 20 });
  if (run.status !== 0) throw new Error(`igraph ended with ${run.status}: ${run.stderr.slice(-500)}`);
  const bytes = fs.readFileSync(out);
  return { peer: JSON.parse(run.stdout) as Peer, label: new Int32Array(bytes.buffer, bytes.byteOffset, transfers.accounts) };
}

function cpuSeconds<T>(work: () => T): readonly [T, number] {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1e6];
}

/** True when every community hangs together: its number of connected parts is its own count. */
function allConnected(transfers: Transfers, label: Int32Array, communities: number): boolean {
  const kept: number[] = [];
  for (let i = 0; i < transfers.from.length; i++) if (label[transfers.from[i]] === label[transfers.to[i]]) kept.push(i);
  const parts = connectedComponents(
    transfers.accounts,
    Int32Array.from(kept, (i) => transfers.from[i]),
    Int32Array.from(kept, (i) => transfers.to[i]),
  );
  return parts.count === communities;
}

export function benchRings(count = 10_000_000, accounts = Math.ceil(count / 10)): Promise<readonly BenchRow[]> {
  const transfers = makeTransfers(accounts, count);
  const rows: BenchRow[] = [];
  const times: number[] = [];
  let components = connectedComponents(accounts, transfers.from, transfers.to);
  for (let r = 0; r < ROUNDS; r++) {
    const [found, seconds] = cpuSeconds(() => connectedComponents(accounts, transfers.from, transfers.to));
    components = found;
    times.push(seconds);
  }
  const ours = times.sort((a, b) => a - b)[ROUNDS >> 1];
  const [graph, buildSeconds] = cpuSeconds(() => buildAdjacency(accounts, transfers.from, transfers.to));
  const [communities, leidenSeconds] = cpuSeconds(() => leiden(graph, { seed: 1 }));
  if (!allConnected(transfers, communities.label, communities.count)) throw new Error("a community of ours does not hang together");
  const size = `${count / 1e6} M edges, ${accounts / 1e6} M accounts`;
  const python = pythonWithIgraph();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-rings-"));
  try {
    if (python === null) {
      const absent = "igraph is absent: apt-get install python3-igraph; ours alone";
      rows.push({ name: `components, ${size}`, ours, peer: "none", peerValue: ours, ratio: 1, unit: "s", note: absent });
      rows.push({
        name: `communities (Leiden), ${size}`,
        ours: leidenSeconds,
        peer: "none",
        peerValue: leidenSeconds,
        ratio: 1,
        unit: "s",
        note: `modularity ${communities.modularity.toFixed(4)}; ${absent}`,
      });
    } else {
      const { peer, label } = runPeer(python, transfers, folder);
      if (peer.components !== components.count) throw new Error(`igraph finds ${peer.components} components, we ${components.count}`);
      const theirs = modularityOf(graph, label);
      const name = `igraph ${peer.version}`;
      rows.push({
        name: `components, ${size}`,
        ours,
        peer: name,
        peerValue: peer.componentSeconds,
        ratio: peer.componentSeconds / ours,
        unit: "CPU s",
        note: `${components.count} components in both; from the edges, no graph to build (igraph builds in ${peer.buildSeconds.toFixed(1)} s); the bar is 5`,
      });
      rows.push({
        name: `communities (Leiden), ${size}`,
        ours: leidenSeconds,
        peer: name,
        peerValue: peer.leidenSeconds,
        ratio: peer.leidenSeconds / leidenSeconds,
        unit: "CPU s",
        note: `modularity ${communities.modularity.toFixed(4)} against ${theirs.toFixed(4)}, ${communities.count} communities against ${peer.communities}, all connected; graphs built before, ours in ${buildSeconds.toFixed(1)} s; the bar is 3, modularity not lower`,
      });
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  rows.push(cyclesRow(transfers, size));
  rows.push(bytesRow("bytes an edge, neighbour lists both ways", adjacencyBytes(graph) / count, "beside 8 for the two ends themselves"));
  rows.push(bytesRow("bytes a link, evidence graph", EvidenceGraph.bytesPerLink, "ends, kind, time, amount, currency, evidence, lists both ways; tokens beside"));
  return Promise.resolve(rows);
}

function cyclesRow(transfers: Transfers, size: string): BenchRow {
  const [lists, listSeconds] = cpuSeconds((): readonly [TimeLists, TimeLists] => [timeLists(transfers, "from"), timeLists(transfers, "to")]);
  const [cycles, seconds] = cpuSeconds(() => temporalCycles(transfers, { windowMs: DAY_MS, band: { low: 0.8, high: 1 } }, ...lists));
  const [any, anySeconds] = cpuSeconds(() => temporalCycles(transfers, { windowMs: DAY_MS }, ...lists));
  const bytes =
    lists.reduce((sum, l) => sum + l.transfer.byteLength + l.other.byteLength + l.atMs.byteLength + l.amountMinor.byteLength + l.offsets.byteLength, 0) / transfers.from.length;
  return {
    name: `cycles of 3 to 6 within a day, amounts 0.8 to 1.0, ${size}`,
    ours: seconds,
    peer: "none: any amounts",
    peerValue: anySeconds,
    ratio: anySeconds / seconds,
    unit: "CPU s",
    note: `${cycles.found} cycles, ${any.found} with any amounts (${any.cutShort} steps cut short); time lists both ways ${bytes.toFixed(0)} bytes an edge, made in ${listSeconds.toFixed(1)} s`,
  };
}

function bytesRow(name: string, bytes: number, note: string): BenchRow {
  return { name, ours: bytes, peer: "none", peerValue: bytes, ratio: 1, unit: "bytes", note };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(renderRows(await benchRings(Number(process.argv[2] ?? 10_000_000))));
