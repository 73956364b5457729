/**
 * The rings of an evidence graph, kept as links arrive: only the component that a link touches is looked at again. A ring
 * keeps its id while most of it stays together; merges and splits are remembered. Hubs, public services and people who were
 * harmed join nothing, and are named. In components up to `wholeMax` things the answer equals computing everything anew.
 */
import { assert } from "../base/assert.ts";
import { EvidenceGraph, type EvidenceLink } from "./evidence-graph.ts";
import { LINK_TABLE } from "./evidence.ts";
import { divideIntoRings } from "./ring-division.ts";
import { inheritIds, type Ring, type RingEvent } from "./ring-history.ts";

export interface RingBookOptions {
  /** A thing linked with more others joins nothing: a payment aggregator, a shared address. Assumed. */
  readonly partnersMax?: number;
  /** Larger components are divided again only around the link that came. */
  readonly wholeMax?: number;
}

/** What a book was when it was left, for going on without dividing everything anew. */
export interface RingBookState {
  /** Living rings and ended ones. */
  readonly rings: readonly Ring[];
  readonly ended: readonly Ring[];
  readonly leftOut: ReadonlyMap<number, LeftOutReason>;
  readonly events: readonly RingEvent[];
}

export type LeftOutReason = "hub" | "public" | "affected";

const PARTNERS_MAX = 200;
/** Dividing so many takes some ten milliseconds; a component that large is rare once hubs are out. */
const WHOLE_MAX = 1_000;
const NONE = -1;

export class RingBook {
  readonly graph: EvidenceGraph;
  readonly #partnersMax: number;
  readonly #wholeMax: number;
  readonly #leftOut = new Map<number, LeftOutReason>();
  /** Different things each is joined with, by links that join. */
  readonly #partners: Set<number>[] = [];
  /** Component as a tree of parents, and its members as a ring of nexts. */
  readonly #parent: number[] = [];
  readonly #size: number[] = [];
  readonly #next: number[] = [];
  readonly #ringOf: (Ring | null)[] = [];
  readonly #rings = new Map<string, Ring>();
  readonly #ended = new Map<string, Ring>();
  readonly #events: RingEvent[] = [];
  /** Rings that are different since they were last asked for. */
  readonly #changed = new Set<string>();
  #born = 0;

  constructor(options: RingBookOptions = {}, graph = new EvidenceGraph(), state: RingBookState | null = null) {
    this.graph = graph;
    this.#partnersMax = options.partnersMax ?? PARTNERS_MAX;
    this.#wholeMax = options.wholeMax ?? WHOLE_MAX;
    if (state === null) for (let i = 0; i < graph.links; i++) this.#take(i, graph.linkAtMs(i));
    else this.#goOn(state);
  }

  /** The state with which a book of the same links goes on as this one. */
  state(): RingBookState {
    return { rings: this.rings(), ended: [...this.#ended.values()], leftOut: this.#leftOut, events: this.#events };
  }

  #goOn({ rings, ended, leftOut, events }: RingBookState): void {
    const { graph } = this;
    if (graph.nodes > 0) this.#know(graph.nodes - 1);
    for (const [node, reason] of leftOut) this.#leftOut.set(node, reason);
    for (let i = 0; i < graph.links; i++) {
      if (!LINK_TABLE[graph.linkKind(i)].joins) continue;
      const { from, to } = graph.link(i);
      this.#partners[from].add(to);
      this.#partners[to].add(from);
      if (this.#leftOut.has(from) || this.#leftOut.has(to)) continue;
      const a = this.#root(from);
      const b = this.#root(to);
      if (a !== b) this.#unite(a, b);
    }
    for (const ring of rings) {
      this.#rings.set(ring.id, ring);
      for (const v of ring.members) this.#ringOf[v] = ring;
    }
    for (const ring of ended) this.#ended.set(ring.id, ring);
    this.#events.push(...events);
    this.#born = Math.max(0, ...[...rings, ...ended].map(({ id }) => bornAs(id)));
  }

  /** Divides everything anew, for when links were taken away; rings keep their ids as far as their members stay together. */
  divideAnew(atMs: number): void {
    const all = this.#parent.map((_, v) => v);
    const roots = new Set(all.filter((v) => !this.#leftOut.has(v)).map((v) => this.#root(v)));
    this.#settle(
      all,
      [...roots].flatMap((root) => this.#groupsOf(this.#members(root))),
      atMs,
    );
  }

  /** Rings that were born, changed or ended since the last call, by id. */
  takeChanged(): readonly Ring[] {
    const changed = [...this.#changed].map((id) => this.#rings.get(id) ?? this.#ended.get(id)).filter((ring): ring is Ring => ring !== undefined);
    this.#changed.clear();
    return changed;
  }

  isLiving(id: string): boolean {
    return this.#rings.has(id);
  }

  /** Adds a link and moves the rings that it touches. Returns its number. */
  add(link: EvidenceLink): number {
    const i = this.graph.add(link);
    this.#take(i, link.atMs);
    return i;
  }

  /** Takes a thing out of every ring: a public service, or somebody who was harmed. `atMs` is for the history. */
  leaveOut(node: number, reason: LeftOutReason, atMs: number): void {
    this.#know(node);
    if (this.#leftOut.has(node)) return;
    this.#leftOut.set(node, reason);
    this.#rebuild(node, atMs);
  }

  /** Living rings, oldest first. */
  rings(): readonly Ring[] {
    return [...this.#rings.values()].sort((a, b) => bornAs(a.id) - bornAs(b.id));
  }

  /** A ring by id, living or ended. */
  ring(id: string): Ring | undefined {
    return this.#rings.get(id) ?? this.#ended.get(id);
  }

  ringOf(node: number): Ring | null {
    return this.#ringOf[node] ?? null;
  }

  leftOut(): ReadonlyMap<number, LeftOutReason> {
    return this.#leftOut;
  }

  /** Every birth, merge and split, in order. */
  history(): readonly RingEvent[] {
    return this.#events;
  }

  #know(node: number): void {
    for (let v = this.#parent.length; v <= node; v++) {
      this.#parent.push(v);
      this.#size.push(1);
      this.#next.push(v);
      this.#ringOf.push(null);
      this.#partners.push(new Set());
    }
  }

  #take(i: number, atMs: number): void {
    if (!LINK_TABLE[this.graph.linkKind(i)].joins) return;
    const { from, to } = this.graph.link(i);
    this.#know(Math.max(from, to));
    this.#partners[from].add(to);
    this.#partners[to].add(from);
    const hubs = [from, to].filter((v) => this.#partners[v].size > this.#partnersMax && !this.#leftOut.has(v));
    for (const hub of hubs) this.leaveOut(hub, "hub", atMs);
    if (this.#leftOut.has(from) || this.#leftOut.has(to)) return;
    const a = this.#root(from);
    const b = this.#root(to);
    if (a !== b) this.#unite(a, b);
    this.#divide(this.#root(from), [from, to], atMs);
  }

  #root(node: number): number {
    let v = node;
    while (this.#parent[v] !== v) {
      this.#parent[v] = this.#parent[this.#parent[v]];
      v = this.#parent[v];
    }
    return v;
  }

  #unite(a: number, b: number): void {
    const [large, small] = this.#size[a] >= this.#size[b] ? [a, b] : [b, a];
    this.#parent[small] = large;
    this.#size[large] += this.#size[small];
    // Two rings of nexts become one when one pair of nexts is swapped.
    const next = this.#next[large];
    this.#next[large] = this.#next[small];
    this.#next[small] = next;
  }

  #members(node: number): number[] {
    const members = [node];
    for (let v = this.#next[node]; v !== node; v = this.#next[v]) members.push(v);
    return members;
  }

  /** A thing left its component: what remains of it is put together again. Union-find cannot part, so it starts anew. */
  #rebuild(node: number, atMs: number): void {
    const members = this.#members(node);
    const affected = new Set(members);
    for (const v of members) {
      this.#parent[v] = v;
      this.#size[v] = 1;
      this.#next[v] = v;
    }
    for (const v of members) {
      if (this.#leftOut.has(v)) continue;
      for (const t of this.#partners[v]) {
        if (!affected.has(t) || this.#leftOut.has(t)) continue;
        const a = this.#root(v);
        const b = this.#root(t);
        if (a !== b) this.#unite(a, b);
      }
    }
    const groups = [...new Set(members.map((v) => this.#root(v)))].flatMap((root) => this.#groupsOf(this.#members(root)));
    this.#settle(members, groups, atMs);
  }

  #divide(root: number, touched: readonly number[], atMs: number): void {
    const members = this.#size[root] <= this.#wholeMax ? this.#members(root) : this.#nearby(touched);
    this.#settle(members, this.#groupsOf(members), atMs);
  }

  /** In a large component: the rings of the touched things and those that they border on. */
  #nearby(touched: readonly number[]): number[] {
    const area = new Set<number>();
    const takeRing = (v: number): void => {
      const ring = this.#ringOf[v];
      if (ring === null) area.add(v);
      else for (const m of ring.members) area.add(m);
    };
    for (const v of touched) takeRing(v);
    const own = Array.from(area);
    for (const v of own) for (const t of this.#partners[v]) if (!this.#leftOut.has(t) && !area.has(t)) takeRing(t);
    return Array.from(area);
  }

  #groupsOf(members: readonly number[]): readonly (readonly number[])[] {
    return members.length < 2 ? [] : divideIntoRings(this.graph, members, (v) => this.#leftOut.has(v));
  }

  #settle(members: readonly number[], groups: readonly (readonly number[])[], atMs: number): void {
    const old = new Set<Ring>();
    for (const v of members) {
      const ring = this.#ringOf[v];
      if (ring !== null) old.add(ring);
    }
    if (old.size === groups.length && groups.every((g) => this.#isRing(g))) return;
    const { living, ended, events } = inheritIds([...old], groups, atMs, () => `ring_${++this.#born}`);
    for (const ring of old) {
      for (const v of ring.members) this.#ringOf[v] = null;
      this.#rings.delete(ring.id);
    }
    for (const ring of ended) {
      this.#ended.set(ring.id, ring);
      this.#changed.add(ring.id);
    }
    for (const ring of living) {
      this.#rings.set(ring.id, ring);
      this.#changed.add(ring.id);
      for (const v of ring.members) {
        assert(this.#ringOf[v] === null, "a thing is in one ring");
        this.#ringOf[v] = ring;
      }
    }
    this.#events.push(...events);
  }

  #isRing(group: readonly number[]): boolean {
    const ring = this.#ringOf[group[0] ?? NONE] ?? null;
    return ring !== null && ring.members.length === group.length && group.every((v) => this.#ringOf[v] === ring);
  }
}

/** Rings are numbered as they are born. */
function bornAs(id: string): number {
  return Number(id.slice(id.indexOf("_") + 1));
}
