/**
 * What readers look up in: the tables of all lists at one moment, by type, and the spans of the entries. A view is never
 * changed, only replaced; the tables inside take single changes from their one writer while they are read. It answers
 * with bits and an entry number, and leaves the words to whoever owns the terms.
 */
import type { Key } from "../domain/identifier.ts";
import { EVENT_FIELDS, EVENT_KINDS } from "../domain/event-fields.ts";
import { INTEL, INTEL_BITS, JUDGED, KEY_TYPE, KEY_TYPE_SHIFT, RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import type { EntryType } from "./entry.ts";
import { prefixKey } from "./entry.ts";
import { KeyTable, type KeyTableHandle } from "./key-table.ts";
import { PROBE_KEYS_MAX, probe, probeExact } from "./probe.ts";
import { coversBelow } from "./protected.ts";
import { mixKey } from "./quotient-table.ts";
import { LANE_A, LANE_B, finishHi, finishLo, stepA, stepB } from "./suffix-hash.ts";
import { FIRST_ENTRY_NUMBER, STRENGTH_KIND_SHIFT, type TermsHandle } from "./terms-book.ts";

/**
 * Bits of `W.intel` above the four fields of five: for key k, bit `OUTWEIGHED_SHIFT + k` says that a block, flag or watch
 * entry matched and gave way to an allow entry or a protection.
 */
export const OUTWEIGHED_SHIFT = 20;

/** Structured-cloneable; the memory is shared, so a reader in another thread sees single changes at once. */
export interface ViewHandle {
  readonly terms: TermsHandle;
  readonly tables: readonly KeyTableHandle[];
}

export interface Finding {
  /** INTEL bits. */
  bits: number;
  /** Number of the strongest entry; 0 = none. */
  entry: number;
  /** A block, flag or watch entry gave way. */
  outweighed: boolean;
}

/** Events per round: two numbers each fill the probe's limit with room for the rare third and fourth. */
const EVENTS_PER_ROUND = PROBE_KEYS_MAX / 4;
const LOW_28 = 0x0fffffff;
/** Labels of a host that are looked up, from the right, besides the whole host. Longer names are not registered. */
const LABELS_MAX = 12;
/** Steps of a path that are looked up, besides the whole address. */
const PATH_STEPS_MAX = 12;
const KEY_SLOTS = 4;

/** For each event kind and key slot, by key type: where the text of a hashed identifier is. -1 = nowhere. */
const REFS = new Int8Array(EVENT_KINDS.length * KEY_SLOTS * 16).fill(-1);
for (const [code, kind] of EVENT_KINDS.entries()) {
  for (const field of EVENT_FIELDS[kind]) {
    if (field.type !== "identifier") continue;
    const types = field.identifier === "number-or-sender" ? (["sender"] as const) : field.identifier === "subject" ? (["person"] as const) : [field.identifier];
    for (const type of types) REFS[(code * KEY_SLOTS + field.key) * 16 + KEY_TYPE[type]] = field.ref;
  }
}
const VISIT = EVENT_KINDS.indexOf("visit");
const VISIT_URL_REF = 1;
const VISIT_HOST_REF = 3;
const HOST_SLOT = 3;

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** Keys of one type, gathered from a round of events. */
class Gathered {
  count = 0;
  readonly lo = new Int32Array(PROBE_KEYS_MAX);
  readonly hi = new Int32Array(PROBE_KEYS_MAX);
  readonly mixed = new Int32Array(PROBE_KEYS_MAX);
  /** Event within the round × 4 + key slot. */
  readonly where = new Int32Array(PROBE_KEYS_MAX);
}

export class IntelView {
  readonly #terms: TermsHandle;
  readonly #tables: readonly KeyTable[];
  readonly #byType: Readonly<Record<EntryType, readonly KeyTable[]>>;
  readonly #spans: Float64Array;
  readonly #strengths: Uint32Array;
  readonly #numbers = new Gathered();
  readonly #accounts = new Gathered();
  readonly #devices = new Gathered();
  readonly #certificates = new Gathered();
  readonly #found = new Int32Array(PROBE_KEYS_MAX);
  readonly #slots = new Int32Array(PROBE_KEYS_MAX);
  readonly #bits = new Uint8Array(PROBE_KEYS_MAX);
  readonly #entries = new Uint32Array(PROBE_KEYS_MAX);
  readonly #key: Key = { lo: 0, hi: 0 };
  readonly #text = new Uint8Array(1_024);
  readonly #suffixLo = new Int32Array(LABELS_MAX + 1);
  readonly #suffixHi = new Int32Array(LABELS_MAX + 1);
  readonly #suffixStart = new Int32Array(LABELS_MAX + 1);
  readonly #finding: Finding = { bits: 0, entry: 0, outweighed: false };
  #touched = 0;

  /** The first table of a type is asked first; the order has no influence on the answer. */
  constructor(terms: TermsHandle, tables: readonly KeyTable[]) {
    this.#terms = terms;
    this.#tables = tables;
    this.#spans = new Float64Array(terms.spans);
    this.#strengths = new Uint32Array(terms.strengths);
    const of = (type: EntryType): readonly KeyTable[] => tables.filter((t) => t.type === type);
    this.#byType = {
      number: of("number"),
      "number-prefix": of("number-prefix"),
      host: of("host"),
      url: of("url"),
      certificate: of("certificate"),
      account: of("account"),
      device: of("device"),
    };
  }

  static attach(handle: ViewHandle): IntelView {
    return new IntelView(
      handle.terms,
      handle.tables.map((t) => new KeyTable(t)),
    );
  }

  handle(): ViewHandle {
    return { terms: this.#terms, tables: this.#tables.map((t) => t.handle()) };
  }

  /**
   * Writes what the lists say of events [from, to) into `W.intel` and `W.intelEntries`, and marks them as judged. An
   * entry counts if it is valid at the event's own time. Allocates nothing.
   */
  lookup(batch: EventBatch, from: number, to: number): void {
    for (let start = from; start < to; start += EVENTS_PER_ROUND) this.#round(batch, start, Math.min(to, start + EVENTS_PER_ROUND));
  }

  #round(batch: EventBatch, from: number, to: number): void {
    const words = batch.words;
    const numbers = this.#numbers;
    const accounts = this.#accounts;
    const devices = this.#devices;
    const certificates = this.#certificates;
    numbers.count = accounts.count = devices.count = certificates.count = 0;
    this.#bits.fill(0, 0, (to - from) * KEY_SLOTS);
    this.#touched = 0;
    for (let i = from; i < to; i++) {
      const base = i * RECORD_WORDS;
      words[base + W.intel] = 0;
      words[base + W.intelEntries] = 0;
      words[base + W.intelEntries + 1] = 0;
      words[base + W.intelEntries + 2] = 0;
      words[base + W.intelEntries + 3] = 0;
      words[base + W.judged] |= JUDGED.intel;
      for (let slot = 0; slot < KEY_SLOTS; slot++) {
        const hi = words[base + W.keys + slot * 2 + 1];
        if (hi === 0) continue;
        const type = hi >>> KEY_TYPE_SHIFT;
        const into =
          type === KEY_TYPE.number ? numbers : type === KEY_TYPE.account ? accounts : type === KEY_TYPE.device ? devices : type === KEY_TYPE.certificate ? certificates : null;
        if (into === null) continue;
        const n = into.count++;
        into.lo[n] = words[base + W.keys + slot * 2]!;
        into.hi[n] = hi & LOW_28;
        into.where[n] = (i - from) * KEY_SLOTS + slot;
      }
    }
    this.#probeNumbers(batch, from);
    this.#probeHashed(batch, from, accounts, this.#byType.account, KEY_TYPE.account);
    this.#probeHashed(batch, from, devices, this.#byType.device, KEY_TYPE.device);
    this.#probeHashed(batch, from, certificates, this.#byType.certificate, KEY_TYPE.certificate);
    this.#visits(batch, from, to);
    if (this.#touched > 0) this.#write(batch, from, to);
  }

  #probeNumbers(batch: EventBatch, from: number): void {
    const g = this.#numbers;
    if (g.count === 0) return;
    const { lo, hi, mixed, where } = g;
    const found = this.#found;
    const slots = this.#slots;
    for (let k = 0; k < g.count; k++) mixed[k] = mixKey(lo[k], hi[k]);
    const tables = this.#byType.number;
    for (let t = 0; t < tables.length; t++) {
      const table = tables[t].table;
      const confirmed = probeExact(table, g.count, lo, hi, mixed, found, slots);
      const { values } = table;
      for (let c = 0; c < confirmed; c++) this.#note(batch, from, where[found[c]], values[slots[c]]);
    }
    if (this.#byType["number-prefix"].length > 0) this.#prefixes(batch, from);
  }

  #prefixes(batch: EventBatch, from: number): void {
    const g = this.#numbers;
    const key = this.#key;
    for (const { table } of this.#byType["number-prefix"]) {
      const lengths = table.marks;
      for (let k = 0; k < g.count; k++) {
        const number = g.hi[k] * 4294967296 + (g.lo[k] >>> 0);
        let digits = 1;
        while (digits < 15 && number >= POWERS_OF_TEN[digits]) digits++;
        for (let length = 1; length <= digits; length++) {
          if ((lengths & (1 << length)) === 0) continue;
          prefixKey(Math.floor(number / POWERS_OF_TEN[digits - length]), length, key);
          const slot = table.find(key.lo, key.hi);
          if (slot >= 0) this.#note(batch, from, g.where[k], table.values[slot]);
        }
      }
    }
  }

  #probeHashed(batch: EventBatch, from: number, g: Gathered, tables: readonly KeyTable[], keyType: number): void {
    if (g.count === 0 || tables.length === 0) return;
    for (let k = 0; k < g.count; k++) g.mixed[k] = mixKey(g.lo[k], g.hi[k]);
    for (const table of tables) {
      const count = probe(table.table, g.count, g.mixed, g.hi, this.#found);
      for (let c = 0; c < count; c++) {
        const k = this.#found[c];
        if (table.table.find(g.lo[k], g.hi[k]) < 0) continue;
        const where = g.where[k];
        const slot = this.#confirm(batch, from + (where >>> 2), where & 3, keyType, table, g.lo[k], g.hi[k]);
        if (slot >= 0) this.#note(batch, from, where, table.table.values[slot]);
      }
    }
  }

  /** Compares a proposed hit with the event's own text. An event that no longer has it is not hit. */
  #confirm(batch: EventBatch, i: number, keySlot: number, keyType: number, table: KeyTable, lo: number, hi: number): number {
    const base = i * RECORD_WORDS;
    const ref = REFS[(batch.words[base + W.kind] * KEY_SLOTS + keySlot) * 16 + keyType];
    if (ref < 0) return -1;
    const at = base + W.refs + ref * 2;
    const start = batch.words[at];
    const end = start + batch.words[at + 1];
    if (keyType !== KEY_TYPE.account) return table.find(lo, hi, batch.heap, start, end);
    const accountStart = batch.words[at + 2];
    const accountLength = batch.words[at + 3];
    const text = this.#text;
    const length = end - start + 1 + accountLength;
    if (length > text.length) return -1;
    text.set(batch.heap.subarray(start, end));
    text[end - start] = 0x1f;
    text.set(batch.heap.subarray(accountStart, accountStart + accountLength), end - start + 1);
    return table.find(lo, hi, text, 0, length);
  }

  #visits(batch: EventBatch, from: number, to: number): void {
    const words = batch.words;
    const urls = this.#byType.url.length > 0;
    for (let i = from; i < to; i++) {
      const base = i * RECORD_WORDS;
      if (words[base + W.kind] !== VISIT) continue;
      const host = base + W.refs + VISIT_HOST_REF * 2;
      const start = words[host];
      const end = start + words[host + 1];
      if (end === start) continue;
      const atMs = batch.doubles[i * RECORD_DOUBLES];
      const where = (i - from) * KEY_SLOTS + HOST_SLOT;
      const url = base + W.refs + VISIT_URL_REF * 2;
      const found =
        urls && words[url + 1] > 0 ? this.lookupUrl(batch.heap, words[url], words[url] + words[url + 1], start, end, atMs) : this.lookupHost(batch.heap, start, end, atMs);
      if (found.entry === 0) continue;
      this.#touched++;
      this.#bits[where] = found.bits | (found.outweighed ? 128 : 0);
      this.#entries[where] = found.entry;
    }
  }

  /** Joins an entry to what is known of a key, if it is valid when the event occurred. */
  #note(batch: EventBatch, from: number, where: number, entry: number): void {
    const atMs = batch.doubles[(from + (where >>> 2)) * RECORD_DOUBLES];
    if (!this.#valid(entry, atMs)) return;
    this.#touched++;
    const bits = this.#bits[where];
    this.#entries[where] = bits === 0 ? entry : this.#stronger(this.#entries[where], entry);
    this.#bits[where] = bits | this.#bitOf(entry);
  }

  #valid(entry: number, atMs: number): boolean {
    return atMs >= this.#spans[entry * 2] && atMs < this.#spans[entry * 2 + 1];
  }

  /** Ranks run watch, flag, block, allow, protected; the bits run the other way. */
  #bitOf(entry: number): number {
    return 32 >>> (this.#strengths[entry] >>> STRENGTH_KIND_SHIFT);
  }

  /** Equal strength goes to the older entry, so that the answer does not hang on the order of tables. */
  #stronger(a: number, b: number): number {
    const difference = this.#strengths[a] - this.#strengths[b];
    return difference > 0 || (difference === 0 && a <= b) ? a : b;
  }

  #write(batch: EventBatch, from: number, to: number): void {
    const words = batch.words;
    const bits = this.#bits;
    for (let i = from; i < to; i++) {
      const base = i * RECORD_WORDS;
      let word = 0;
      for (let slot = 0; slot < KEY_SLOTS; slot++) {
        const found = bits[(i - from) * KEY_SLOTS + slot];
        if (found === 0) continue;
        word |= settle(found & 31) << (INTEL_BITS * slot);
        if ((found & 128) !== 0 || settle(found & 31) !== (found & 31)) word |= 1 << (OUTWEIGHED_SHIFT + slot);
        words[base + W.intelEntries + slot] = this.#entries[(i - from) * KEY_SLOTS + slot]!;
      }
      words[base + W.intel] = word;
    }
  }

  /**
   * Asks for a host and every suffix of it at a dot. `bytes` holds the canonical host in [start, end). The finding is
   * the view's own and valid until the next call.
   */
  lookupHost(bytes: Uint8Array, start: number, end: number, atMs: number): Finding {
    const finding = this.#clear();
    this.#askHost(bytes, start, end, atMs);
    return this.#settled(finding);
  }

  /**
   * The same for an address: its host, and every step of its path with and without the query. `urlStart` … `urlEnd` is
   * the canonical address with its scheme, `hostStart` … `hostEnd` its host anywhere in the same bytes.
   */
  lookupUrl(bytes: Uint8Array, urlStart: number, urlEnd: number, hostStart: number, hostEnd: number, atMs: number): Finding {
    const finding = this.#clear();
    this.#askHost(bytes, hostStart, hostEnd, atMs);
    this.#askPath(bytes, urlStart, urlEnd, hostStart, hostEnd, atMs);
    return this.#settled(finding);
  }

  /** What the lists say of one identifier of any type, for a person who asks. */
  lookupIdentifier(id: { readonly type: EntryType; readonly lo: number; readonly hi: number; readonly exact: string }, atMs: number): Finding {
    const finding = this.#clear();
    for (const table of this.#byType[id.type]) this.#join(table, table.findText(id.lo, id.hi, id.exact), atMs);
    if (id.type === "number" && this.#byType["number-prefix"].length > 0) {
      const digits = id.exact.slice(1);
      for (const table of this.#byType["number-prefix"]) {
        for (let length = 1; length <= digits.length; length++) {
          prefixKey(Number(digits.slice(0, length)), length, this.#key);
          this.#join(table, table.table.find(this.#key.lo, this.#key.hi), atMs);
        }
      }
    }
    return this.#settled(finding);
  }

  #clear(): Finding {
    const finding = this.#finding;
    finding.bits = 0;
    finding.entry = 0;
    finding.outweighed = false;
    return finding;
  }

  #join(table: KeyTable, slot: number, atMs: number): void {
    if (slot < 0) return;
    const entry = table.table.values[slot];
    if (!this.#valid(entry, atMs)) return;
    const finding = this.#finding;
    finding.entry = finding.entry === 0 ? entry : this.#stronger(finding.entry, entry);
    finding.bits |= this.#bitOf(entry);
  }

  #settled(finding: Finding): Finding {
    const bits = settle(finding.bits);
    finding.outweighed = bits !== finding.bits;
    finding.bits = bits;
    return finding;
  }

  #askHost(bytes: Uint8Array, start: number, end: number, atMs: number): void {
    const suffixLo = this.#suffixLo;
    const suffixHi = this.#suffixHi;
    const suffixStart = this.#suffixStart;
    let a = LANE_A;
    let b = LANE_B;
    let n = 0;
    for (let i = end - 1; i >= start; i--) {
      const c = bytes[i];
      if (c === 46 && n < LABELS_MAX) {
        suffixLo[n] = finishLo(a);
        suffixHi[n] = finishHi(b);
        suffixStart[n++] = i + 1;
      }
      a = stepA(a, c);
      b = stepB(b, c);
    }
    suffixLo[n] = finishLo(a);
    suffixHi[n] = finishHi(b);
    suffixStart[n++] = start;
    const tables = this.#byType.host;
    for (let t = 0; t < tables.length; t++) {
      const table = tables[t];
      if (table.size === 0) continue;
      // Read every line before any is searched, so that the misses overlap.
      const { words, shift } = table.table;
      let sum = 0;
      for (let s = 0; s < n; s++) sum = (sum + words[(mixKey(suffixLo[s], suffixHi[s]) >>> shift) * 16]) | 0;
      sink[0] = sum;
      for (let s = 0; s < n; s++) {
        const slot = table.find(suffixLo[s], suffixHi[s], bytes, suffixStart[s], end);
        if (slot < 0) continue;
        const entry = table.table.values[slot];
        if (entry < FIRST_ENTRY_NUMBER && suffixStart[s] > start && !this.#covers(bytes, start, suffixStart[s], end)) continue;
        this.#join(table, slot, atMs);
      }
    }
  }

  /** A protected domain covers its own hosts, not what customers keep on its shared hosting. */
  #covers(bytes: Uint8Array, start: number, suffixStart: number, end: number): boolean {
    let host = "";
    for (let i = start; i < end; i++) host += String.fromCharCode(bytes[i]);
    return coversBelow(end - suffixStart, host);
  }

  #askPath(bytes: Uint8Array, urlStart: number, urlEnd: number, hostStart: number, hostEnd: number, atMs: number): void {
    let at = urlStart;
    while (at < urlEnd && bytes[at] !== 58) at++;
    at += 3;
    // Past the host and port to the path; the parser left no user name in front.
    while (at < urlEnd && bytes[at] !== 47 && bytes[at] !== 63 && bytes[at] !== 35) at++;
    let a = LANE_A;
    let b = LANE_B;
    for (let i = hostStart; i < hostEnd; i++) {
      a = stepA(a, bytes[i]);
      b = stepB(b, bytes[i]);
    }
    const text = this.#text;
    let length = hostEnd - hostStart;
    if (length > text.length) return;
    text.set(bytes.subarray(hostStart, hostEnd));
    // Listed addresses end before their last slashes: these are the lanes and the length there.
    let trimmedA = a;
    let trimmedB = b;
    let trimmed = length;
    let steps = 0;
    let query = false;
    for (; at < urlEnd && bytes[at] !== 35; at++) {
      const c = bytes[at];
      if (!query && (c === 47 || c === 63)) {
        if (trimmed === length && (steps++ < PATH_STEPS_MAX || c === 63)) this.#askText(finishLo(a), finishHi(b), length, atMs);
        if (c === 63) {
          if (trimmed !== length) this.#askText(finishLo(trimmedA), finishHi(trimmedB), trimmed, atMs);
          a = trimmedA;
          b = trimmedB;
          length = trimmed;
          query = true;
        }
      }
      // An address longer than the buffer is known by its first steps only.
      if (length === text.length) return;
      a = stepA(a, c);
      b = stepB(b, c);
      text[length++] = c;
      if (query || c !== 47) {
        trimmedA = a;
        trimmedB = b;
        trimmed = length;
      }
    }
    this.#askText(finishLo(trimmedA), finishHi(trimmedB), trimmed, atMs);
  }

  #askText(lo: number, hi: number, length: number, atMs: number): void {
    for (const table of this.#byType.url) {
      const slot = table.find(lo, hi, this.#text, 0, length);
      if (slot < 0 || !this.#valid(table.table.values[slot], atMs)) continue;
      const finding = this.#finding;
      if ((finding.bits & INTEL.protected) !== 0) {
        // A listed page on a brand's host is people's content: the brand's protection does not speak for it.
        finding.bits &= ~INTEL.protected;
        finding.entry = 0;
      }
      this.#join(table, slot, atMs);
    }
  }
}

/** What is read only to fetch its line is kept here, because what nobody uses is not read. */
const sink = new Int32Array(1);

/** Allow and protection outweigh the rest. */
export function settle(bits: number): number {
  return (bits & (INTEL.allow | INTEL.protected)) !== 0 ? bits & (INTEL.allow | INTEL.protected) : bits;
}
