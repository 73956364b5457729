/**
 * The plain twin of script clustering, for tests and for small batches: exact shingle sets, every known script compared,
 * every message of an hour kept. It promises the same rules as script-cluster.ts without estimates and without limits on
 * memory; it leaves out speed.
 */

export interface PlainFacts {
  readonly clusterId: number;
  readonly size: number;
  readonly hourCount: number;
  readonly hourSenders: number;
  readonly firstSeenMs: number;
  readonly isNew: boolean;
}

interface PlainCluster {
  readonly shingles: ReadonlySet<string>;
  readonly messages: { readonly sender: string; readonly atS: number }[];
  /** Newest clock hour when each message came: a message older than the hour before it is in no hour. */
  readonly hours: Map<number, string[]>;
}

const WORD = /[a-z\p{Nd}\p{No}]+(?:(?:[-~#+%&?./@_=]|:(?=[./@_=]))*[a-z\p{Nd}\p{No}]+)*/uy;
const CODE = /[\p{Nd}\p{No}./@_=]/u;

/** What remains of a text once digits, links, codes and punctuation are gone; "·" between words of a spaced script. */
export function scriptOnly(text: string): string {
  let folded = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const plain = String.fromCharCode(unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit);
    const lower = plain.toLowerCase();
    folded += lower.length === 1 ? lower : plain;
  }
  let out = "";
  for (let i = 0; i < folded.length;) {
    WORD.lastIndex = i;
    const word = WORD.exec(folded)?.[0];
    if (word === undefined) {
      if (/[\p{L}\p{M}]/u.test(folded[i]) && !/[\ufe00-\ufe0f]/.test(folded[i])) out += folded[i];
      i++;
      continue;
    }
    i += word.length;
    if (CODE.test(word)) continue;
    if (/[a-z]$/.test(out)) out += "·";
    out += word.replace(/[^a-z]/g, "");
  }
  return out;
}

export function shinglesOf(text: string): string[] {
  const script = scriptOnly(text);
  return Array.from({ length: Math.max(0, script.length - 2) }, (_, i) => script.slice(i, i + 3));
}

export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const shingle of a) if (b.has(shingle)) both++;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

export class PlainScriptClusters {
  readonly #clusters: PlainCluster[] = [];
  readonly #threshold: number;
  readonly #shinglesMin: number;

  constructor(threshold: number, shinglesMin: number) {
    this.#threshold = threshold;
    this.#shinglesMin = shinglesMin;
  }

  observe(text: string, sender: string, atMs: number): PlainFacts {
    const list = shinglesOf(text);
    if (list.length < this.#shinglesMin) return { clusterId: 0, size: 0, hourCount: 0, hourSenders: 0, firstSeenMs: atMs, isNew: false };
    const shingles = new Set(list);
    const likeness = this.#clusters.map((c) => jaccard(c.shingles, shingles));
    const best = likeness.reduce((b, j, i) => (j >= this.#threshold && (b < 0 || j > likeness[b]) ? i : b), -1);
    const isNew = best < 0;
    const cluster = isNew ? { shingles, messages: [], hours: new Map<number, string[]>() } : this.#clusters[best];
    if (isNew) this.#clusters.push(cluster);
    const atS = Math.floor(atMs / 1000);
    cluster.messages.push({ sender, atS });
    const newestS = Math.max(...cluster.messages.map((m) => m.atS));
    const hour = Math.floor(atS / 3600);
    const newestHour = Math.floor(newestS / 3600);
    if (hour >= newestHour - 1) cluster.hours.set(hour, [...(cluster.hours.get(hour) ?? []), sender]);
    const current = cluster.hours.get(newestHour) ?? [];
    const previous = cluster.hours.get(newestHour - 1) ?? [];
    const share = 1 - (newestS - newestHour * 3600) / 3600;
    const currentSenders = new Set(current).size;
    const eitherSenders = new Set([...current, ...previous]).size;
    return {
      clusterId: isNew ? this.#clusters.length : best + 1,
      size: cluster.messages.length,
      hourCount: current.length + Math.round(previous.length * share),
      hourSenders: currentSenders + Math.round((eitherSenders - currentSenders) * share),
      firstSeenMs: Math.min(...cluster.messages.map((m) => m.atS)) * 1000,
      isNew,
    };
  }
}
