/**
 * People, numbers, devices, accounts, addresses, scripts, hosts, apps and cases as one graph. Links are typed and carry time
 * and the reference of what proves them. They lie in flat arrays: what was merged as neighbour lists, what came since as
 * chains, and a reader sees both. Nodes are known by tokens; no name or number is kept here.
 */
import { assert } from "../base/assert.ts";
import { LINK_KINDS, NODE_KINDS, type LinkKind, type NodeKind } from "./evidence.ts";

export interface EvidenceLink {
  readonly from: number;
  readonly to: number;
  readonly kind: LinkKind;
  readonly atMs: number;
  /** What proves it: an event's id, a paper's number. */
  readonly evidence: string;
  /** Of payments. */
  readonly amountMinor?: bigint;
  readonly currency?: string;
}

/** Links beyond the merged part before it is merged again: chains cost a jump each, merging costs a pass over everything. */
const APPENDED_SHARE_MAX = 0.25;
const APPENDED_MIN = 1_024;
const NONE = -1;

export class EvidenceGraph {
  readonly #numbers = new Map<string, number>();
  readonly #tokens: string[] = [];
  readonly #provinces = new Map<number, string>();
  readonly #evidence: string[] = [];
  readonly #evidenceNumbers = new Map<string, number>();
  readonly #currencies: string[] = [""];
  #kinds = new Uint8Array(1_024);
  #links = 0;
  #from = new Int32Array(1_024);
  #to = new Int32Array(1_024);
  #kind = new Uint8Array(1_024);
  #currency = new Uint8Array(1_024);
  #atMs = new Float64Array(1_024);
  #amount = new Float64Array(1_024);
  #proof = new Int32Array(1_024);
  /** Merged part: links of node v are #lists[#offsets[v] … #offsets[v + 1]). */
  #merged = 0;
  #offsets = new Int32Array(1);
  #lists = new Int32Array(0);
  /** Appended part: newest link of a node, and for each end of a link the one before. */
  #head = new Int32Array(1_024).fill(NONE);
  #before = new Int32Array(2_048);

  get nodes(): number {
    return this.#tokens.length;
  }

  get links(): number {
    return this.#links;
  }

  /** Number of the thing, new when it was not known. */
  node(kind: NodeKind, token: string): number {
    const key = `${kind}\u001f${token}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#tokens.length;
    if (number === this.#kinds.length) {
      this.#kinds = grown(this.#kinds, new Uint8Array(number * 2));
      this.#head = grown(this.#head, new Int32Array(number * 2).fill(NONE));
    }
    this.#kinds[number] = NODE_KINDS.indexOf(kind);
    this.#tokens.push(token);
    this.#numbers.set(key, number);
    return number;
  }

  find(kind: NodeKind, token: string): number | undefined {
    return this.#numbers.get(`${kind}\u001f${token}`);
  }

  kindOf(node: number): NodeKind {
    return NODE_KINDS[this.#kinds[node]];
  }

  tokenOf(node: number): string {
    return this.#tokens[node];
  }

  /** Two-digit code of the province where a number was issued or an account opened. */
  setProvince(node: number, code: string): void {
    this.#provinces.set(node, code);
  }

  provinceOf(node: number): string | undefined {
    return this.#provinces.get(node);
  }

  /** Appends a link and returns its number. */
  add(link: EvidenceLink): number {
    assert(link.from < this.nodes && link.to < this.nodes && link.from !== link.to, "a link joins two known things");
    const i = this.#links++;
    if (i === this.#from.length) this.#growLinks();
    this.#from[i] = link.from;
    this.#to[i] = link.to;
    this.#kind[i] = LINK_KINDS.indexOf(link.kind);
    this.#atMs[i] = link.atMs;
    this.#amount[i] = link.amountMinor === undefined ? Number.NaN : Number(link.amountMinor);
    this.#currency[i] = this.#currencyNumber(link.currency ?? "");
    this.#proof[i] = this.#proofNumber(link.evidence);
    this.#before[2 * i] = this.#head[link.from];
    this.#head[link.from] = i;
    this.#before[2 * i + 1] = this.#head[link.to];
    this.#head[link.to] = i;
    if (i - this.#merged > Math.max(APPENDED_MIN, this.#merged * APPENDED_SHARE_MAX)) this.merge();
    return i;
  }

  link(i: number): EvidenceLink {
    const amount = this.#amount[i];
    const base = { from: this.#from[i], to: this.#to[i], kind: this.linkKind(i), atMs: this.#atMs[i], evidence: this.#evidence[this.#proof[i]] };
    return Number.isNaN(amount) ? base : { ...base, amountMinor: BigInt(amount), currency: this.#currencies[this.#currency[i]] };
  }

  linkKind(i: number): LinkKind {
    return LINK_KINDS[this.#kind[i]];
  }

  /** The other end of a link. */
  across(i: number, node: number): number {
    return this.#from[i] === node ? this.#to[i] : this.#from[i];
  }

  isFrom(i: number, node: number): boolean {
    return this.#from[i] === node;
  }

  linkAtMs(i: number): number {
    return this.#atMs[i];
  }

  /** Calls `visit` with every link of a node: the merged ones as they were added, then the newer ones, newest first. */
  eachLink(node: number, visit: (link: number) => void): void {
    if (node + 1 < this.#offsets.length) for (let k = this.#offsets[node]; k < this.#offsets[node + 1]; k++) visit(this.#lists[k]);
    for (let i = this.#head[node]; i !== NONE; i = this.#from[i] === node ? this.#before[2 * i] : this.#before[2 * i + 1]) visit(i);
  }

  /** Makes neighbour lists of everything. Costs one pass; readers see no difference. */
  merge(): void {
    const nodes = this.nodes;
    const offsets = new Int32Array(nodes + 2);
    for (let i = 0; i < this.#links; i++) {
      offsets[this.#from[i] + 2]++;
      offsets[this.#to[i] + 2]++;
    }
    for (let v = 2; v < offsets.length; v++) offsets[v] += offsets[v - 1];
    const lists = new Int32Array(this.#links * 2);
    for (let i = 0; i < this.#links; i++) {
      lists[offsets[this.#from[i] + 1]++] = i;
      lists[offsets[this.#to[i] + 1]++] = i;
    }
    this.#offsets = offsets.subarray(0, nodes + 1);
    this.#lists = lists;
    this.#merged = this.#links;
    this.#head.fill(NONE);
  }

  /** Bytes of the arrays for each link, after merging; tokens and references are beside. */
  static readonly bytesPerLink = 4 + 4 + 1 + 1 + 8 + 8 + 4 + 8 + 8;

  #currencyNumber(currency: string): number {
    const known = this.#currencies.indexOf(currency);
    return known >= 0 ? known : this.#currencies.push(currency) - 1;
  }

  #proofNumber(evidence: string): number {
    const known = this.#evidenceNumbers.get(evidence);
    if (known !== undefined) return known;
    const number = this.#evidence.push(evidence) - 1;
    this.#evidenceNumbers.set(evidence, number);
    return number;
  }

  #growLinks(): void {
    const size = this.#from.length * 2;
    this.#from = grown(this.#from, new Int32Array(size));
    this.#to = grown(this.#to, new Int32Array(size));
    this.#kind = grown(this.#kind, new Uint8Array(size));
    this.#currency = grown(this.#currency, new Uint8Array(size));
    this.#atMs = grown(this.#atMs, new Float64Array(size));
    this.#amount = grown(this.#amount, new Float64Array(size));
    this.#proof = grown(this.#proof, new Int32Array(size));
    this.#before = grown(this.#before, new Int32Array(size * 2));
  }
}

function grown<T extends { set(from: T): void }>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
