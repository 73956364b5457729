/**
 * A value about a person that must not slip into a log, a message or a page: it prints as `[sensitive]` wherever it is
 * turned into text, and every opening names its purpose in the code that opens it.
 */
export class Sensitive<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. `purpose` says in the calling code why it is opened; recording that is the caller's duty. */
  open(purpose: string): T {
    if (purpose === "") throw new Error("bug: a sensitive value is opened for a named purpose");
    return this.#value;
  }

  toString(): string {
    return "[sensitive]";
  }

  toJSON(): string {
    return "[sensitive]";
  }

  get [Symbol.toStringTag](): string {
    return "sensitive";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[sensitive]";
  }
}
