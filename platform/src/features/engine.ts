/**
 * The measuring part of the hot path: takes each event into the rows of those it touches and writes what a rule may ask
 * about them. The same events in the same order give the same state and the same values, byte for byte; nothing is
 * allocated per event. It judges nothing and reads no list or model: their results are already in the record.
 *
 * Time is the events' own. A row's clock is the latest time it has seen. An event older than the clock is counted in each
 * window whose present or previous bucket it falls into, and left out of the others; one older than `latenessMaxMs`
 * changes nothing in that row and is counted in `stats.late`. Values are as of the row's clock.
 */
import { hashBytes } from "../base/hash.ts";
import { RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { AccountRows, MINOR_PER_UNIT, accountLo } from "./account-row.ts";
import { CalleeRows } from "./callee-row.ts";
import { CallerRows } from "./caller-row.ts";
import { DeviceRows } from "./device-row.ts";
import { KIND, OPENING_BRANCH_REF, TRANSFER_AMOUNT, TRANSFER_CASE_TIER, TRANSFER_CURRENCY_SHIFT, TRANSFER_REPORTED, abroad } from "./event-bits.ts";
import { HostRows } from "./host-row.ts";
import { M, newMoment } from "./moment.ts";
import { OpeningRows } from "./opening-row.ts";
import type { Links } from "./links.ts";
import { People } from "./people.ts";
import { keyHash, type RowTable, type RowTableStats } from "./row-table.ts";
import type { Slots } from "./slots.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import { SECOND_MS, TIME_MAX_MS } from "./window.ts";

/** Entities per table, each rounded up to a power of two of at least 16, and how late an event may come. */
export interface FeatureLimits {
  /** Rows for numbers that call or write, and as many again for numbers that are called. */
  readonly numbers: number;
  readonly accounts: number;
  readonly devices: number;
  readonly hosts: number;
  /** Rows for people's timelines, as many for openings, and twice as many for links. */
  readonly persons: number;
  readonly latenessMaxMs: number;
  /** What is added to UTC to get local time, for the night. */
  readonly timeZoneOffsetMinutes: number;
}

export interface FeatureStats {
  readonly tables: readonly RowTableStats[];
  /** Rows in use, all tables. */
  readonly live: number;
  readonly evicted: number;
  readonly expired: number;
  /** Updates of a row that were left out because the event was older than the row's clock by more than the lateness. */
  readonly late: number;
  readonly bytes: number;
}

const KIND_CALL = KIND.call;
const KIND_MESSAGE = KIND.message;
const KIND_VISIT = KIND.visit;
const KIND_APP = KIND["app-install"];
const KIND_TRANSFER = KIND.transfer;
const KIND_OPENING = KIND.opening;
const KIND_LINK = KIND.link;

export class FeatureEngine {
  readonly #limits: FeatureLimits;
  readonly #callers: CallerRows;
  readonly #callees: CalleeRows;
  readonly #accounts: AccountRows;
  readonly #devices: DeviceRows;
  readonly #hosts: HostRows;
  readonly #openings: OpeningRows;
  readonly #people: People;
  readonly #rows: readonly { readonly table: RowTable; late: number }[];
  readonly #tables: readonly RowTable[];
  readonly #slots: readonly Slots[];
  readonly #branch = { lo: 0, hi: 0 };
  readonly #moment = newMoment();
  /** The words of the batch at hand, signed. */
  #words: Int32Array = new Int32Array(0);
  #batch: EventBatch | undefined;

  /** Takes all its memory here. Throws `RangeError` where a limit is out of range. */
  constructor(limits: FeatureLimits) {
    for (const name of ["numbers", "accounts", "devices", "hosts", "persons"] as const) {
      if (!Number.isInteger(limits[name]) || limits[name] < 1) throw new RangeError(`feature limit "${name}": ${limits[name]}, expected a whole number from 1`);
    }
    if (!(limits.latenessMaxMs >= 0)) throw new RangeError(`feature limit "latenessMaxMs": ${limits.latenessMaxMs}, expected 0 or more`);
    if (!Number.isInteger(limits.timeZoneOffsetMinutes) || Math.abs(limits.timeZoneOffsetMinutes) > 840) {
      throw new RangeError(`feature limit "timeZoneOffsetMinutes": ${limits.timeZoneOffsetMinutes}, expected whole minutes from -840 to 840`);
    }
    const { latenessMaxMs: late, timeZoneOffsetMinutes: zone } = limits;
    this.#limits = limits;
    const moment = this.#moment;
    this.#callers = new CallerRows(limits.numbers, late, zone, moment);
    this.#callees = new CalleeRows(limits.numbers, late, moment);
    this.#accounts = new AccountRows(limits.accounts, late, zone, moment);
    this.#devices = new DeviceRows(limits.devices, late, moment);
    this.#hosts = new HostRows(limits.hosts, late, moment);
    this.#openings = new OpeningRows(limits.persons, late, moment);
    this.#people = new People(limits.persons, late, moment);
    this.#rows = [this.#callers, this.#callees, this.#accounts, this.#devices, this.#hosts, this.#openings, this.#people.timeline];
    this.#tables = [...this.#rows.map((rows) => rows.table), this.#people.links.table];
    this.#slots = [
      this.#callers.slots,
      this.#callees.slots,
      this.#callees.callerSlots,
      this.#accounts.payerSlots,
      this.#accounts.payeeSlots,
      this.#devices.numberSlots,
      this.#devices.accountSlots,
      this.#hosts.slots,
      this.#openings.slots,
      this.#people.timeline.slots,
    ];
  }

  /** Which keys are one person, as the stream of links says. For asking; it is changed only by measuring. */
  get links(): Links {
    return this.#people.links;
  }

  /** Which features to write, and where in `facts`. Others are not worked out. Names nobody measures are an error. */
  bind(slots: ReadonlyMap<string, number>): void {
    for (const name of slots.keys()) {
      if (!this.#slots.some((group) => group.names.includes(name))) throw new RangeError(`no feature is called "${name}"`);
    }
    for (const group of this.#slots) group.bind(slots);
  }

  /** Phase 1 for events [from, to): asks for the memory that `measure` will need, and changes nothing. Optional. */
  touch(batch: EventBatch, from: number, to: number): void {
    const w = this.#wordsOf(batch);
    const callers = this.#callers.table;
    const callees = this.#callees.table;
    const people = this.#people;
    const reading = people.read;
    const callerIn = this.#callees.callerSlots.any;
    for (let i = from; i < to; i++) {
      const e = i * RECORD_WORDS;
      const kind = w[e + W.kind];
      const keys = e + W.keys;
      const aLo = w[keys];
      const hashA = keyHash(aLo, w[keys + 1]);
      if (kind === KIND_CALL) {
        const bLo = w[keys + 2];
        const hashB = keyHash(bLo, w[keys + 3]);
        callers.want(aLo, hashA);
        callees.want(bLo, hashB);
        if (callerIn) callees.want(aLo, hashA);
        if (w[keys + 5] !== 0) this.#devices.table.want(w[keys + 4], keyHash(w[keys + 4], w[keys + 5]));
        if (reading || people.callNoteworthy(w, e, abroad(w, e))) people.want(bLo, w[keys + 3], hashB);
      } else this.#touchOther(w, e, kind, aLo, hashA);
    }
    callers.fetch();
    callees.fetch();
    this.#devices.table.fetch();
    this.#hosts.table.fetch();
    this.#accounts.table.fetch();
    this.#openings.table.fetch();
    people.fetch();
  }

  #touchOther(w: Int32Array, e: number, kind: number, aLo: number, hashA: number): void {
    const keys = e + W.keys;
    const aHi = w[keys + 1];
    const bLo = w[keys + 2];
    const bHi = w[keys + 3];
    if (kind === KIND_MESSAGE) {
      this.#callers.table.want(aLo, hashA);
      if (w[keys + 5] !== 0) this.#devices.table.want(w[keys + 4], keyHash(w[keys + 4], w[keys + 5]));
      this.#people.want(bLo, bHi, keyHash(bLo, bHi));
    } else if (kind === KIND_VISIT) {
      this.#hosts.table.want(w[keys + 6], keyHash(w[keys + 6], w[keys + 7]));
      this.#people.want(aLo, aHi, hashA);
    } else if (kind === KIND_APP) this.#people.want(aLo, aHi, hashA);
    else if (kind === KIND_TRANSFER) {
      const currency = (w[e + W.enums] >>> TRANSFER_CURRENCY_SHIFT) & 0xff;
      const payer = accountLo(aLo, currency);
      const payee = accountLo(bLo, currency);
      this.#accounts.table.want(payer, keyHash(payer, aHi));
      this.#accounts.table.want(payee, keyHash(payee, bHi));
      if (w[keys + 5] !== 0) this.#devices.table.want(w[keys + 4], keyHash(w[keys + 4], w[keys + 5]));
      this.#people.links.table.want(bLo, keyHash(bLo, bHi));
      this.#people.want(aLo, aHi, hashA);
    } else if (kind === KIND_OPENING) {
      this.#openings.table.want(aLo, hashA);
      if (w[keys + 7] !== 0) this.#openings.table.want(w[keys + 6], keyHash(w[keys + 6], w[keys + 7]));
    }
  }

  /** Phase 2: takes event `i` in and writes every bound feature of its kind; NaN where nobody could know. */
  measure(batch: EventBatch, i: number, facts: Float64Array): void {
    const w = this.#wordsOf(batch);
    const d = batch.doubles;
    const e = i * RECORD_WORDS;
    const kind = w[e + W.kind];
    const hashA = keyHash(w[e + W.keys], w[e + W.keys + 1]);
    // As `boundedTimeMs`, but stored at once: a double that is handed on from a call or a branch lands on the heap.
    const moment = this.#moment;
    const t = d[i * RECORD_DOUBLES + W.occurredAtDouble];
    moment[M.t] = t;
    if (!(t > SECOND_MS)) moment[M.t] = SECOND_MS;
    else if (t > TIME_MAX_MS) moment[M.t] = TIME_MAX_MS;
    if (kind === KIND_CALL) this.#call(w, d, i, hashA, facts);
    else if (kind === KIND_MESSAGE) this.#message(w, d, i, hashA, facts);
    else if (kind === KIND_TRANSFER) this.#transfer(w, d, i, hashA, facts);
    else if (kind === KIND_VISIT) this.#visit(w, e, hashA, facts);
    else if (kind === KIND_APP) this.#people.app(w, e, hashA, facts);
    else if (kind === KIND_OPENING) this.#opening(batch, w, e, hashA, facts);
    else if (kind === KIND_LINK) this.#people.link(w, e);
  }

  #wordsOf(batch: EventBatch): Int32Array {
    if (this.#batch !== batch) {
      this.#batch = batch;
      this.#words = new Int32Array(batch.words.buffer, batch.words.byteOffset, batch.words.length);
    }
    return this.#words;
  }

  #call(w: Int32Array, d: Float64Array, i: number, hashA: number, facts: Float64Array): void {
    const e = i * RECORD_WORDS;
    const keys = e + W.keys;
    const hashB = keyHash(w[keys + 2], w[keys + 3]);
    this.#callers.measure(w, d, i, true, hashA, hashB, facts);
    const fromAbroad = abroad(w, e);
    this.#callees.measure(w, i, fromAbroad, hashA, hashB, facts);
    if (this.#callees.callerSlots.any) this.#callees.measureCaller(w[keys], w[keys + 1], hashA, facts);
    this.#deviceNumber(w, keys, hashA, facts);
    const wasOpen = this.#callees.open;
    const open = this.#people.call(w, d, i, hashA, hashB, fromAbroad, wasOpen, facts);
    if (open !== wasOpen) this.#callees.setOpen(open);
  }

  #deviceNumber(w: Int32Array, keys: number, hashA: number, facts: Float64Array): void {
    const lo = w[keys + 4];
    const hi = w[keys + 5];
    if (hi !== 0) this.#devices.measure(lo, hi, keyHash(lo, hi), true, hashA, facts);
    else DeviceRows.unknown(this.#devices.numberSlots, facts);
  }

  #message(w: Int32Array, d: Float64Array, i: number, hashA: number, facts: Float64Array): void {
    const e = i * RECORD_WORDS;
    const keys = e + W.keys;
    const hashB = keyHash(w[keys + 2], w[keys + 3]);
    this.#callers.measure(w, d, i, false, hashA, hashB, facts);
    this.#deviceNumber(w, keys, hashA, facts);
    this.#people.message(w, e, hashB, facts);
  }

  #visit(w: Int32Array, e: number, hashA: number, facts: Float64Array): void {
    const keys = e + W.keys;
    const lo = w[keys + 6];
    const hi = w[keys + 7];
    if (hi !== 0) this.#hosts.measure(lo, hi, keyHash(lo, hi), hashA, facts);
    else DeviceRows.unknown(this.#hosts.slots, facts);
    this.#people.visit(w, e, hashA, facts);
  }

  #transfer(w: Int32Array, d: Float64Array, i: number, hashA: number, facts: Float64Array): void {
    const e = i * RECORD_WORDS;
    const keys = e + W.keys;
    const aLo = w[keys];
    const aHi = w[keys + 1];
    const bLo = w[keys + 2];
    const bHi = w[keys + 3];
    const currency = (w[e + W.enums] >>> TRANSFER_CURRENCY_SHIFT) & 0xff;
    const moment = this.#moment;
    moment[M.amount] = d[i * RECORD_DOUBLES + TRANSFER_AMOUNT]!;
    moment[M.unit] = currency < MINOR_PER_UNIT.length ? MINOR_PER_UNIT[currency] : 100;
    const bools = w[e + W.bools];
    const hashB = keyHash(bLo, bHi);
    const payer = accountLo(aLo, currency);
    const payee = accountLo(bLo, currency);
    const group = this.#people.groupOf(bLo, bHi, hashB);
    this.#accounts.pay(payer, aHi, keyHash(payer, aHi), hashB, group, (bools & TRANSFER_CASE_TIER) !== 0, facts);
    if ((bools & (TRANSFER_REPORTED | TRANSFER_CASE_TIER)) !== 0) moment[M.tainted] = moment[M.amount]!;
    this.#accounts.receive(payee, bHi, keyHash(payee, bHi), hashA, facts);
    const dLo = w[keys + 4];
    const dHi = w[keys + 5];
    if (dHi !== 0) this.#devices.measure(dLo, dHi, keyHash(dLo, dHi), false, hashA, facts);
    else DeviceRows.unknown(this.#devices.accountSlots, facts);
    this.#people.transfer(w, e, hashA, facts);
  }

  #opening(batch: EventBatch, w: Int32Array, e: number, hashA: number, facts: Float64Array): void {
    const keys = e + W.keys;
    const ref = e + W.refs + OPENING_BRANCH_REF * 2;
    const length = w[ref + 1];
    let branch = 0;
    if (length > 0) {
      hashBytes(batch.heap, w[ref], w[ref] + length, this.#branch);
      branch = this.#branch.lo | 0 || 1;
    }
    this.#openings.applicant(w[keys], w[keys + 1], hashA, branch, facts);
    this.#openings.contact(w[keys + 6], w[keys + 7], keyHash(w[keys + 6], w[keys + 7]), hashA, facts);
    this.#people.opening(w, e, hashA);
  }

  get stats(): FeatureStats {
    const tables = this.#tables.map((table) => table.stats);
    const sum = (of: (table: RowTableStats) => number): number => tables.reduce((total, table) => total + of(table), 0);
    return {
      tables,
      live: sum((table) => table.live),
      evicted: sum((table) => table.evicted),
      expired: sum((table) => table.expired),
      late: this.#rows.reduce((total, rows) => total + rows.late, 0),
      bytes: this.#tables.reduce((total, table) => total + table.bytes, 0),
    };
  }

  /** What a run that continues must share with the one before. */
  get #settings(): string {
    const { numbers, accounts, devices, hosts, persons, latenessMaxMs, timeZoneOffsetMinutes } = this.#limits;
    return JSON.stringify({ numbers, accounts, devices, hosts, persons, latenessMaxMs: String(latenessMaxMs), timeZoneOffsetMinutes });
  }

  /** The whole state in chunks of a few megabytes, for a file; nothing may be measured until the last was taken. */
  *chunks(): Generator<Uint8Array> {
    yield* writeSnapshot(
      this.#tables,
      this.#settings,
      this.#rows.map((rows) => rows.late),
    );
  }

  /** The whole state. Which features are bound is not part of it. */
  snapshot(): Uint8Array[] {
    return [...this.chunks()];
  }

  /** Takes the state of an engine with equal limits. Throws `SnapshotRefused` and is then empty. */
  restore(chunks: readonly Uint8Array[]): void {
    const late = readSnapshot(this.#tables, this.#settings, chunks);
    this.#rows.forEach((rows, k) => {
      rows.late = late[k] ?? 0;
    });
  }
}
