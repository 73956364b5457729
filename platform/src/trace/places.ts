/**
 * The places that a trace has reached: pockets with stolen money in them, each under a small number with its sums and its
 * positions in its runs, and a queue that says which of them pays next. Arrays are kept from trace to trace; clearing costs
 * only what was used.
 */
import { enlarged } from "./holdings.ts";

const FIRST = 16;
/** Searched like a hash table of twice the size that is needed. */
const LOAD = 2;

export const IDLE = 0;
export const ACTIVE = 1;
/** A limit was reached: money that is there or still comes is not followed on. */
export const CLOSED = 2;

export class Places {
  count = 0;
  pocket = new Uint32Array(FIRST);
  state = new Uint8Array(FIRST);
  /** Where the next payment is, or would be; whether there is one within the trace's reach, and when, and which. */
  outPiece = new Int32Array(FIRST);
  outIndex = new Int32Array(FIRST);
  pays = new Uint8Array(FIRST);
  nextAtMs = new Float64Array(FIRST);
  nextRow = new Uint32Array(FIRST);
  /** Up to which receipt the place is accounted for. */
  inPiece = new Int32Array(FIRST);
  inIndex = new Int32Array(FIRST);
  /** The transfer that brought the first stolen money since the place last had none. */
  sinceMs = new Float64Array(FIRST);
  sinceRow = new Uint32Array(FIRST);
  /** Whether the balance before the first stolen money was put in. */
  opened = new Uint8Array(FIRST);
  examined = new Uint32Array(FIRST);
  paid = new Uint32Array(FIRST);
  /** First and last arrival that is not yet accounted for. */
  arrivals = new Int32Array(FIRST);
  lastArrival = new Int32Array(FIRST);
  /** Stolen money that has arrived and not left, followed further. */
  live = new Float64Array(FIRST);
  /** Stolen money that rests here for the trace because of a limit: hops, minimum, busy account. */
  atHops = new Float64Array(FIRST);
  belowMinimum = new Float64Array(FIRST);
  atBusy = new Float64Array(FIRST);
  /** Given back to a victim's account. */
  returned = new Float64Array(FIRST);
  /** Left by a way that is not account data, with this account named as receiver (or, unseen, as the one it left). */
  exited = new Float64Array(FIRST);
  /** All stolen money that ever arrived. */
  arrived = new Float64Array(FIRST);
  firstAtMs = new Float64Array(FIRST);
  lastAtMs = new Float64Array(FIRST);
  /** The lowest tier that reached it. */
  tier = new Uint8Array(FIRST);
  #slots = new Int32Array(FIRST * LOAD);
  #queue = new Int32Array(FIRST);
  queued = 0;

  clear(): void {
    const mask = this.#slots.length - 1;
    if (this.count * 4 > this.#slots.length) this.#slots.fill(0);
    else {
      for (let k = 0; k < this.count; k++) {
        for (let s = slotOf(this.pocket[k], mask); this.#slots[s] !== 0; s = (s + 1) & mask) this.#slots[s] = 0;
      }
    }
    this.count = 0;
    this.queued = 0;
  }

  /** The place of a pocket, -1 when the trace has not reached it. */
  find(pocket: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let s = slotOf(pocket, mask); slots[s] !== 0; s = (s + 1) & mask) if (this.pocket[slots[s] - 1] === pocket) return slots[s] - 1;
    return -1;
  }

  /** The place of a pocket, made when it is new. */
  at(pocket: number): number {
    const found = this.find(pocket);
    if (found >= 0) return found;
    const k = this.count++;
    if (k === this.pocket.length) this.#grow();
    this.pocket[k] = pocket;
    this.state[k] = IDLE;
    this.pays[k] = 0;
    this.opened[k] = 0;
    this.examined[k] = 0;
    this.paid[k] = 0;
    this.arrivals[k] = -1;
    this.live[k] = 0;
    this.atHops[k] = 0;
    this.belowMinimum[k] = 0;
    this.atBusy[k] = 0;
    this.returned[k] = 0;
    this.exited[k] = 0;
    this.arrived[k] = 0;
    this.firstAtMs[k] = Infinity;
    this.lastAtMs[k] = -Infinity;
    this.tier[k] = 255;
    if (this.count * LOAD > this.#slots.length) this.#rehash();
    else this.#put(k);
    return k;
  }

  #put(k: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let s = slotOf(this.pocket[k], mask);
    while (slots[s] !== 0) s = (s + 1) & mask;
    slots[s] = k + 1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let k = 0; k < this.count; k++) this.#put(k);
  }

  #grow(): void {
    const size = this.pocket.length * 2;
    const uint = (a: Uint32Array): Uint32Array<ArrayBuffer> => enlarged(a, new Uint32Array(size)) as Uint32Array<ArrayBuffer>;
    const int = (a: Int32Array): Int32Array<ArrayBuffer> => enlarged(a, new Int32Array(size)) as Int32Array<ArrayBuffer>;
    const double = (a: Float64Array): Float64Array<ArrayBuffer> => enlarged(a, new Float64Array(size)) as Float64Array<ArrayBuffer>;
    const byte = (a: Uint8Array): Uint8Array<ArrayBuffer> => enlarged(a, new Uint8Array(size)) as Uint8Array<ArrayBuffer>;
    this.pocket = uint(this.pocket);
    this.state = byte(this.state);
    this.outPiece = int(this.outPiece);
    this.outIndex = int(this.outIndex);
    this.pays = byte(this.pays);
    this.inPiece = int(this.inPiece);
    this.inIndex = int(this.inIndex);
    this.sinceMs = double(this.sinceMs);
    this.sinceRow = uint(this.sinceRow);
    this.nextAtMs = double(this.nextAtMs);
    this.nextRow = uint(this.nextRow);
    this.opened = byte(this.opened);
    this.examined = uint(this.examined);
    this.paid = uint(this.paid);
    this.arrivals = int(this.arrivals);
    this.lastArrival = int(this.lastArrival);
    this.live = double(this.live);
    this.atHops = double(this.atHops);
    this.belowMinimum = double(this.belowMinimum);
    this.atBusy = double(this.atBusy);
    this.returned = double(this.returned);
    this.exited = double(this.exited);
    this.arrived = double(this.arrived);
    this.firstAtMs = double(this.firstAtMs);
    this.lastAtMs = double(this.lastAtMs);
    this.tier = byte(this.tier);
    this.#queue = int(this.#queue);
  }

  // The queue: a binary heap by time, then by the order of the transfers of one instant.

  push(k: number, before: TieOrder): void {
    const queue = this.#queue;
    let i = this.queued++;
    while (i > 0) {
      const above = (i - 1) >>> 1;
      if (!this.#isBefore(k, queue[above], before)) break;
      queue[i] = queue[above];
      i = above;
    }
    queue[i] = k;
  }

  /** The place that pays next; only when `queued` is above zero. */
  get first(): number {
    return this.#queue[0];
  }

  pop(before: TieOrder): number {
    const queue = this.#queue;
    const popped = queue[0];
    const last = queue[--this.queued];
    let i = 0;
    for (;;) {
      let below = i * 2 + 1;
      if (below >= this.queued) break;
      if (below + 1 < this.queued && this.#isBefore(queue[below + 1], queue[below], before)) below++;
      if (!this.#isBefore(queue[below], last, before)) break;
      queue[i] = queue[below];
      i = below;
    }
    queue[i] = last;
    return popped;
  }

  #isBefore(a: number, b: number, before: TieOrder): boolean {
    const aMs = this.nextAtMs[a];
    const bMs = this.nextAtMs[b];
    return aMs < bMs || (aMs === bMs && before(this.nextRow[a], this.nextRow[b]) < 0);
  }
}

type TieOrder = (a: number, b: number) => number;

function slotOf(pocket: number, mask: number): number {
  return (Math.imul(pocket, 0x9e3779b1) >>> 7) & mask;
}
