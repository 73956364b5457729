// The names that rules may use: each binding ties a dotted name to a type and to a slot in the array of facts. The
// caller supplies the environment; rules know no concrete feature. Absence is part of every binding: NaN means unknown.

export type ValueType = "bool" | "int" | "double" | "string";

/** A text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** One name that a rule may read. */
export interface Binding {
  /** Dotted identifier, e.g. `from.callsOut1h`. */
  readonly name: string;
  readonly type: ValueType;
  /**
   * Index into the facts. bool = 0/1, int and double = the value, enumerated string = index into `values`, free string =
   * any number for "present" (its text comes from {@link TextSource}); NaN = unknown.
   */
  readonly slot: number;
  /** Only for an enumerated string: every value it can have. */
  readonly values?: readonly string[];
  readonly zh: string;
  readonly en: string;
}

export interface Environment {
  readonly bindings: readonly Binding[];
  /** Length of the array of facts. */
  readonly slotsMax: number;
}

/** Supplies free texts when a rule asks for one. It may throw: the comparison that asked is then `failed`. */
export interface TextSource {
  text(slot: number): string;
}

/** For events without any free text; asking is a mistake and makes the asking rule `failed`. */
export const noTexts: TextSource = {
  text(slot: number): string {
    throw new RangeError(`no text for slot ${slot}`);
  },
};

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/**
 * Checks an environment once, at start, and gives its bindings by name.
 * @throws RangeError when a name is malformed or doubled, a slot is outside 0…slotsMax−1 or holds two types, or
 *   `values` do not fit.
 */
export function bindingsByName(env: Environment): ReadonlyMap<string, Binding> {
  const byName = new Map<string, Binding>();
  const typeOfSlot = new Map<number, ValueType>();
  for (const binding of env.bindings) {
    const at = `binding "${binding.name.slice(0, 80)}"`;
    if (!namePattern.test(binding.name)) throw new RangeError(`${at}: expected a dotted identifier`);
    if (byName.has(binding.name)) throw new RangeError(`${at}: is declared twice`);
    if (!Number.isInteger(binding.slot) || binding.slot < 0 || binding.slot >= env.slotsMax) {
      throw new RangeError(`${at}: slot ${binding.slot}, expected an integer from 0 to ${env.slotsMax - 1}`);
    }
    if (binding.values !== undefined) {
      if (binding.type !== "string") throw new RangeError(`${at}: only a string can have values`);
      if (binding.values.length === 0 || new Set(binding.values).size !== binding.values.length) {
        throw new RangeError(`${at}: values must be at least one, each once`);
      }
    }
    // Two names may share a slot, but a slot holds one kind of value.
    const other = typeOfSlot.get(binding.slot);
    if (other !== undefined && other !== binding.type) throw new RangeError(`${at}: slot ${binding.slot} already holds a ${other}`);
    typeOfSlot.set(binding.slot, binding.type);
    byName.set(binding.name, binding);
  }
  return byName;
}
