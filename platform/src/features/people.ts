/**
 * Who an event happens to, and what of it is worth remembering about them: joins the links (which keys are one person)
 * to the timeline (what happened to that person). Ordinary events only read, and only when a rule asks.
 */
import { RECORD_WORDS, W } from "../domain/record.ts";
import * as E from "./event-bits.ts";
import { goesOn, has, listed, talkEnd } from "./event-bits.ts";
import { Links } from "./links.ts";
import { M, type Moment } from "./moment.ts";
import { keyHash } from "./row-table.ts";
import { MARK, TALK_MAX_MS, Timeline } from "./timeline.ts";

/** A message from here on looked like a scam to the text model, a site from here on to the host model (permille). */
export const SCAM_MESSAGE_PERMILLE = 500;
export const SCAM_SITE_PERMILLE = 800;

/** People to look up in one run of `want`; a longer run only loses the head start. */
const PENDING_MAX = 4096;

export class People {
  readonly links: Links;
  readonly timeline: Timeline;
  readonly #moment: Moment;
  readonly #pendingLo = new Int32Array(PENDING_MAX);
  readonly #pendingHi = new Int32Array(PENDING_MAX);
  #pending = 0;

  constructor(persons: number, latenessMs: number, moment: Moment) {
    this.#moment = moment;
    this.links = new Links(persons * 2, moment);
    this.timeline = new Timeline(persons, latenessMs, moment);
  }

  /** Whether a rule asks about people at all. */
  get read(): boolean {
    return this.timeline.slots.any;
  }

  want(lo: number, hi: number, hash: number): void {
    this.links.table.want(lo, hash);
    if (this.#pending === PENDING_MAX) return;
    this.#pendingLo[this.#pending] = lo;
    this.#pendingHi[this.#pending] = hi;
    this.#pending++;
  }

  /** Fetches the links that were asked for, then the timelines they lead to. */
  fetch(): void {
    const links = this.links;
    const table = this.timeline.table;
    links.table.fetch();
    for (let k = 0; k < this.#pending; k++) {
      const lo = this.#pendingLo[k];
      const hi = this.#pendingHi[k];
      const hash = keyHash(lo, hi);
      if (links.personOf(lo, hi, hash)) table.want(links.lo, keyHash(links.lo, links.hi));
      else table.want(lo, hash);
    }
    this.#pending = 0;
    table.fetch();
  }

  /** Tag of the person a key is linked to, 0 without a link: to see that two keys are one person's. */
  groupOf(lo: number, hi: number, hash: number): number {
    const links = this.links;
    return links.personOf(lo, hi, hash) ? keyHash(links.lo, links.hi) >>> 16 || 1 : 0;
  }

  #open(lo: number, hi: number, hash: number): void {
    const links = this.links;
    if (links.personOf(lo, hi, hash)) this.timeline.open(links.lo, links.hi, keyHash(links.lo, links.hi));
    else this.timeline.open(lo, hi, hash);
  }

  /** Writes the bound features of a person to whom nothing noteworthy happened. */
  #read(lo: number, hi: number, hash: number, facts: Float64Array): void {
    if (!this.read) return;
    const links = this.links;
    if (links.personOf(lo, hi, hash)) this.timeline.look(links.lo, links.hi, keyHash(links.lo, links.hi));
    else this.timeline.look(lo, hi, hash);
    this.timeline.write(facts);
  }

  callNoteworthy(w: Int32Array, e: number, fromAbroad: boolean): boolean {
    const bools = w[e + W.bools];
    return fromAbroad || listed(w, e, 0) || (bools & (E.CALL_FORWARDING | E.CALL_SCREEN_SHARE)) !== 0 || (goesOn(w, e) && (bools & E.CALL_CONTACT) === 0);
  }

  /**
   * A call: the person called is the one it happens to; the person who calls a listed number is remembered too. `wasOpen`
   * says whether an earlier call to the number was reported while it went on. Gives whether one is open now.
   */
  call(w: Int32Array, d: Float64Array, i: number, hashA: number, hashB: number, fromAbroad: boolean, wasOpen: boolean, facts: Float64Array): boolean {
    const t = this.#moment[M.t];
    const e = i * RECORD_WORDS;
    const keys = e + W.keys;
    const timeline = this.timeline;
    const ongoing = goesOn(w, e);
    if (listed(w, e, 1)) {
      this.#open(w[keys], w[keys + 1], hashA);
      timeline.mark(MARK.listedContact);
      timeline.talk(true, ongoing ? t + TALK_MAX_MS : talkEnd(w, d, i, t));
    }
    const bools = w[e + W.bools];
    const stranger = (bools & E.CALL_CONTACT) === 0;
    const closes = !ongoing && stranger && wasOpen;
    if (!closes && !this.callNoteworthy(w, e, fromAbroad)) {
      this.#read(w[keys + 2], w[keys + 3], hashB, facts);
      return wasOpen;
    }
    // End of the talk, or 0 where there was none. `occurredAt` of a call is its beginning.
    const end = ongoing ? t + TALK_MAX_MS : talkEnd(w, d, i, t);
    this.#open(w[keys + 2], w[keys + 3], hashB);
    if (fromAbroad) timeline.mark(MARK.overseasCall);
    if ((bools & E.CALL_FORWARDING) !== 0) timeline.mark(MARK.forwarding);
    if ((bools & E.CALL_SCREEN_SHARE) !== 0) timeline.mark(MARK.remoteTool);
    if (closes || (ongoing && stranger)) timeline.talk(false, end);
    if (listed(w, e, 0)) {
      timeline.mark(MARK.listedContact);
      timeline.talk(true, end);
    }
    if (this.read) timeline.write(facts);
    return closes ? false : wasOpen || (ongoing && stranger);
  }

  message(w: Int32Array, e: number, hashB: number, facts: Float64Array): void {
    const lo = w[e + W.keys + 2];
    const hi = w[e + W.keys + 3];
    if ((w[e + W.textFraudIllegal] & 0xffff) < SCAM_MESSAGE_PERMILLE) return this.#read(lo, hi, hashB, facts);
    this.#open(lo, hi, hashB);
    this.timeline.mark(MARK.scamMessage);
    if (this.read) this.timeline.write(facts);
  }

  visit(w: Int32Array, e: number, hashA: number, facts: Float64Array): void {
    const lo = w[e + W.keys];
    const hi = w[e + W.keys + 1];
    if (!listed(w, e, 3) && w[e + W.disguiseHost] >>> 16 < SCAM_SITE_PERMILLE) return this.#read(lo, hi, hashA, facts);
    this.#open(lo, hi, hashA);
    this.timeline.mark(MARK.scamSite);
    if (this.read) this.timeline.write(facts);
  }

  app(w: Int32Array, e: number, hashA: number, facts: Float64Array): void {
    const lo = w[e + W.keys];
    const hi = w[e + W.keys + 1];
    const installed = !has(w, e, E.APP_ACTION_SET, E.APP_ACTION_SHIFT, E.APP_ACTION_OPEN);
    const assistive = (w[e + W.bools] & E.APP_ASSISTIVE) !== 0;
    const offStore = installed && !assistive && has(w, e, E.APP_SOURCE_SET, E.APP_SOURCE_SHIFT, E.APP_SOURCE_OFF_STORE);
    const remote = !assistive && has(w, e, E.APP_CLASS_SET, E.APP_CLASS_SHIFT, E.APP_CLASS_REMOTE);
    const chat = installed && has(w, e, E.APP_CLASS_SET, E.APP_CLASS_SHIFT, E.APP_CLASS_CHAT);
    const known = listed(w, e, 3);
    if (!offStore && !remote && !chat && !known) return this.#read(lo, hi, hashA, facts);
    const timeline = this.timeline;
    this.#open(lo, hi, hashA);
    if (offStore) timeline.mark(MARK.offStoreApp);
    if (remote) timeline.mark(MARK.remoteTool);
    if (chat) timeline.mark(MARK.newChatApp);
    if (known) timeline.mark(MARK.listedApp);
    if (this.read) timeline.write(facts);
  }

  transfer(w: Int32Array, e: number, hashA: number, facts: Float64Array): void {
    const timeline = this.timeline;
    this.#open(w[e + W.keys], w[e + W.keys + 1], hashA);
    const isNew = (w[e + W.bools] & E.TRANSFER_PAYEE_NEW) !== 0;
    const gold = has(w, e, E.TRANSFER_PAYEE_TYPE_SET, E.TRANSFER_PAYEE_TYPE_SHIFT, E.TRANSFER_PAYEE_GOLD);
    const crypto =
      has(w, e, E.TRANSFER_PAYEE_TYPE_SET, E.TRANSFER_PAYEE_TYPE_SHIFT, E.TRANSFER_PAYEE_CRYPTO) ||
      has(w, e, E.TRANSFER_CHANNEL_SET, E.TRANSFER_CHANNEL_SHIFT, E.TRANSFER_CHANNEL_CRYPTO);
    if (isNew) timeline.mark(MARK.newPayee);
    if (gold) timeline.mark(MARK.gold);
    if (crypto) timeline.mark(MARK.crypto);
    if (isNew || gold || crypto || listed(w, e, 1)) timeline.mark(MARK.worryingPayment);
    if (!has(w, e, E.TRANSFER_PAYEE_TYPE_SET, E.TRANSFER_PAYEE_TYPE_SHIFT, E.TRANSFER_PAYEE_OWN)) timeline.mark(MARK.moneyMoved);
    if (has(w, e, E.TRANSFER_CHANNEL_SET, E.TRANSFER_CHANNEL_SHIFT, E.TRANSFER_CHANNEL_CASH)) {
      const currency = (w[e + W.enums] >>> E.TRANSFER_CURRENCY_SHIFT) & 0xff;
      timeline.cash(currency);
    }
    if (this.read) timeline.write(facts);
  }

  /** A replaced card: whoever asks for it may not be the one whose number it is, so both are marked. */
  opening(w: Int32Array, e: number, hashA: number): void {
    if (((1 << ((w[e + W.enums] >>> E.OPENING_PRODUCT_SHIFT) & 31)) & E.OPENING_REPLACEMENT) === 0) return;
    const keys = e + W.keys;
    this.#open(w[keys], w[keys + 1], hashA);
    this.timeline.mark(MARK.simReplacement);
    if (w[keys + 3] === 0) return;
    this.#open(w[keys + 2], w[keys + 3], keyHash(w[keys + 2], w[keys + 3]));
    this.timeline.mark(MARK.simReplacement);
  }

  /** Keys that turn out to be one person's: what was known of each on its own moves to that person. */
  link(w: Int32Array, e: number): void {
    const keys = e + W.keys;
    const links = this.links;
    if ((w[e + W.bools] & E.LINK_ENDED) !== 0) {
      for (let k = 0; k < 6; k += 2) if (w[keys + k + 1] !== 0) links.end(w[keys + k], w[keys + k + 1], w[keys + 6], w[keys + 7]);
      return;
    }
    // The person: the one named; else whoever one of the keys already belongs to; else the first key stands for them.
    let lo = w[keys + 6];
    let hi = w[keys + 7];
    for (let k = 0; k < 6 && hi === 0; k += 2) {
      const keyLo = w[keys + k];
      const keyHi = w[keys + k + 1];
      if (keyHi !== 0 && links.personOf(keyLo, keyHi, keyHash(keyLo, keyHi))) {
        lo = links.lo;
        hi = links.hi;
      }
    }
    for (let k = 0; k < 6 && hi === 0; k += 2) {
      lo = w[keys + k]!;
      hi = w[keys + k + 1]!;
    }
    if (hi === 0) return;
    const hash = keyHash(lo, hi);
    const uses = has(w, e, E.LINK_RELATION_SET, E.LINK_RELATION_SHIFT, E.LINK_USES);
    for (let k = 0; k < 6; k += 2) {
      const keyLo = w[keys + k];
      const keyHi = w[keys + k + 1];
      if (keyHi === 0 || (keyLo === lo && keyHi === hi)) continue;
      if (links.join(keyLo, keyHi, lo, hi, uses)) this.timeline.merge(keyLo, keyHi, keyHash(keyLo, keyHi), lo, hi, hash);
    }
  }
}
