/**
 * Where each feature's value goes. A row kind lists its features once; binding gives each a slot in the caller's facts,
 * or -1 where no rule asks, so that unasked values are never worked out.
 */
export class Slots {
  readonly names: readonly string[];
  readonly of: Int32Array;
  /** Whether any of the names is bound. */
  any = false;

  constructor(names: readonly string[]) {
    this.names = names;
    this.of = new Int32Array(names.length).fill(-1);
  }

  bind(slots: ReadonlyMap<string, number>): void {
    this.any = false;
    this.names.forEach((name, i) => {
      const slot = slots.get(name) ?? -1;
      this.of[i] = slot;
      if (slot >= 0) this.any = true;
    });
  }
}
