/**
 * From the log to those who warn: which judged events concern somebody who may be at risk, who that is, and what was found.
 * A party's own conduct is no reason to warn them: signs about a paying account (how lent accounts move money) are not about
 * a victim. It reads frames as the log keeps them and asks the live state only who is one person.
 */
import type { EventBatch } from "../domain/record.ts";
import { RECORD_WORDS, W } from "../domain/record.ts";
import { readEvent, type EventJson } from "../domain/read-event.ts";
import type { OtherSide, Signal, SignalHit, SignalMoney, SignalParty } from "../domain/signal.ts";
import type { Action, Verdict } from "../domain/verdict.ts";
import type { Links } from "../features/links.ts";
import { keyHash } from "../features/row-table.ts";
import { readDetails, type Frame } from "../screen/frame.ts";
import { verdictOf, type ExplainEntry, type RulesById } from "../screen/render.ts";
import { VERDICT_FLAG, type VerdictDetails } from "../screen/verdict-batch.ts";

/** Answers that tell somebody: the others concern nobody. */
const TELLING: ReadonlySet<Action> = new Set(["warn", "hold", "block"]);
/** A payment that the bank reported so lately may still be stopped. */
const LIVE_MS = 30 * 60_000;

interface Account {
  readonly institution: string;
  readonly account: string;
}

export interface SignalParts {
  readonly links: Links;
  readonly rulesOf: (version: string) => RulesById;
  readonly explain: ExplainEntry;
  /** Where the details lie when the verdicts are not those of the frame; in its heap when absent. */
  readonly detailsOf?: (i: number) => VerdictDetails | null;
}

/** Signals of one frame, in the order of its events. `nowMs` says what is still live. */
export function signalsOf(frame: Frame, parts: SignalParts, nowMs: number): readonly Signal[] {
  const { batch, verdicts, versions } = frame;
  const signals: Signal[] = [];
  for (let i = 0; i < batch.count; i++) {
    if (!TELLING.has(verdicts.action(i))) continue;
    const details = parts.detailsOf === undefined ? readDetails(frame, i) : parts.detailsOf(i);
    const rules = parts.rulesOf(versions.rules);
    const verdict = verdictOf(batch, verdicts, i, details, rules, versions, parts.explain);
    const event = readEvent(batch, i);
    const sides = sidesOf(batch, i, event, verdict);
    if (sides === null) continue;
    const hits = verdict.hits.map((hit): SignalHit => ({
      rule: hit.rule,
      outcome: hit.outcome,
      family: rules.get(hit.rule)?.rule.family ?? "report",
      because: hit.because,
      values: hit.values,
    }));
    // How an account is used says something of its holder, not of somebody at risk.
    if (event.kind === "transfer" && hits.length > 0 && hits.every((hit) => hit.family === "account")) continue;
    const flags = verdicts.flags(i);
    signals.push({
      event: verdict.eventId,
      kind: batch.kind(i),
      occurredAtMs: batch.occurredAtMs(i),
      action: verdict.action,
      scorePermille: verdict.scorePermille,
      category: verdict.category,
      stage: verdict.stage,
      hits: [...hits, ...listedHits(verdict)],
      families: (flags & VERDICT_FLAG.families) !== 0,
      urgent: (flags & VERDICT_FLAG.urgent) !== 0,
      victim: sides.victim,
      person: personOf(batch, i, sides.key, parts.links),
      number: null,
      other: sides.other,
      money: moneyOf(event, batch.occurredAtMs(i), nowMs),
      division: null,
    });
  }
  return signals;
}

/** A list that names the other side is a ground as good as a rule. */
function listedHits(verdict: Verdict): readonly SignalHit[] {
  return verdict.listed
    .filter((one) => one.kind === "block" || one.kind === "flag")
    .map((one) => ({ rule: `list:${one.kind}`, outcome: `listed-${one.kind}`, family: LIST_FAMILY[one.party] ?? "web", because: one.because, values: {} }));
}

const LIST_FAMILY: Readonly<Record<string, SignalHit["family"]>> = {
  from: "call",
  to: "call",
  site: "web",
  app: "app",
  device: "account",
  subject: "account",
  opened: "account",
  contact: "account",
};

interface Sides {
  readonly victim: SignalParty;
  readonly other: OtherSide | null;
  /** Which of the record's keys is the victim's. */
  readonly key: 0 | 1;
}

function sidesOf(batch: EventBatch, i: number, event: EventJson, verdict: Verdict): Sides | null {
  switch (batch.kind(i)) {
    case "call": {
      // Somebody who calls a listed number is the one to warn, not who is called.
      const called = verdict.listed.some((one) => one.party === "to" && (one.kind === "block" || one.kind === "flag"));
      return called
        ? { victim: numberParty(event["from"]), other: numberSide(event["to"]), key: 0 }
        : { victim: numberParty(event["to"]), other: numberSide(event["from"]), key: 1 };
    }
    case "message":
      return { victim: numberParty(event["to"]), other: numberSide(event["from"]), key: 1 };
    case "visit":
      return { victim: subjectParty(event["subject"]), other: siteOf(event), key: 0 };
    case "app-install":
      return { victim: subjectParty(event["subject"]), other: typeof event["package"] === "string" ? { type: "app", text: event["package"] } : null, key: 0 };
    case "transfer":
      return { victim: { type: "account", text: accountText(event["from"]) }, other: { type: "account", text: accountText(event["to"]) }, key: 0 };
    case "opening":
    case "link":
      return null;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const numberParty = (value: unknown): SignalParty => ({ type: "number", text: textOf(value) });
const numberSide = (value: unknown): OtherSide => ({ type: textOf(value).startsWith("+") ? "number" : "handle", text: textOf(value) });
const subjectParty = (value: unknown): SignalParty => ({ type: textOf(value).startsWith("+") ? "number" : "person", text: textOf(value) });

function siteOf(event: EventJson): OtherSide | null {
  const host = textOf(event["host"]);
  if (host !== "") return { type: "site", text: host };
  const url = textOf(event["url"]);
  return url === "" ? null : { type: "site", text: url.replace(/^[a-z]+:\/\//i, "").replace(/[/?#].*$/, "") };
}

function accountText(value: unknown): string {
  const { institution, account } = value as Account;
  return `${institution}:${account}`;
}

/** The person that links join the victim's key to; null when they know none. */
function personOf(batch: EventBatch, i: number, key: 0 | 1, links: Links): string | null {
  const at = i * RECORD_WORDS + W.keys + key * 2;
  const lo = batch.words[at] | 0;
  const hi = batch.words[at + 1] | 0;
  if (!links.personOf(lo, hi, keyHash(lo, hi))) return null;
  return `p-${(links.hi >>> 0).toString(16).padStart(8, "0")}${(links.lo >>> 0).toString(16).padStart(8, "0")}`;
}

function moneyOf(event: EventJson, occurredAtMs: number, nowMs: number): SignalMoney | null {
  if (event.kind !== "transfer") return null;
  return {
    live: nowMs - occurredAtMs < LIVE_MS,
    from: accountText(event["from"]),
    to: accountText(event["to"]),
    amountMinor: textOf(event["amountMinor"]),
    currency: textOf(event["currency"]),
  };
}
