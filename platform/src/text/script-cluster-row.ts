/**
 * The counters of one script in a flat array: messages, senders and the current and previous clock hour. Senders are
 * estimated by linear counting (Whang et al. 1990); the sliding hour is interpolated from the two clock hours, which
 * costs two counters instead of one per message.
 */

export const SHINGLES = 0;
export const SIZE = 1;
export const FIRST_SEEN_S = 2;
const HOUR = 3;
const CURRENT_COUNT = 4;
const PREVIOUS_COUNT = 5;
const CURRENT_SENDERS = 6;
const PREVIOUS_SENDERS = 10;
const ALL_SENDERS = 14;
export const ROW_WORDS = 22;

const HOUR_S = 3600;
/** 128 bits tell senders of an hour apart up to about 600; the rule that reads them asks for five. */
const HOUR_SENDER_WORDS = 4;
const ALL_SENDER_WORDS = 8;

const HOUR_ESTIMATE = linearCounts(HOUR_SENDER_WORDS * 32);
const ALL_ESTIMATE = linearCounts(ALL_SENDER_WORDS * 32);

/** Set bits to distinct senders. A full bitmap reads as if half a bit were free: more senders than that cannot be told. */
function linearCounts(bits: number): Uint16Array {
  return Uint16Array.from({ length: bits + 1 }, (_, set) => Math.round(-bits * Math.log(Math.max(bits - set, 0.5) / bits)));
}

export function clear(rows: Uint32Array, base: number, shingles: number, atS: number): void {
  for (let i = 0; i < ROW_WORDS; i++) rows[base + i] = 0;
  rows[base + SHINGLES] = shingles;
  rows[base + FIRST_SEEN_S] = atS;
  rows[base + HOUR] = Math.floor(atS / HOUR_S);
}

/** Counts one message. More than one clock hour late: in the size and the senders of all time only. */
export function count(rows: Uint32Array, base: number, senderLo: number, senderHi: number, atS: number): void {
  if (rows[base + SIZE] !== 0xffffffff) rows[base + SIZE]++;
  if (atS < rows[base + FIRST_SEEN_S]) rows[base + FIRST_SEEN_S] = atS;
  const all = mixSender(senderLo, senderHi) >>> 24;
  rows[base + ALL_SENDERS + (all >>> 5)] |= 1 << (all & 31);
  const hour = Math.floor(atS / HOUR_S);
  const ahead = hour - rows[base + HOUR];
  if (ahead > 0) {
    rows[base + HOUR] = hour;
    rows[base + PREVIOUS_COUNT] = ahead === 1 ? rows[base + CURRENT_COUNT] : 0;
    rows[base + CURRENT_COUNT] = 0;
    for (let i = 0; i < HOUR_SENDER_WORDS; i++) {
      rows[base + PREVIOUS_SENDERS + i] = ahead === 1 ? rows[base + CURRENT_SENDERS + i] : 0;
      rows[base + CURRENT_SENDERS + i] = 0;
    }
  } else if (ahead < -1) return;
  const isLate = ahead === -1;
  const sender = mixSender(senderHi, senderLo) >>> 25;
  rows[base + (isLate ? PREVIOUS_COUNT : CURRENT_COUNT)]++;
  rows[base + (isLate ? PREVIOUS_SENDERS : CURRENT_SENDERS) + (sender >>> 5)] |= 1 << (sender & 31);
}

/** Share of the previous clock hour that still lies within the hour up to `nowS`, in seconds of 3,600. */
function previousS(rows: Uint32Array, base: number, nowS: number): number {
  return Math.max(0, HOUR_S - (nowS - rows[base + HOUR] * HOUR_S));
}

export function hourCount(rows: Uint32Array, base: number, nowS: number): number {
  return rows[base + CURRENT_COUNT] + Math.round((rows[base + PREVIOUS_COUNT] * previousS(rows, base, nowS)) / HOUR_S);
}

/** Senders of this clock hour, and of those that only the previous one had, the share that is still within the hour. */
export function hourSenders(rows: Uint32Array, base: number, nowS: number): number {
  let currentBits = 0;
  let eitherBits = 0;
  for (let i = 0; i < HOUR_SENDER_WORDS; i++) {
    const current = rows[base + CURRENT_SENDERS + i];
    currentBits += popcount(current);
    eitherBits += popcount(current | rows[base + PREVIOUS_SENDERS + i]);
  }
  const current = HOUR_ESTIMATE[currentBits];
  return current + Math.round(((HOUR_ESTIMATE[eitherBits] - current) * previousS(rows, base, nowS)) / HOUR_S);
}

export function allSenders(rows: Uint32Array, base: number): number {
  let bits = 0;
  for (let i = 0; i < ALL_SENDER_WORDS; i++) bits += popcount(rows[base + ALL_SENDERS + i]);
  return ALL_ESTIMATE[bits];
}

/** The caller's hash may be weak in some bits (a sequence of test ids); the bitmaps need all of them. */
function mixSender(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (b >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  return (h ^ (h >>> 16)) >>> 0;
}

function popcount(word: number): number {
  let w = word - ((word >>> 1) & 0x55555555);
  w = (w & 0x33333333) + ((w >>> 2) & 0x33333333);
  return Math.imul((w + (w >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
