/**
 * The last verdicts for people who watch: a bounded ring and bounded subscribers. Under load only a share is shown, the
 * interesting ones first, and how many were not shown is said. Identifiers are masked here: watching is not a purpose.
 */
import { maskAccount } from "../domain/account.ts";
import { EVENT_FIELDS } from "../domain/event-fields.ts";
import { maskNumber } from "../domain/number.ts";
import { readEvent, type EventJson } from "../domain/read-event.ts";
import type { EventBatch } from "../domain/record.ts";
import type { Verdict } from "../domain/verdict.ts";
import { LIMITS } from "./limits.ts";

export interface LiveItem {
  /** Grows by one; a watcher that comes back names the last it saw. */
  readonly number: number;
  readonly receivedAtMs: number;
  readonly event: EventJson;
  readonly verdict: Verdict;
  /** True when the event is of the built-in sample traffic. */
  readonly sample: boolean;
}

type Watcher = (item: LiveItem) => void;

/** Characters of a text that are shown. */
const TEXT_SHOWN_MAX = 500;
/** Seven digits and more, also with gaps: a telephone number, a card, a code of a parcel. */
const DIGIT_RUN = /\d(?:[ -]?\d){6,}/g;

/** Numbers and accounts that somebody wrote into a text or an address, masked; long texts cut short. */
function maskText(text: string): string {
  const masked = text.replace(DIGIT_RUN, (run) => `${run.slice(0, 3)}****${run.slice(-2)}`);
  return masked.length <= TEXT_SHOWN_MAX ? masked : `${masked.slice(0, TEXT_SHOWN_MAX)}…`;
}

/** An event with every identifier masked and texts cut short. Hosts and sender names stay: they are what was judged. */
export function maskEvent(batch: EventBatch, i: number): EventJson {
  const event: Record<string, unknown> = { ...readEvent(batch, i) };
  for (const field of EVENT_FIELDS[batch.kind(i)]) {
    const value = event[field.name];
    if (typeof value === "string" && (field.type === "text" || field.type === "url")) event[field.name] = maskText(value);
    if (field.type === "text" && typeof value === "string" && value.length > LIMITS.liveTextCharactersMax) event[field.name] = `${value.slice(0, LIMITS.liveTextCharactersMax)}…`;
    if (value === undefined || field.type !== "identifier") continue;
    if (field.identifier === "account") {
      const { institution, account } = value as { institution: string; account: string };
      event[field.name] = { institution, account: maskAccount(account) };
    } else if (typeof value === "string" && value.startsWith("+")) event[field.name] = maskNumber(value);
    else if (field.identifier !== "host" && field.identifier !== "number-or-sender" && field.identifier !== "certificate")
      event[field.name] = typeof value === "string" ? maskAccount(value) : "***";
  }
  return event as EventJson;
}

export class LiveFeed {
  readonly #ring: LiveItem[] = [];
  readonly #watchers = new Set<Watcher>();
  #number = 0;
  #second = 0;
  #shown = 0;
  #shownQuiet = 0;
  notShown = 0;

  /** Whether an event received now may be shown; asked before the costly part is done. */
  wants(nowMs: number, quiet: boolean): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#shown = 0;
      this.#shownQuiet = 0;
    }
    // Half the places are kept for verdicts that say something.
    if (this.#shown >= LIMITS.livePerSecondMax || (quiet && this.#shownQuiet >= LIMITS.livePerSecondMax / 2)) {
      this.notShown++;
      return false;
    }
    this.#shown++;
    if (quiet) this.#shownQuiet++;
    return true;
  }

  publish(item: Omit<LiveItem, "number">): void {
    const numbered = { ...item, number: ++this.#number };
    this.#ring.push(numbered);
    if (this.#ring.length > LIMITS.recentVerdictsMax) this.#ring.shift();
    for (const watcher of this.#watchers) watcher(numbered);
  }

  /** Newest last; only those after `after`, or all when that number is not ours (the server started anew). */
  recent(after = 0): readonly LiveItem[] {
    if (after > this.#number) return [...this.#ring];
    return this.#ring.filter((item) => item.number > after);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** Returns what ends the watching, or null when there is no room for another. */
  watch(watcher: Watcher): (() => void) | null {
    if (this.#watchers.size >= LIMITS.liveWatchersMax) return null;
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
