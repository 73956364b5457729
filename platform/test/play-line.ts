/**
 * How one line of a play is taken apart: after the verb come clauses, each a keyword and what belongs to it, in any order.
 * A word that the verb does not take, and one that is missing, are said with what was expected.
 */
import type { Stage } from "./play-words.ts";

/** A line that cannot be played, or that did not come out as it says. */
export class PlayError extends Error {
  override name = "PlayError";
}

export interface Verb {
  /** Keywords with what follows them, for people: `lost: "50 000.00 CNY"`. "" is what stands first. */
  readonly takes: Readonly<Record<string, string>>;
  /** Without these it says nothing. */
  readonly needs?: readonly string[];
  readonly run: (stage: Stage, said: Said) => Promise<unknown>;
}

/** What a line says after its verb. */
export class Said {
  readonly #clauses: ReadonlyMap<string, readonly string[]>;

  constructor(clauses: ReadonlyMap<string, readonly string[]>) {
    this.#clauses = clauses;
  }

  has(keyword: string): boolean {
    return this.#clauses.has(keyword);
  }

  /** What was said after a keyword; `fallback` where it was not said. */
  text(keyword: string, fallback = ""): string {
    return this.#clauses.get(keyword)?.[0] ?? fallback;
  }

  /** Every time it was said. */
  all(keyword: string): readonly string[] {
    return this.#clauses.get(keyword) ?? [];
  }
}

export function splitWords(name: string, verb: Verb, rest: string): Said {
  const clauses = new Map<string, string[]>();
  let keyword = "";
  let value: string[] = [];
  const put = (): void => {
    if (value.length === 0 && keyword === "") return;
    clauses.set(keyword, [...(clauses.get(keyword) ?? []), value.join(" ")]);
  };
  for (const word of rest.split(/\s+/).filter((one) => one !== "")) {
    // A text or an input runs to the end of the line, whatever words it has.
    if (keyword !== "says" && keyword !== "with" && Object.hasOwn(verb.takes, word)) {
      put();
      [keyword, value] = [word, []];
    } else value.push(word);
  }
  put();
  if (clauses.has("") && !Object.hasOwn(verb.takes, "")) throw unknown(name, verb, clauses.get("")?.[0] ?? "");
  const missing = (verb.needs ?? []).find((one) => !clauses.has(one));
  if (missing !== undefined) throw new PlayError(`${name} does not say ${missing === "" ? "what about" : `"${missing}"`}\n  expected: ${form(name, verb)}`);
  return new Said(clauses);
}

function unknown(name: string, verb: Verb, word: string): PlayError {
  return new PlayError(`${name} does not know "${word}"\n  expected: ${form(name, verb)}`);
}

function form(name: string, verb: Verb): string {
  return [name, ...Object.entries(verb.takes).map(([keyword, what]) => `${keyword} ${what}`.trim())].join("  ");
}
