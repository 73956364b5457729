/**
 * Asking for the same thing again and again while it changes: for changes never two at once, with a rest in between, and lists less
 * often the slower the server answers, by every page that watches. However many changes come, what was asked for last is younger than
 * the last of them, and an answer that a younger one overtook is not taken.
 */

/** Between two times that a list is asked for, however fast the answers come: a watched queue stays calm. */
const CALM_MS = 1_000;
/** However slow they are: a clock on the page must not run on something older. */
const CALM_MS_MAX = 10_000;
/** Of the time that passes, at most a quarter is spent on the answers to one list. */
const SHARE = 3;

/** Whether what is asked for may grow a little old: a list may; what somebody works on may not, or they act on something older. */
export interface Pace {
  readonly patient: boolean;
  readonly calmMs?: number;
}

export function restAfter(answerMs: number, { patient, calmMs = CALM_MS }: Pace): number {
  return patient ? Math.max(calmMs, Math.min(CALM_MS_MAX, answerMs * SHARE)) : calmMs;
}

export class Asking {
  readonly #ask: () => Promise<() => void>;
  readonly #pace: Pace;
  #asked = 0;
  #taken = 0;
  #busy = false;
  #wanted = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ask` gives what takes its answer, or its failure, where they belong, and rejects never. */
  constructor(ask: () => Promise<() => void>, pace: Pace) {
    this.#ask = ask;
    this.#pace = pace;
  }

  /** Something changed: now, or when the rest is over. */
  want(): void {
    this.#wanted = true;
    if (!this.#busy) void this.#go();
  }

  /** A person, or something that only happens now and then, wants it without a rest. */
  now(): void {
    clearTimeout(this.#timer);
    void this.#go();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #go(): Promise<void> {
    this.#busy = true;
    this.#wanted = false;
    const number = ++this.#asked;
    const fromMs = performance.now();
    const take = await this.#ask();
    if (this.#stopped) return;
    if (number > this.#taken) {
      this.#taken = number;
      take();
    }
    // Somebody wanted it at once meanwhile: that answer ends the asking.
    if (number < this.#asked) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#busy = false;
        if (this.#wanted) void this.#go();
      },
      restAfter(performance.now() - fromMs, this.#pace),
    );
  }
}
