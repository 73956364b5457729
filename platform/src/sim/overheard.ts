/**
 * Lets the sample's institutions and phones read what the program hands them, at the moment in which it does: the carriers
 * are the running program's own, and somebody listens. Each message is told once, and only what was taken; nothing is kept
 * but the last ids.
 */
import type { CarrierResult, Carriers } from "../matters/outbox.ts";
import type { InstitutionMessage } from "../ports/institution.ts";
import type { OutgoingMessage } from "../ports/messenger.ts";
import type { Received } from "./outside.ts";

type Said = Pick<Received, "id" | "channel" | "to" | "what" | "matter" | "fields">;

/** A message comes again within minutes or not at all. */
const IDS_MAX = 10_000;

export class Overheard {
  readonly #nowMs: () => number;
  #listener: (message: Received) => void = () => undefined;
  readonly #ids = new Set<string>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Gives how to stop listening. */
  listen(listener: (message: Received) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => undefined;
    };
  }

  readonly over = (carriers: Carriers): Carriers => ({
    institution: async (messages) => this.#tell(messages, await carriers.institution(messages), fromInstitution),
    messenger: async (messages) => this.#tell(messages, await carriers.messenger(messages), fromMessenger),
    lists: (changes) => carriers.lists(changes),
  });

  #tell<T>(items: readonly T[], results: readonly CarrierResult[], read: (item: T) => Said): readonly CarrierResult[] {
    items.forEach((item, i) => {
      const said = read(item);
      if ("refused" in results[i] || this.#ids.has(said.id)) return;
      this.#ids.add(said.id);
      const [oldest] = this.#ids;
      if (this.#ids.size > IDS_MAX && oldest !== undefined) this.#ids.delete(oldest);
      this.#listener({ ...said, atMs: this.#nowMs() });
    });
    return results;
  }
}

const fromInstitution = ({ id, to, what, matter, fields }: InstitutionMessage): Said => ({ id, channel: "institution", to, what, matter, fields });
const fromMessenger = ({ id, to, channel, text, sender }: OutgoingMessage): Said => ({ id, channel: "messenger", to, what: channel, matter: null, fields: { text, sender } });
