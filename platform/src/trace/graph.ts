/**
 * The money graph: every transfer once, among its payer's payments and its payee's receipts, ordered by time and then by
 * id whatever the order of arrival. It takes records as they come, knows an account's balance as far as the transfers tell, and finds a transfer
 * by its id. Amounts are exact up to 2^53-1 minor units. It follows no money itself: see forward.ts and backward.ts.
 */
import { assert } from "../base/assert.ts";
import { hashBytes } from "../base/hash.ts";
import { ProblemError } from "../base/problem.ts";
import { CURRENCIES } from "../domain/currency.ts";
import { kindCode } from "../domain/event-fields.ts";
import type { Key } from "../domain/identifier.ts";
import { RECORD_DOUBLES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { ENTRY_DOUBLES, LEAVES, ROW, ROW_MASK, ROWS_MAX, STATED } from "./entries.ts";
import { BalanceMemory, POINT_EVERY } from "./balance-memory.ts";
import { HashIndex } from "./hash-index.ts";
import { OptionalNumbers } from "./optional-numbers.ts";
import { PAGE_BITS, PAGE_MASK, TextHeap, WordRows } from "./paged.ts";
import { pocketHash, Pockets, type AccountBytes } from "./pockets.ts";
import { purposeOf } from "./purpose-table.ts";
import { Runs } from "./runs.ts";
import { exitOf, FIELD, packMarks, unpackMarks, type Transfer } from "./transfer.ts";

/** Words of a transfer's row: payer's pocket, payee's pocket, id in the heap, marks. */
const ROW_WORDS = 4;
const FROM = 0;
const TO = 1;
const ID = 2;
const MARKS = 3;

/** A richer known balance counts as this much, so that balance and traced money together stay exact in a double. */
export const BALANCE_MAX = 2 ** 52;

/** Records read ahead together: enough to hide the waits for memory, few enough to stay in the cache. */
const AHEAD = 128;
/** Entries moved to close holes among payments, and as many among receipts, for each transfer that is added. */
const TIDY_PER_TRANSFER = 2;

const TRANSFER = kindCode("transfer");
const CURRENCY_SHIFT = 8 * FIELD.currency.enumByte;
const FROM_KEY = W.keys + FIELD.from.key * 2;
const TO_KEY = W.keys + FIELD.to.key * 2;
const bitOf = (spec: { readonly bit: number }): number => 1 << spec.bit;

export interface Conflict {
  /** Place of the record in its batch. */
  readonly index: number;
  readonly id: string;
}

export interface Applied {
  readonly added: number;
  /** Transfers that were there already, the same in everything. */
  readonly repeated: number;
  /** Transfers whose id belongs to another transfer; not taken. */
  readonly conflicts: readonly Conflict[];
}

/** Is told of each transfer that was added, when it is in place. */
export type OnAdded = (row: number, atMs: number, inOrder: boolean) => void;

export class MoneyGraph {
  readonly pockets = new Pockets();
  /** What each pocket paid, and what it received. */
  readonly payments: Runs;
  readonly receipts: Runs;
  readonly #balances = new BalanceMemory();
  readonly #rows = new WordRows(ROW_WORDS);
  readonly #ids = new TextHeap();
  readonly #idIndex = new HashIndex();
  readonly #stated = new OptionalNumbers();
  readonly #lines = new OptionalNumbers();
  /** Transfers that move nothing (no amount, or to the same account) are in no run; their time and amount are here. */
  readonly #still = new Map<number, { readonly atMs: number; readonly amount: number }>();
  /** Grows with every change. */
  version = 0;
  readonly #purposes = new PurposeMemory();
  /** What reading ahead has read: kept where it could be seen, so that the reads are not optimised away. */
  touched = 0;
  readonly #hashes = new Uint32Array(AHEAD * 3);

  constructor() {
    const order = (a: number, b: number): number => this.#ids.compare(this.idHandle(a), this.idHandle(b));
    this.payments = new Runs(order);
    this.receipts = new Runs(order);
  }

  get count(): number {
    return this.#rows.count;
  }

  /** Takes the transfers of a batch, in any order of time. `lines[i]` is the source line of record i. */
  apply(batch: EventBatch, lines?: Float64Array, onAdded?: OnAdded): Applied {
    let added = 0;
    let repeated = 0;
    const conflicts: Conflict[] = [];
    this.version++;
    for (let from = 0; from < batch.count; from += AHEAD) {
      const to = Math.min(batch.count, from + AHEAD);
      this.#readAhead(batch, from, to);
      for (let i = from; i < to; i++) {
        if (batch.words[i * RECORD_WORDS + W.kind] !== TRANSFER) continue;
        const row = this.#take(batch, i, (i - from) * 3, onAdded);
        if (row >= 0) {
          added++;
          if (lines !== undefined) this.#lines.set(row, lines[i]);
        } else if (row === REPEATED) repeated++;
        else conflicts.push({ index: i, id: batch.text(i, 0) });
      }
    }
    this.payments.tidy(added * TIDY_PER_TRANSFER);
    this.receipts.tidy(added * TIDY_PER_TRANSFER);
    return { added, repeated, conflicts };
  }

  /** Rounds of reads that do not wait for one another: the slots, then what they point to, then where that lies. */
  #readAhead(batch: EventBatch, from: number, to: number): void {
    const { words, heap } = batch;
    const hashes = this.#hashes;
    const guesses = this.#guesses;
    const { pockets } = this;
    const count = (to - from) * 3;
    for (let i = from, at = 0; i < to; i++, at += 3) {
      const base = i * RECORD_WORDS;
      const currency = (words[base + W.enums] >>> CURRENCY_SHIFT) & 255;
      hashes[at] = pocketHash(words[base + FROM_KEY], words[base + FROM_KEY + 1], currency);
      hashes[at + 1] = pocketHash(words[base + TO_KEY], words[base + TO_KEY + 1], currency);
      hashBytes(heap, words[base + W.refs], words[base + W.refs] + words[base + W.refs + 1], idKey);
      hashes[at + 2] = idKey.lo;
    }
    let sink = pockets.touchIndex(hashes, count) ^ this.#idIndex.touch(hashes, 2, 3, count);
    for (let at = 0; at < count; at += 3) {
      guesses[at] = pockets.guess(hashes[at]);
      guesses[at + 1] = pockets.guess(hashes[at + 1]);
    }
    sink ^= pockets.touchRows(guesses, count) ^ this.payments.touchEnds(guesses, 0, 3, count) ^ this.receipts.touchEnds(guesses, 1, 3, count) ^ pockets.touchTexts(guesses, count);
    this.touched ^= sink;
  }

  /** Likely pockets of payer and payee; the third of each three stays -1. */
  readonly #guesses = new Int32Array(AHEAD * 3).fill(-1);

  /** Takes record i; gives its row, or REPEATED or CONFLICT. */
  #take(batch: EventBatch, i: number, at: number, onAdded: OnAdded | undefined): number {
    const { words, heap } = batch;
    const base = i * RECORD_WORDS;
    const present = words[base + W.present];
    const currency = (words[base + W.enums] >>> (8 * FIELD.currency.enumByte)) & 255;
    const atMs = batch.doubles[i * RECORD_DOUBLES];
    const amount = batch.doubles[i * RECORD_DOUBLES + W.numsDouble + FIELD.amountMinor.num];
    assert(Number.isSafeInteger(amount) && amount >= 0, "a record's amount is a whole number of minor units");
    const from = this.pockets.intern(this.#hashes[at], spanOf(batch, base, FIELD.from.ref), currency, this.#guesses[at]);
    const to = this.pockets.intern(this.#hashes[at + 1], spanOf(batch, base, FIELD.to.ref), currency, this.#guesses[at + 1]);
    if (this.payments.places.count < this.pockets.count) this.ensureRuns();
    const idStart = words[base + W.refs];
    const idEnd = idStart + words[base + W.refs + 1];
    const idHash = this.#hashes[at + 2];
    for (let row = this.#idIndex.find(idHash); row >= 0; row = this.#idIndex.again()) {
      if (!this.#ids.equals(this.idHandle(row), heap, idStart, idEnd)) continue;
      const known = this.moved(row);
      return this.from(row) === from && this.to(row) === to && known.atMs === atMs && known.amount === amount ? REPEATED : CONFLICT;
    }
    const row = this.#rows.add();
    if (row >= ROWS_MAX) throw new ProblemError({ code: "too-large", detail: `more than ${ROWS_MAX} transfers in one graph` });
    const channel = (present & bitOf(FIELD.channel)) === 0 ? -1 : (words[base + W.enums] >>> (8 * FIELD.channel.enumByte)) & 255;
    const payeeType = (present & bitOf(FIELD.payeeType)) === 0 ? -1 : (words[base + W.enums] >>> (8 * FIELD.payeeType.enumByte)) & 255;
    const bools = words[base + W.bools];
    const page = this.#rows.pages[row >>> PAGE_BITS];
    const r = (row & PAGE_MASK) * ROW_WORDS;
    page[r + FROM] = from;
    page[r + TO] = to;
    page[r + ID] = this.#ids.put(heap, idStart, idEnd);
    page[r + MARKS] = packMarks(
      channel,
      payeeType,
      (present & bitOf(FIELD.purpose)) === 0 ? -1 : this.#purposes.classOf(batch, i),
      (bools & (1 << FIELD.goodsTrade.boolBit)) !== 0,
      (bools & (1 << FIELD.reportedVictim.boolBit)) !== 0,
      (present & bitOf(FIELD.payeeNew)) === 0 ? -1 : (bools >>> FIELD.payeeNew.boolBit) & 1,
      (present & bitOf(FIELD.relationMonths)) === 0 ? -1 : batch.doubles[i * RECORD_DOUBLES + W.numsDouble + FIELD.relationMonths.num],
    );
    this.#idIndex.insert(idHash, row);
    let rowWord = row;
    if ((present & bitOf(FIELD.balanceBeforeMinor)) !== 0) {
      this.#stated.set(row, batch.doubles[i * RECORD_DOUBLES + W.numsDouble + FIELD.balanceBeforeMinor.num]);
      rowWord |= STATED;
    }
    if (exitOf(channel, payeeType, this.pockets.isUnknown(to)) !== undefined) rowWord |= LEAVES;
    let inOrder = true;
    if (from === to || amount === 0) this.#still.set(row, { atMs, amount });
    else {
      inOrder = this.payments.insert(from, atMs, amount, to, rowWord >>> 0);
      inOrder = this.receipts.insert(to, atMs, amount, from, rowWord >>> 0) && inOrder;
      this.#forgetBalances(from, atMs);
      this.#forgetBalances(to, atMs);
    }
    onAdded?.(row, atMs, inOrder);
    return row;
  }

  /** Gives every pocket its place among payments and receipts. */
  ensureRuns(): void {
    this.payments.ensure(this.pockets.count);
    this.receipts.ensure(this.pockets.count);
  }

  /** Only busy pockets have balances remembered. */
  #forgetBalances(pocket: number, fromMs: number): void {
    if (this.payments.lengthOf(pocket) + this.receipts.lengthOf(pocket) > POINT_EVERY) this.#balances.forgetFrom(pocket, fromMs);
  }

  /** Row of a transfer by its id, -1 when there is none. */
  find(id: string): number {
    const bytes = encoder.encode(id);
    hashBytes(bytes, 0, bytes.length, idKey);
    for (let row = this.#idIndex.find(idKey.lo); row >= 0; row = this.#idIndex.again()) if (this.#ids.equals(this.idHandle(row), bytes, 0, bytes.length)) return row;
    return -1;
  }

  id(row: number): string {
    return this.#ids.text(this.idHandle(row));
  }

  idHandle(row: number): number {
    return this.#rows.pages[row >>> PAGE_BITS][(row & PAGE_MASK) * ROW_WORDS + ID];
  }

  from(row: number): number {
    return this.#rows.pages[row >>> PAGE_BITS][(row & PAGE_MASK) * ROW_WORDS + FROM];
  }

  to(row: number): number {
    return this.#rows.pages[row >>> PAGE_BITS][(row & PAGE_MASK) * ROW_WORDS + TO];
  }

  marks(row: number): number {
    return this.#rows.pages[row >>> PAGE_BITS][(row & PAGE_MASK) * ROW_WORDS + MARKS];
  }

  line(row: number): number | undefined {
    return this.#lines.get(row);
  }

  statedBalance(row: number): number | undefined {
    return this.#stated.get(row);
  }

  /** Orders two transfers: by time, then by the bytes of their ids. */
  compare(aMs: number, a: number, bMs: number, b: number): number {
    if (aMs !== bMs) return aMs < bMs ? -1 : 1;
    return a === b ? 0 : this.#ids.compare(this.idHandle(a), this.idHandle(b));
  }

  /** When a transfer was and how much it moved. Looks through the shorter of its two runs. */
  moved(row: number): { readonly atMs: number; readonly amount: number } {
    const still = this.#still.get(row);
    if (still !== undefined) return still;
    const paid = this.payments.lengthOf(this.from(row)) <= this.receipts.lengthOf(this.to(row));
    const runs = paid ? this.payments : this.receipts;
    for (let piece = 0; ; piece++) {
      runs.seat(paid ? this.from(row) : this.to(row), piece);
      const { doubles, words, base, length, pieces } = runs;
      for (let i = 0; i < length; i++) {
        const d = base + i * ENTRY_DOUBLES;
        if ((words[d * 2 + ROW] & ROW_MASK) === row) return { atMs: doubles[d], amount: doubles[d + 1] };
      }
      assert(piece + 1 < pieces, "a transfer lies in the runs of its accounts");
    }
  }

  /**
   * Seats a run at its first entry that does not come before a transfer (`row` below zero: before all of the instant);
   * gives its index in the piece `runs.piece`, which is the piece's length where none comes.
   */
  seek(runs: Runs, pocket: number, atMs: number, row: number): number {
    let i = runs.seek(pocket, atMs);
    for (;;) {
      if (i === runs.length) {
        if (runs.piece + 1 >= runs.pieces) return i;
        runs.seat(pocket, ++runs.piece);
        i = 0;
      }
      const d = runs.base + i * ENTRY_DOUBLES;
      if (row < 0 || runs.doubles[d] > atMs || this.compare(atMs, runs.words[d * 2 + ROW] & ROW_MASK, atMs, row) >= 0) return i;
      i++;
    }
  }

  /**
   * The balance of a pocket before a transfer, as far as the transfers tell: it starts at zero, a payment takes no more
   * than is known (the rest was there unseen), and where the payer's institution stated the balance, that is the balance.
   */
  balanceBefore(pocket: number, atMs: number, row: number): number {
    const { payments, receipts } = this;
    const point = this.#balances.find(pocket, atMs);
    let balance = point?.balance ?? 0;
    let outPiece = point?.outPiece ?? 0;
    let outIndex = point?.outIndex ?? 0;
    let inPiece = point?.inPiece ?? 0;
    let inIndex = point?.inIndex ?? 0;
    payments.seat(pocket, outPiece);
    receipts.seat(pocket, inPiece);
    for (let walked = 1; ; walked++) {
      if (outIndex === payments.length && outPiece + 1 < payments.pieces) {
        payments.seat(pocket, ++outPiece);
        outIndex = 0;
      }
      if (inIndex === receipts.length && inPiece + 1 < receipts.pieces) {
        receipts.seat(pocket, ++inPiece);
        inIndex = 0;
      }
      const out = outIndex < payments.length ? payments.base + outIndex * ENTRY_DOUBLES : -1;
      const into = inIndex < receipts.length ? receipts.base + inIndex * ENTRY_DOUBLES : -1;
      if (out < 0 && into < 0) return balance;
      const outRow = out < 0 ? -1 : payments.words[out * 2 + ROW] & ROW_MASK;
      const inRow = into < 0 ? -1 : receipts.words[into * 2 + ROW] & ROW_MASK;
      const paysFirst = into < 0 || (out >= 0 && this.compare(payments.doubles[out], outRow, receipts.doubles[into], inRow) < 0);
      const nextMs = paysFirst ? payments.doubles[out] : receipts.doubles[into];
      const nextRow = paysFirst ? outRow : inRow;
      if (nextMs > atMs || (nextMs === atMs && (row < 0 || this.compare(nextMs, nextRow, atMs, row) >= 0))) return balance;
      if (walked % POINT_EVERY === 0) this.#balances.keep(pocket, { atMs: nextMs, balance, outPiece, outIndex, inPiece, inIndex });
      if (paysFirst) {
        if ((payments.words[out * 2 + ROW] & STATED) !== 0) balance = this.#stated.get(outRow) ?? balance;
        balance = Math.max(0, balance - payments.doubles[out + 1]);
        outIndex++;
      } else {
        balance = Math.min(BALANCE_MAX, balance + receipts.doubles[into + 1]);
        inIndex++;
      }
    }
  }

  /** The balance after the last transfer that is known. */
  balanceNow(pocket: number): number {
    return this.balanceBefore(pocket, Infinity, -1);
  }

  transfer(row: number): Transfer {
    const { atMs, amount } = this.moved(row);
    const stated = this.#stated.get(row);
    const line = this.#lines.get(row);
    return {
      id: this.id(row),
      from: this.pockets.account(this.from(row)),
      to: this.pockets.account(this.to(row)),
      occurredAtMs: atMs,
      amountMinor: BigInt(amount),
      currency: this.pockets.currency(this.from(row)),
      ...unpackMarks(this.marks(row)),
      ...(stated === undefined ? {} : { balanceBeforeMinor: BigInt(stated) }),
      ...(line === undefined ? {} : { line }),
    };
  }

  /** Bytes held, by what holds them. */
  memory(): { readonly transfers: number; readonly ids: number; readonly runs: number; readonly pockets: number; readonly total: number } {
    const transfers = this.#rows.byteCount + this.#stated.byteCount + this.#lines.byteCount;
    const ids = this.#ids.byteCount + this.#idIndex.byteCount;
    const runs = this.payments.byteCount + this.receipts.byteCount;
    const pockets = this.pockets.byteCount;
    return { transfers, ids, runs, pockets, total: transfers + ids + runs + pockets };
  }

  /** The parts that a snapshot writes and fills. */
  parts(): GraphParts {
    return { rows: this.#rows, ids: this.#ids, idIndex: this.#idIndex, stated: this.#stated, lines: this.#lines, still: this.#still };
  }
}

export interface GraphParts {
  readonly rows: WordRows;
  readonly ids: TextHeap;
  readonly idIndex: HashIndex;
  readonly stated: OptionalNumbers;
  readonly lines: OptionalNumbers;
  readonly still: Map<number, { readonly atMs: number; readonly amount: number }>;
}

const REPEATED = -1;
const CONFLICT = -2;
const idKey: Key = { lo: 0, hi: 0 };
const encoder = new TextEncoder();
const span: { bytes: Uint8Array } & Omit<AccountBytes, "bytes"> = { bytes: new Uint8Array(0), institutionStart: 0, institutionEnd: 0, accountStart: 0, accountEnd: 0 };

/** The texts of an account whose institution is at `ref` and whose number is at the next; valid until the next call. */
function spanOf(batch: EventBatch, base: number, ref: number): AccountBytes {
  const at = base + W.refs + ref * 2;
  const { words } = batch;
  span.bytes = batch.heap;
  span.institutionStart = words[at];
  span.institutionEnd = words[at] + words[at + 1];
  span.accountStart = words[at + 2];
  span.accountEnd = words[at + 2] + words[at + 3];
  return span;
}

/** Classes of purposes that came before, by a 64-bit hash of their bytes: the words repeat, and reading them costs. */
class PurposeMemory {
  readonly #keys = new Uint32Array(4096 * 2);
  readonly #classes = new Int8Array(4096).fill(-2);

  classOf(batch: EventBatch, i: number): number {
    const at = i * RECORD_WORDS + W.refs + FIELD.purpose.ref * 2;
    hashBytes(batch.heap, batch.words[at], batch.words[at] + batch.words[at + 1], idKey);
    const slot = idKey.lo & 4095;
    if (this.#classes[slot] !== -2 && this.#keys[slot * 2] === idKey.lo && this.#keys[slot * 2 + 1] === idKey.hi) return this.#classes[slot];
    this.#keys[slot * 2] = idKey.lo;
    this.#keys[slot * 2 + 1] = idKey.hi;
    return (this.#classes[slot] = purposeOf(batch.text(i, FIELD.purpose.ref)));
  }
}

/** Number of a currency in the record's table. */
export function currencyNumber(currency: string): number {
  return CURRENCIES.indexOf(currency);
}
