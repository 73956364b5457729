/** Events on their way into the program: gathered for some seconds, as networks and banks send them, each with an id of its own. */
import type { EventDraft } from "./life.ts";
import type { Machine } from "./machine.ts";
import type { Stage } from "./stage.ts";

const GATHERED_MS = 20_000;

export class Feed {
  readonly #stage: Stage;
  readonly #machine: Machine;
  readonly #prefix: string;
  #lines: string[] = [];
  #count = 0;

  constructor(stage: Stage, machine: Machine, prefix: string) {
    this.#stage = stage;
    this.#machine = machine;
    this.#prefix = prefix;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes an event that happens now; gives its id. */
  emit(draft: EventDraft): string {
    const id = `${this.#prefix}-${(++this.#count).toString(36)}`;
    if (this.#lines.length === 0) this.#stage.later(GATHERED_MS, () => this.#send());
    this.#lines.push(JSON.stringify({ id, occurredAt: new Date(this.#stage.nowMs()).toISOString(), ...draft }));
    return id;
  }

  async #send(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) await this.#machine.judge(lines);
  }
}
