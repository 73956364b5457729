/**
 * Traces that stay open: each new transfer extends the traces it touches at once, and each trace is at every moment what
 * tracing anew would give. A transfer that comes late, before what a trace has already accounted for, makes that trace
 * run again if its accounts are in it. What is told of a change is which traces changed, not how.
 */
import { mix32 } from "../base/hash.ts";
import type { EventBatch } from "../domain/record.ts";
import { ForwardTrace } from "./forward.ts";
import type { Applied, MoneyGraph } from "./graph.ts";
import { traceLimits, WATCH_DEFAULTS, type TraceLimits } from "./limits.ts";
import { checkRoots, describeTrace, type Trace } from "./trace.ts";

export interface LiveApplied extends Applied {
  /** Traces that are different now. */
  readonly changed: readonly string[];
  /** How many of them had to be run again because something came late. */
  readonly rerun: number;
}

/** 64 KB: within the processor's cache, and one pocket in ten too many with fifty thousand in it. */
const FILTER_BITS = 1 << 19;

interface OpenTrace {
  readonly id: string;
  readonly roots: readonly number[];
  readonly trace: ForwardTrace;
  /** How many of its places are entered in the index. */
  indexed: number;
}

export class LiveTraces {
  readonly #graph: MoneyGraph;
  readonly #open = new Map<string, OpenTrace>();
  /** Traces by the pockets they have reached. */
  readonly #byPocket = new Map<number, Set<OpenTrace>>();
  /** A bit for each pocket in it, several pockets a bit: nearly every transfer touches no trace, and is let go by this alone. */
  readonly #filter = new Uint32Array(FILTER_BITS / 32);

  constructor(graph: MoneyGraph) {
    this.#graph = graph;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Opens a trace from transfers (by row) under an id; one that is open under it is replaced. */
  open(id: string, roots: readonly number[], asked: Partial<TraceLimits> = {}): Trace {
    checkRoots(this.#graph, roots);
    this.close(id);
    const open: OpenTrace = { id, roots, trace: new ForwardTrace(this.#graph, traceLimits({ ...WATCH_DEFAULTS, ...asked })), indexed: 0 };
    this.#open.set(id, open);
    this.#runAnew(open);
    return describeTrace(open.trace);
  }

  close(id: string): boolean {
    const open = this.#open.get(id);
    if (open === undefined) return false;
    this.#forget(open);
    this.#filter.fill(0);
    for (const pocket of this.#byPocket.keys()) this.#mark(pocket);
    return this.#open.delete(id);
  }

  get(id: string): Trace | undefined {
    const open = this.#open.get(id);
    return open === undefined ? undefined : describeTrace(open.trace);
  }

  /** Ids of the traces that have reached a pocket. */
  reaching(pocket: number): readonly string[] {
    return [...(this.#byPocket.get(pocket) ?? [])].map((open) => open.id);
  }

  /** Adds transfers to the graph and extends the open traces by each of them, in the order in which they come. */
  apply(batch: EventBatch, lines?: Float64Array): LiveApplied {
    const changed = new Set<OpenTrace>();
    let rerun = 0;
    const applied = this.#graph.apply(batch, lines, (row, atMs, inOrder) => {
      if (this.#open.size > 0) rerun += this.#extend(row, atMs, inOrder, changed);
    });
    return { ...applied, changed: [...changed].map((open) => open.id), rerun };
  }

  /** Gives how many traces were run again. */
  #extend(row: number, atMs: number, inOrder: boolean, changed: Set<OpenTrace>): number {
    const graph = this.#graph;
    const from = graph.from(row);
    const to = graph.to(row);
    if (!this.#mayBeOpen(from) && !this.#mayBeOpen(to)) return 0;
    const ofPayer = this.#byPocket.get(from);
    const ofPayee = this.#byPocket.get(to);
    if ((ofPayer === undefined && ofPayee === undefined) || from === to) return 0;
    let rerun = 0;
    for (const open of new Set([...(ofPayer ?? []), ...(ofPayee ?? [])])) {
      const { trace } = open;
      // A place is known by its position in its run: what is not the last of it would move those behind.
      if (!inOrder || graph.compare(atMs, row, trace.lastAtMs, trace.lastRow) < 0) {
        this.#runAnew(open);
        rerun++;
        changed.add(open);
        continue;
      }
      const before = trace.hops.count + trace.cuts.length;
      trace.wake(from);
      if (trace.hops.count + trace.cuts.length === before && trace.lastRow !== row) continue;
      changed.add(open);
      this.#index(open);
    }
    return rerun;
  }

  #runAnew(open: OpenTrace): void {
    this.#forget(open);
    open.trace.run(open.roots);
    this.#index(open);
  }

  #index(open: OpenTrace): void {
    const { places } = open.trace;
    for (; open.indexed < places.count; open.indexed++) {
      const pocket = places.pocket[open.indexed];
      let traces = this.#byPocket.get(pocket);
      if (traces === undefined) this.#byPocket.set(pocket, (traces = new Set()));
      this.#mark(pocket);
      traces.add(open);
    }
  }

  #mark(pocket: number): void {
    const bit = mix32(pocket) & (FILTER_BITS - 1);
    this.#filter[bit >>> 5] |= 1 << (bit & 31);
  }

  #mayBeOpen(pocket: number): boolean {
    const bit = mix32(pocket) & (FILTER_BITS - 1);
    return (this.#filter[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }

  #forget(open: OpenTrace): void {
    const { places } = open.trace;
    for (let k = 0; k < open.indexed; k++) {
      const traces = this.#byPocket.get(places.pocket[k]);
      traces?.delete(open);
      if (traces?.size === 0) this.#byPocket.delete(places.pocket[k]);
    }
    open.indexed = 0;
  }
}
