/**
 * Verdicts as JSON. Most say "nothing found": those are put together from bytes that are ready; only the rest go
 * through objects. The rules that explain a verdict may be older than those that judge now, so they are passed in.
 */
import { CURRENCIES } from "../domain/currency.ts";
import { EVENT_KINDS } from "../domain/event-fields.ts";
import { RECORD_WORDS, W, type EventBatch } from "../domain/record.ts";
import { ACTIONS, type Verdict, type VerdictHit, type VerdictListing, type Versions } from "../domain/verdict.ts";
import type { LoadedRule } from "../rules/loaded.ts";
import { PARTIES } from "./environment.ts";
import { hitJson } from "./hit-json.ts";
import { plainValues, reasonOf } from "./reason.ts";
import { V, VERDICT_FLAG, VERDICT_WORDS, type VerdictBatch, type VerdictDetails } from "./verdict-batch.ts";

const TRANSFER = EVENT_KINDS.indexOf("transfer");

export type RulesById = ReadonlyMap<string, LoadedRule>;

/** Explains the number of a list entry; null when it is not known any more. */
export type ExplainEntry = (entry: number) => Omit<VerdictListing, "party"> | null;

/** What lists said of the parties, in their order. */
export function listingsOf(batch: EventBatch, i: number, explain: ExplainEntry): readonly VerdictListing[] {
  const at = i * RECORD_WORDS + W.intelEntries;
  const out: VerdictListing[] = [];
  for (const [party, key] of PARTIES[batch.kind(i)]) {
    const entry = batch.words[at + key];
    const explained = entry === 0 ? null : explain(entry);
    if (explained !== null) out.push({ party, kind: explained.kind, because: explained.because });
  }
  return out;
}

/** One verdict as an object, for answers about single events and for the console. */
export function verdictOf(
  batch: EventBatch,
  verdicts: VerdictBatch,
  i: number,
  details: VerdictDetails | null,
  rules: RulesById,
  versions: Versions,
  explain: ExplainEntry,
): Verdict {
  const currency = currencyOf(batch, i);
  const hits = (details?.hits ?? []).map(([id, values]): VerdictHit => {
    const rule = rules.get(id);
    // A rule of a pack that is no longer here: named, without its words.
    if (rule === undefined) return unknownRule(id);
    return { rule: id, outcome: rule.rule.outcome, because: reasonOf(rule, values, { currency }), values: plainValues(rule, values), notIf: rule.rule.notIf };
  });
  return {
    eventId: batch.text(i, 0),
    action: verdicts.action(i),
    scorePermille: verdicts.scorePermille(i),
    category: verdicts.category(i),
    stage: verdicts.stage(i),
    hits,
    listed: listingsOf(batch, i, explain),
    unknown: details?.unknown ?? [],
    failed: details?.failed ?? [],
    lowered: details?.lowered ?? [],
    shadow: details?.shadow ?? [],
    degraded: (verdicts.flags(i) & VERDICT_FLAG.degraded) !== 0,
    versions,
    digest: verdicts.digest(i),
  };
}

function unknownRule(id: string): VerdictHit {
  return { rule: id, outcome: "unknown-rule", because: { zh: `规则 ${id}`, en: `Rule ${id}` }, values: {} };
}

/** Currency of a transfer's amounts; other events have none. */
function currencyOf(batch: EventBatch, i: number): string | null {
  const base = i * RECORD_WORDS;
  return batch.words[base + W.kind] === TRANSFER ? CURRENCIES[batch.words[base + W.enums] & 0xff] : null;
}

const encoder = new TextEncoder();
const HEX = encoder.encode("0123456789abcdef");

/** Explanations kept ready; lists with more different terms explain the rest anew each time. */
const LISTINGS_MAX = 10_000;

/** Writes verdicts as NDJSON into a buffer that grows as needed and is used again. */
export class VerdictWriter {
  readonly #rules: RulesById;
  readonly #explain: ExplainEntry;
  readonly #listings = new Map<string, string>();
  readonly #versionsJson: string;
  readonly #head = encoder.encode('{"eventId":"');
  /** What stands between id and digest of a verdict without findings, by action, kind and the list entry that named a party. */
  readonly #quiet = new Map<number, Uint8Array>();
  readonly #tail = encoder.encode('"}\n');
  #out = new Uint8Array(1 << 18);
  #end = 0;

  constructor(rules: RulesById, versions: Versions, explain: ExplainEntry) {
    this.#rules = rules;
    this.#explain = explain;
    this.#versionsJson = JSON.stringify(versions);
  }

  /** Bytes written since the last `take`. */
  get length(): number {
    return this.#end;
  }

  write(batch: EventBatch, verdicts: VerdictBatch, i: number): void {
    const row = i * VERDICT_WORDS;
    const outcome = verdicts.words[row];
    const plain = verdicts.details[i] === null && outcome >>> 16 === 0 && verdicts.words[row + V.scoreFlags] === 0;
    const middle = plain ? this.#middle(batch, i, outcome & 0xff) : null;
    if (middle === null || !this.#writeQuiet(batch, verdicts, i, middle)) this.#writeWhole(batch, verdicts, i);
  }

  /** Ready bytes for a verdict without findings; null when two parties are listed, which is rare. */
  #middle(batch: EventBatch, i: number, action: number): Uint8Array | null {
    const words = batch.words;
    const at = i * RECORD_WORDS + W.intelEntries;
    let listed = 0;
    for (let key = 0; key < 4; key++) {
      if (words[at + key] === 0) continue;
      if (listed !== 0) return null;
      listed = words[at + key] * 4 + key;
    }
    const name = (listed * EVENT_KINDS.length + words[i * RECORD_WORDS + W.kind]) * ACTIONS.length + action;
    let middle = this.#quiet.get(name);
    if (middle === undefined) {
      middle = encoder.encode(
        `","action":"${ACTIONS[action]}","scorePermille":0,"category":null,"stage":null,"hits":[],"listed":[${this.#listed(batch, i)}],` +
          `"unknown":[],"failed":[],"lowered":[],"shadow":[],"degraded":false,"versions":${this.#versionsJson},"digest":"`,
      );
      if (this.#quiet.size < LISTINGS_MAX) this.#quiet.set(name, middle);
    }
    return middle;
  }

  #writeQuiet(batch: EventBatch, verdicts: VerdictBatch, i: number, middle: Uint8Array): boolean {
    const base = i * RECORD_WORDS;
    const idStart = batch.words[base + W.refs];
    const idEnd = idStart + batch.words[base + W.refs + 1];
    this.#reserve(1024 + middle.length);
    const out = this.#out;
    const heap = batch.heap;
    let at = this.#end;
    const head = this.#head;
    for (let k = 0; k < head.length; k++) out[at++] = head[k]!;
    for (let p = idStart; p < idEnd; p++) {
      const c = heap[p];
      // Not plain ASCII: a sender's bytes may not be UTF-8, and our answers are.
      if (c < 32 || c === 34 || c === 92 || c > 126) return false;
      out[at++] = c;
    }
    out.set(middle, at);
    at += middle.length;
    const hi = verdicts.words[i * VERDICT_WORDS + V.digestHi];
    const lo = verdicts.words[i * VERDICT_WORDS + V.digestLo];
    for (let shift = 28; shift >= 0; shift -= 4) out[at++] = HEX[(hi >>> shift) & 15]!;
    for (let shift = 28; shift >= 0; shift -= 4) out[at++] = HEX[(lo >>> shift) & 15]!;
    const tail = this.#tail;
    for (let k = 0; k < tail.length; k++) out[at++] = tail[k]!;
    this.#end = at;
    return true;
  }

  #writeWhole(batch: EventBatch, verdicts: VerdictBatch, i: number): void {
    const details = verdicts.details[i]!;
    const context = { currency: currencyOf(batch, i) };
    let hits = "";
    for (const [id, values] of details?.hits ?? []) {
      const rule = this.#rules.get(id);
      hits += `${hits === "" ? "" : ","}${rule === undefined ? JSON.stringify(unknownRule(id)) : hitJson(rule, values, context)}`;
    }
    const category = verdicts.category(i);
    const stage = verdicts.stage(i);
    const ids = (list: readonly string[] | undefined): string => (list === undefined || list.length === 0 ? "[]" : JSON.stringify(list));
    const text =
      `{"eventId":${JSON.stringify(batch.text(i, 0))},"action":"${verdicts.action(i)}","scorePermille":${verdicts.scorePermille(i)},"category":${category === null ? "null" : `"${category}"`},` +
      `"stage":${stage === null ? "null" : `"${stage}"`},"hits":[${hits}],"listed":[${this.#listed(batch, i)}],"unknown":${ids(details?.unknown)},"failed":${ids(details?.failed)},"lowered":${ids(details?.lowered)},` +
      `"shadow":${ids(details?.shadow)},"degraded":${(verdicts.flags(i) & VERDICT_FLAG.degraded) !== 0},"versions":${this.#versionsJson},"digest":"${verdicts.digest(i)}"}\n`;
    this.#reserve(text.length * 3);
    this.#end += encoder.encodeInto(text, this.#out.subarray(this.#end)).written;
  }

  /** Entries are few and come again and again: each is put into words once. */
  #listed(batch: EventBatch, i: number): string {
    const at = i * RECORD_WORDS + W.intelEntries;
    let out = "";
    for (const [party, key] of PARTIES[batch.kind(i)]) {
      const entry = batch.words[at + key];
      if (entry === 0) continue;
      const name = `${party}${entry}`;
      let json = this.#listings.get(name);
      if (json === undefined) {
        const explained = this.#explain(entry);
        json = explained === null ? "" : JSON.stringify({ party, kind: explained.kind, because: explained.because });
        if (this.#listings.size < LISTINGS_MAX) this.#listings.set(name, json);
      }
      if (json !== "") out += `${out === "" ? "" : ","}${json}`;
    }
    return out;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#out.length) return;
    const bigger = new Uint8Array(Math.max(this.#out.length * 2, this.#end + bytes));
    bigger.set(this.#out.subarray(0, this.#end));
    this.#out = bigger;
  }

  /** What was written, valid until the next write; the buffer counts as empty afterwards. */
  view(): Uint8Array {
    const bytes = this.#out.subarray(0, this.#end);
    this.#end = 0;
    return bytes;
  }

  /** A copy of what was written; the buffer is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.#out.slice(0, this.#end);
    this.#end = 0;
    return bytes;
  }
}
