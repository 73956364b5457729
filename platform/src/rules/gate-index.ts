// An index over many rules: every comparison "field op constant" that a rule needs is a gate. Per field the constants
// are sorted, and each interval between them has a bit set of the rules whose gates on that field let its values pass.
// One event costs one search and one AND of bit sets per field, instead of every comparison of every rule. The result
// never misses a rule that is not a miss; it may hold more (rules with other parts), which settle decides.

import type { Condition } from "./condition.ts";
import { fallible } from "./emit.ts";
import type { Entry } from "./segment.ts";

/** Where a value stands against a constant: −1 below, 0 equal, 1 above. */
type Standing = (constant: number) => -1 | 0 | 1;

interface Gate {
  readonly slot: number;
  readonly cuts: readonly number[];
  readonly passes: (standing: Standing) => boolean;
  readonly passesAbsent: boolean;
}

/** Narrows `bits` (one bit per rule, set on return when the rule may be more than a miss). */
export interface GateIndex {
  readonly fields: number;
  readonly bytes: number;
  /** Per rule: the bits alone prove that it is not a miss. */
  readonly exact: readonly boolean[];
  select(facts: Float64Array, bits: Int32Array): void;
}

// 16 MB: about 4,000 rules over 40 fields. A field beyond the budget is left to settle.
const bytesMax = 16 * 1024 * 1024;

function gateOf(node: Condition, form: "maybe" | "definite"): Gate | undefined {
  const passesAbsent = form === "maybe";
  switch (node.kind) {
    case "flag":
      return {
        slot: node.slot,
        cuts: [0, 1],
        passes: form === "maybe" ? (at) => at(0) !== 0 : (at) => at(1) === 0,
        passesAbsent,
      };
    case "compare": {
      const { left, right } = node;
      if (left.kind === "fact" && right.kind === "number") return compareGate(left.slot, node.op, right.value, passesAbsent);
      if (left.kind === "number" && right.kind === "fact") return compareGate(right.slot, mirrored[node.op], left.value, passesAbsent);
      return undefined;
    }
    case "one-of": {
      if (node.item.kind !== "fact") return undefined;
      const { list } = node;
      return { slot: node.item.slot, cuts: list, passes: (at) => list.some((c) => at(c) === 0), passesAbsent };
    }
    case "not": {
      const inner = gateOf(node.of, form === "maybe" ? "definite" : "maybe");
      return inner && { ...inner, passes: (at) => !inner.passes(at), passesAbsent };
    }
    default:
      return undefined;
  }
}

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function compareGate(slot: number, op: keyof typeof mirrored, constant: number, passesAbsent: boolean): Gate {
  const passes = (at: Standing): boolean => {
    const standing = at(constant);
    switch (op) {
      case "==":
        return standing === 0;
      case "!=":
        return standing !== 0;
      case "<":
        return standing < 0;
      case "<=":
        return standing <= 0;
      case ">":
        return standing > 0;
      case ">=":
        return standing >= 0;
    }
  };
  return { slot, cuts: [constant], passes, passesAbsent };
}

/** Parts that must all hold. */
function conjuncts(node: Condition): readonly Condition[] {
  return node.kind === "and" ? node.of.flatMap(conjuncts) : [node];
}

function gatesOf(entry: Entry): { readonly gates: readonly Gate[]; readonly exact: boolean } {
  const gates: Gate[] = [];
  let exact = true;
  const collect = (node: Condition, form: "maybe" | "definite"): void => {
    for (const part of conjuncts(node)) {
      const gate = gateOf(part, form);
      if (gate === undefined) exact = false;
      else gates.push(gate);
    }
  };
  // A guard that can fail must reach settle, whatever the rest says.
  if (entry.when !== undefined && fallible(entry.when.condition)) return { gates: [], exact: false };
  if (entry.when !== undefined) collect(entry.when.condition, "definite");
  collect(entry.condition.condition, "maybe");
  return { gates, exact };
}

interface Field {
  readonly slot: number;
  readonly cuts: readonly number[];
  readonly members: readonly { readonly rule: number; readonly gate: Gate }[];
}

function fieldsOf(perRule: readonly (readonly Gate[])[]): readonly Field[] {
  const bySlot = new Map<number, { cuts: Set<number>; members: { rule: number; gate: Gate }[] }>();
  perRule.forEach((gates, rule) => {
    for (const gate of gates) {
      const field = bySlot.get(gate.slot) ?? { cuts: new Set(), members: [] };
      bySlot.set(gate.slot, field);
      // + 0 makes minus zero plain: both are the same value.
      for (const cut of gate.cuts) field.cuts.add(cut + 0);
      field.members.push({ rule, gate });
    }
  });
  return [...bySlot].map(([slot, { cuts, members }]) => ({ slot, cuts: [...cuts].sort((a, b) => a - b), members }));
}

/** Rows of a field: below the first cut, equal to it, between it and the next, … above the last, and absent. */
function fillRows(field: Field, rows: Int32Array, start: number, words: number): void {
  const rowCount = 2 * field.cuts.length + 2;
  rows.fill(-1, start, start + rowCount * words);
  for (const { rule, gate } of field.members) {
    const positions = new Map(field.cuts.map((cut, i) => [cut, 2 * i + 1]));
    for (let row = 0; row < rowCount; row++) {
      const standing: Standing = (constant) => Math.sign(row - positions.get(constant + 0)!) as -1 | 0 | 1;
      const passes = row === rowCount - 1 ? gate.passesAbsent : gate.passes(standing);
      if (!passes) rows[start + row * words + (rule >> 5)] &= ~(1 << (rule & 31));
    }
  }
}

/** Builds the index; rules keep their places. */
export function buildGateIndex(entries: readonly Entry[]): GateIndex {
  const words = (entries.length + 31) >> 5;
  const perRule = entries.map(gatesOf);
  // Most used fields first: they narrow most per byte, should the budget end.
  const wanted = [...fieldsOf(perRule.map((r) => r.gates))].sort((a, b) => b.members.length - a.members.length || a.slot - b.slot);
  const exact = perRule.map((r) => r.exact);
  const fields: Field[] = [];
  let cells = 0;
  for (const field of wanted) {
    const more = (2 * field.cuts.length + 2) * words;
    if ((cells + more) * 4 > bytesMax) {
      for (const { rule } of field.members) exact[rule] = false;
      continue;
    }
    fields.push(field);
    cells += more;
  }
  const rows = new Int32Array(cells);
  const cuts = new Float64Array(fields.reduce((sum, f) => sum + f.cuts.length, 0));
  const slots = new Int32Array(fields.length);
  const cutStart = new Int32Array(fields.length + 1);
  const rowStart = new Int32Array(fields.length);
  let cell = 0;
  fields.forEach((field, i) => {
    slots[i] = field.slot;
    rowStart[i] = cell;
    cuts.set(field.cuts, cutStart[i]);
    cutStart[i + 1] = cutStart[i] + field.cuts.length;
    fillRows(field, rows, cell, words);
    cell += (2 * field.cuts.length + 2) * words;
  });
  const all = new Int32Array(words).fill(-1);
  if ((entries.length & 31) !== 0 && words > 0) all[words - 1] = (1 << (entries.length & 31)) - 1;
  const fieldCount = fields.length;
  const offsets = new Int32Array(fieldCount);

  const select = (facts: Float64Array, bits: Int32Array): void => {
    for (let k = 0; k < fieldCount; k++) {
      const value = facts[slots[k]];
      const from = cutStart[k];
      const count = cutStart[k + 1] - from;
      let row = 2 * count + 1;
      if (value === value) {
        // Branch-free binary search for the number of cuts below the value: a wrong guess costs more than the step.
        let low = 0;
        let size = count;
        while (size > 0) {
          const half = (size + 1) >> 1;
          low += +(cuts[from + low + half - 1] < value) * half;
          size -= half;
        }
        row = 2 * low + (low < count && cuts[from + low] === value ? 1 : 0);
      }
      offsets[k] = rowStart[k] + row * words;
    }
    for (let w = 0; w < words; w++) {
      let word = all[w];
      for (let k = 0; k < fieldCount; k++) word &= rows[offsets[k] + w];
      bits[w] = word;
    }
  };
  return { fields: fieldCount, bytes: rows.byteLength + cuts.byteLength, exact, select };
}

