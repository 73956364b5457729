/**
 * Whoever takes what the program hands over: institutions, the message carrier, the lists of screening. They answer late,
 * are away, lose their own answer or refuse, as the weather of the run has it, and know a message by its id. What they
 * received is kept as it came: auditors read it, and parties of the town act on it.
 */
import type { CarrierResult, Carriers, ListChange } from "../matters/outbox.ts";
import type { InstitutionMessage } from "../ports/institution.ts";
import type { OutgoingMessage } from "../ports/messenger.ts";

export type Channel = "institution" | "messenger" | "lists";

export interface Received {
  readonly id: string;
  readonly channel: Channel;
  /** Organisation, number or list. */
  readonly to: string;
  readonly what: string;
  readonly matter: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  /** When it came first, by the town's own time. */
  readonly atMs: number;
}

/** `lost`: it was taken and the answer did not come back. */
export type Weather = (channel: Channel, to: string, atMs: number, what: string) => "fine" | "away" | "lost" | "refused";

export class Outside {
  readonly #first = new Map<string, Received>();
  readonly #contents = new Map<string, string>();
  readonly #clashes: string[] = [];
  readonly #refused = new Set<string>();
  readonly #listeners: ((message: Received) => void)[] = [];
  readonly #nowMs: () => number;
  readonly #machineMs: () => number;
  #again = 0;
  weather: Weather = () => "fine";

  /** `machineMs` is the clock by which a carrier's receipts are written, the machine's. */
  constructor(nowMs: () => number, machineMs: () => number) {
    this.#nowMs = nowMs;
    this.#machineMs = machineMs;
  }

  /** Everything that came, once each, in the order in which it came. */
  get received(): readonly Received[] {
    return [...this.#first.values()];
  }

  /** Ids that came again with other contents. */
  get clashes(): readonly string[] {
    return this.#clashes;
  }

  /** Ids that a carrier refused for good. */
  get refusedForGood(): ReadonlySet<string> {
    return this.#refused;
  }

  /** How often something came again under its id, which counts once. */
  get again(): number {
    return this.#again;
  }

  onReceived(listener: (message: Received) => void): void {
    this.#listeners.push(listener);
  }

  readonly carriers: Carriers = {
    institution: (messages) => this.#takeAll("institution", messages, (one: InstitutionMessage) => ({ to: one.to, what: one.what, matter: one.matter, fields: one.fields })),
    messenger: (messages) =>
      this.#takeAll("messenger", messages, (one: OutgoingMessage) => ({ to: one.to, what: one.channel, matter: null, fields: { text: one.text, sender: one.sender } })),
    lists: (changes) => this.#takeAll("lists", changes, (one: ListChange) => ({ to: one.list, what: "list-change", matter: null, fields: one.fields })),
  };

  #takeAll<T extends { readonly id: string }>(
    channel: Channel,
    items: readonly T[],
    read: (item: T) => Pick<Received, "to" | "what" | "matter" | "fields">,
  ): Promise<readonly CarrierResult[]> {
    return Promise.resolve(items.map((item) => this.#take(channel, item.id, read(item))));
  }

  #take(channel: Channel, id: string, read: Pick<Received, "to" | "what" | "matter" | "fields">): CarrierResult {
    const atMs = this.#nowMs();
    const weather = this.weather(channel, read.to, atMs, read.what);
    if (weather === "away") return { refused: "not there", retry: true };
    if (weather === "refused" && !this.#first.has(id)) {
      this.#refused.add(id);
      return { refused: "not taken", retry: false };
    }
    const contents = JSON.stringify(read);
    if (this.#first.has(id)) {
      this.#again++;
      if (this.#contents.get(id) !== contents) this.#clashes.push(id);
    } else {
      const message: Received = { id, channel, atMs, ...read };
      this.#first.set(id, message);
      this.#contents.set(id, contents);
      for (const listener of this.#listeners) listener(message);
    }
    if (weather === "lost") return { refused: "no answer came", retry: true };
    return { reference: `rcv-${id}`, acceptedAtMs: this.#machineMs() };
  }
}
