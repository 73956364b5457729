/**
 * What lists and models say of an event by itself, written into its record before it is judged: list hits, what kind of
 * numbers they are, the text's and the site's scores, the script's signature. Stateless but for a cache of hosts, so it
 * may run beside the screener. Because the answers stand in the record, a replay needs neither the text nor the lists.
 */
import { BRANDS } from "../domain/brand.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { hostParts, isIpHost, parseHostName, type HostName } from "../domain/host-name.ts";
import { numberFlags } from "../domain/number.ts";
import { isMalformed } from "../base/problem.ts";
import { numberOfKey } from "../domain/identifier.ts";
import { HOST_FLAG, INTEL_BITS, JUDGED, LANGUAGES, RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { categoryCode } from "../domain/scam-category.ts";
import type { IntelLists } from "../intel/lists.ts";
import { brandLookalike } from "../text/host-brand.ts";
import type { HostJudge } from "../text/host-model.ts";
import { newTextJudgement, type TextJudge } from "../text/judge.ts";
import { LEXICON_BITS } from "../text/lexicon.ts";
import { signature, SIGNATURE_WORDS } from "../text/script-cluster.ts";
import { firstLinkHost, isShortener } from "../text/link.ts";
import { SIGNATURE_REF } from "./screener.ts";

const CALL = EVENT_KINDS.indexOf("call");
const MESSAGE = EVENT_KINDS.indexOf("message");
const VISIT = EVENT_KINDS.indexOf("visit");
const APP = EVENT_KINDS.indexOf("app-install");
const TRANSFER = EVENT_KINDS.indexOf("transfer");
const TEXT_REF = 1;
const VISIT_HOST_REF = 3;
const BACKEND_REF = 6;
const D_SHIFT = 3 * INTEL_BITS;
/** Hosts remembered: a few popular ones make most visits. Direct-mapped, so the newest of a place wins. */
const CACHE_SLOTS = 1 << 15;
const DEEP_LABELS = 5;
export const SIGNATURE_BYTES = SIGNATURE_WORDS * 4;

export interface Judges {
  readonly lists: IntelLists;
  readonly text: TextJudge;
  readonly host: HostJudge;
}

/** Takes back what was said of an event, so that other lists and models can say it anew. */
export function clearAnnotations(batch: EventBatch, i: number): void {
  const base = i * RECORD_WORDS;
  batch.words.fill(0, base + W.intel, base + W.judged + 1);
  batch.words.fill(0, base + W.refs + SIGNATURE_REF * 2, base + W.refs + SIGNATURE_REF * 2 + 2);
}

export class Annotator {
  readonly #judges: Judges;
  readonly #judgement = newTextJudgement();
  readonly #signature = new Uint32Array(SIGNATURE_WORDS);
  readonly #signatureBytes = new Uint8Array(this.#signature.buffer);
  readonly #cachedLo = new Uint32Array(CACHE_SLOTS);
  readonly #cachedHi = new Uint32Array(CACHE_SLOTS);
  readonly #cachedScore = new Uint16Array(CACHE_SLOTS);
  readonly #cachedFlags = new Uint32Array(CACHE_SLOTS);

  constructor(judges: Judges) {
    this.#judges = judges;
  }

  /** Annotates events [from, to). Each message needs `SIGNATURE_BYTES` of free room behind the heap's end. */
  annotate(batch: EventBatch, from: number, to: number): void {
    this.#judges.lists.lookup(batch, from, to);
    const words = batch.words;
    for (let i = from; i < to; i++) {
      const base = i * RECORD_WORDS;
      const kind = words[base + W.kind];
      if (kind === CALL || kind === MESSAGE) {
        const a = numberOfKey(words[base + W.keys], words[base + W.keys + 1]);
        const b = numberOfKey(words[base + W.keys + 2], words[base + W.keys + 3]);
        words[base + W.numberFlags] = (a < 0 ? 0 : numberFlags(a)) | ((b < 0 ? 0 : numberFlags(b)) << 16);
        if (kind === MESSAGE && words[base + W.refs + TEXT_REF * 2 + 1] !== 0) this.#message(batch, i, base);
      } else if (kind === VISIT) {
        this.#site(batch, i, base, words[base + W.keys + 6], words[base + W.keys + 7]);
      } else if (kind === TRANSFER) {
        if (words[base + W.refs + TEXT_REF * 2 + 1] !== 0) this.#purpose(batch, base);
      } else if (kind === APP && words[base + W.refs + BACKEND_REF * 2 + 1] !== 0) {
        const host = parseHostName(batch.text(i, BACKEND_REF));
        if (!isMalformed(host)) this.#listedHost(batch, i, host);
      }
    }
  }

  #message(batch: EventBatch, i: number, base: number): void {
    const words = batch.words;
    const j = this.#judgement;
    const ref = base + W.refs + TEXT_REF * 2;
    const start = words[ref];
    const { text } = this.#judges;
    text.judgeUtf8(batch.heap, start, start + words[ref + 1], j);
    words[base + W.textFraudIllegal] = j.fraudPermille | (j.illegalPermille << 16);
    words[base + W.textMarketingCategory] = j.marketingPermille | (categoryCode(j.category) << 16) | (LANGUAGES.indexOf(j.language) << 24);
    words[base + W.lexicon] = j.lexicon;
    words[base + W.disguiseHost] = j.disguisePermille;
    words[base + W.judged] |= JUDGED.text | (j.truncated ? JUDGED.textTruncated : 0);
    signature(text.units, text.unitsLength, this.#signature);
    const at = batch.heapEnd;
    batch.heap.set(this.#signatureBytes, at);
    batch.heapEnd = at + SIGNATURE_BYTES;
    words[base + W.refs + SIGNATURE_REF * 2] = at;
    words[base + W.refs + SIGNATURE_REF * 2 + 1] = SIGNATURE_BYTES;
    if ((j.lexicon & LEXICON_BITS.urlPresent) === 0) return;
    const host = firstLinkHost(batch.text(i, TEXT_REF));
    if (host === null) return;
    const score = Math.round(this.#judges.host.judge(host));
    words[base + W.disguiseHost] |= score << 16;
    words[base + W.hostFlagsBrand] = siteFlags(host);
    words[base + W.judged] |= JUDGED.host;
    this.#listedHost(batch, i, host);
  }

  #listedHost(batch: EventBatch, i: number, host: HostName): void {
    const base = i * RECORD_WORDS;
    const found = this.#judges.lists.lookupHostText(host, batch.occurredAtMs(i));
    if (found.bits === 0) return;
    batch.words[base + W.intel] |= found.bits << D_SHIFT;
    batch.words[base + W.intelEntries + 3] = found.entry;
  }

  #purpose(batch: EventBatch, base: number): void {
    const ref = base + W.refs + TEXT_REF * 2;
    const start = batch.words[ref];
    batch.words[base + W.lexicon] = this.#judges.text.lexiconUtf8(batch.heap, start, start + batch.words[ref + 1]);
    batch.words[base + W.judged] |= JUDGED.text;
  }

  #site(batch: EventBatch, i: number, base: number, lo: number, hi: number): void {
    const slot = (lo ^ (hi << 3)) & (CACHE_SLOTS - 1);
    if (this.#cachedLo[slot] !== lo || this.#cachedHi[slot] !== hi) {
      const host = batch.text(i, VISIT_HOST_REF) as HostName;
      this.#cachedScore[slot] = Math.round(this.#judges.host.judge(host));
      this.#cachedFlags[slot] = siteFlags(host);
      this.#cachedLo[slot] = lo;
      this.#cachedHi[slot] = hi;
    }
    const words = batch.words;
    words[base + W.disguiseHost] |= this.#cachedScore[slot] << 16;
    words[base + W.hostFlagsBrand] = this.#cachedFlags[slot]!;
    words[base + W.judged] |= JUDGED.host;
  }
}

/** HOST_FLAG bits in the low half; number of the brand it looks like, plus one, in the high half. */
export function siteFlags(host: HostName): number {
  let flags = 0;
  if (isIpHost(host)) return HOST_FLAG.ip;
  if (host.includes("xn--")) flags |= HOST_FLAG.punycode;
  if (isShortener(host)) flags |= HOST_FLAG.shortener;
  if (host.split(".").length >= DEEP_LABELS) flags |= HOST_FLAG.deepSubdomain;
  if (hostParts(host).shared) flags |= HOST_FLAG.sharedHosting;
  const lookalike = brandLookalike(host);
  if (lookalike === null) return flags;
  return flags | HOST_FLAG.lookalike | ((BRANDS.indexOf(lookalike.brand) + 1) << 16);
}
