/**
 * Transfers for the trace benchmark, made from a seed as batches of records: fifteen days, accounts of very different
 * activity with a few hubs (employers, merchants, payment firms) among them, amounts from a few yuan to millions, and
 * money that is passed on soon after it came. Times are distinct, so that every engine orders them alike.
 */
import { Prng } from "../src/base/prng.ts";
import { CURRENCIES } from "../src/domain/currency.ts";
import { kindCode } from "../src/domain/event-fields.ts";
import { EventBatch, RECORD_DOUBLES, RECORD_WORDS, W } from "../src/domain/record.ts";
import { hashAccount } from "../src/domain/scan.ts";
import type { MoneyGraph } from "../src/trace/graph.ts";
import { FIELD } from "../src/trace/transfer.ts";

export const START_MS = Date.UTC(2026, 9, 1);
export const DAYS = 15;
const BATCH = 8192;
const ACCOUNT_BYTES = 12;
const ID_BYTES = 10;
const INSTITUTIONS = ["ICBC", "CCB", "ABC", "BOC", "CMB", "PSBC", "COMM", "CITIC"];

export interface TransferSpec {
  readonly transfers: number;
  readonly accounts: number;
  readonly seed: number;
  /** Number of the first transfer, and milliseconds between two, to go on where another source ended. */
  readonly first?: number;
  readonly stepMs?: number;
}

export interface TransferRow {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
  readonly amount: number;
}

/** Rows one after the other, from one history. The row is the same object each time. */
export function transferRows(spec: TransferSpec): { next(): TransferRow | null } {
  const random = new Prng(spec.seed);
  const stepMs = spec.stepMs ?? (DAYS * 86_400_000) / spec.transfers;
  const first = spec.first ?? 0;
  // The last receivers, some of whom pass on what they got.
  const recent = new Uint32Array(4096);
  const recentAmount = new Float64Array(4096);
  // So many that each is as busy in a large town as in a small one: about two thousand transfers either way.
  const hubs = Math.max(10, Math.round(spec.accounts / 1667));
  const account = (): number => {
    // One draw in thirty-two goes to one of the hubs, small numbers more than large ones; half to the livelier tenth.
    const kind = random.int(32);
    if (kind === 0) return Math.floor(random.next() ** 1.5 * hubs);
    return kind < 16 ? Math.floor((random.next() * spec.accounts) / 10) : random.int(spec.accounts);
  };
  const row = { number: 0, from: 0, to: 0, atMs: 0, amount: 0 };
  let i = 0;
  return {
    next() {
      if (i === spec.transfers) return null;
      const slot = random.int(4096);
      if (i > 4096 && random.int(3) === 0) {
        row.from = recent[slot];
        row.amount = Math.max(1, Math.floor(recentAmount[slot] * (0.1 + 0.9 * random.next())));
      } else {
        row.from = account();
        row.amount = Math.floor(1_000 * Math.exp(random.next() * 9));
      }
      row.to = account();
      if (row.to === row.from) row.to = (row.to + 1) % spec.accounts;
      row.number = first + i;
      row.atMs = START_MS + Math.floor(row.number * stepMs);
      recent[i & 4095] = row.to;
      recentAmount[i & 4095] = row.amount;
      i++;
      return row;
    },
  };
}

const encoder = new TextEncoder();

/** The same rows as batches of records; the batch is used again. */
export function transferSource(spec: TransferSpec): { next(): EventBatch | null } {
  const rows = transferRows(spec);
  const batch = new EventBatch(BATCH);
  const words = batch.words;
  const institutions = INSTITUTIONS.map((name) => encoder.encode(name));
  const perRow = ID_BYTES + 2 * ACCOUNT_BYTES;
  const institutionsAt = BATCH * perRow;
  const heap = new Uint8Array(institutionsAt + institutions.reduce((sum, b) => sum + b.length, 0));
  const institutionStart: number[] = [];
  let at = institutionsAt;
  for (const bytes of institutions) {
    institutionStart.push(at);
    heap.set(bytes, at);
    at += bytes.length;
  }
  batch.heap = heap;
  const key = { lo: 0, hi: 0 };
  const currency = CURRENCIES.indexOf("CNY");
  const kind = kindCode("transfer");
  const present = [FIELD.from, FIELD.to, FIELD.amountMinor, FIELD.currency].reduce((bits, f) => bits | (1 << f.bit), 0);
  const putAccount = (base: number, ref: number, keySlot: number, start: number, account: number): void => {
    const institution = account % INSTITUTIONS.length;
    putDigits(heap, start, ACCOUNT_BYTES, 622_200_000_000 + account);
    words[base + W.refs + ref * 2] = institutionStart[institution];
    words[base + W.refs + ref * 2 + 1] = institutions[institution].length;
    words[base + W.refs + ref * 2 + 2] = start;
    words[base + W.refs + ref * 2 + 3] = ACCOUNT_BYTES;
    const from = institutionStart[institution];
    hashAccount(heap, from, from + institutions[institution].length, start, start + ACCOUNT_BYTES, key);
    words[base + W.keys + keySlot * 2] = key.lo;
    words[base + W.keys + keySlot * 2 + 1] = key.hi;
  };
  return {
    next() {
      batch.count = 0;
      for (let i = 0; i < BATCH; i++) {
        const row = rows.next();
        if (row === null) break;
        const base = i * RECORD_WORDS;
        const start = i * perRow;
        heap[start] = 116;
        putDigits(heap, start + 1, ID_BYTES - 1, row.number);
        words[base + W.kind] = kind;
        words[base + W.present] = present;
        words[base + W.enums] = currency << (8 * FIELD.currency.enumByte);
        words[base + W.refs] = start;
        words[base + W.refs + 1] = ID_BYTES;
        putAccount(base, FIELD.from.ref, FIELD.from.key, start + ID_BYTES, row.from);
        putAccount(base, FIELD.to.ref, FIELD.to.key, start + ID_BYTES + ACCOUNT_BYTES, row.to);
        batch.doubles[i * RECORD_DOUBLES] = row.atMs;
        batch.doubles[i * RECORD_DOUBLES + W.numsDouble + FIELD.amountMinor.num] = row.amount;
        batch.count++;
      }
      return batch.count === 0 ? null : batch;
    },
  };
}

function putDigits(bytes: Uint8Array, start: number, length: number, value: number): void {
  for (let at = start + length - 1; at >= start; at--) {
    bytes[at] = 48 + (value % 10);
    value = Math.floor(value / 10);
  }
}

export function transferId(number: number): string {
  return `t${String(number).padStart(ID_BYTES - 1, "0")}`;
}

/**
 * Rows of so many victims' transfers in the first eight days, each with money that moved on: `reached` says how many
 * transfers can have carried it, and fewer than twenty are no trace to speak of. Every tenth goes straight to a hub.
 */
export function seedsOf(graph: MoneyGraph, count: number, seed: number, reached: (row: number) => number): readonly number[] {
  const random = new Prng(seed);
  const seeds = new Set<number>();
  while (seeds.size < count) {
    const row = graph.find(transferId(Math.floor((random.next() * graph.count * 8) / DAYS)));
    const wantsHub = seeds.size % 10 === 0;
    if (graph.payments.lengthOf(graph.to(row)) > 500 !== wantsHub || reached(row) < 20) continue;
    seeds.add(row);
  }
  return [...seeds];
}
