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
  /** A bool field: whatever is neither 0 nor 1 counts as absent. */
  readonly isFlag: boolean;
  readonly cuts: readonly number[];
  readonly passes: (standing: Standing) => boolean;
  readonly passesAbsent: boolean;
  /** Presence itself was asked, so that absence leaves nothing unknown. */
  readonly isPresence: boolean;
}

/** Which rules may be more than a miss. */
export interface GateIndex {
  readonly fields: number;
  readonly bytes: number;
  /** Per rule: it consists of gates alone, so that its bits decide it. */
  readonly exact: readonly boolean[];
  /**
   * Sets in `bits` every rule that may be more than a miss, and in `absent` every rule with a field of its condition
   * absent.
   * @returns true when no indexed field is absent; `absent` is then not written
   */
  readonly select: (facts: Float64Array, bits: Int32Array, absent: Int32Array) => boolean;
}

// 16 MB: about 4,000 rules over 40 fields. A field beyond the budget is left to settle.
const bytesMax = 16 * 1024 * 1024;

function gateOf(node: Condition, form: "maybe" | "definite"): Gate | undefined {
  const passesAbsent = form === "maybe";
  switch (node.kind) {
    case "has":
      // Every value passes; the cut is only there because a field needs one.
      return { slot: node.slot, isFlag: false, cuts: [0], passes: () => true, passesAbsent: false, isPresence: true };
    case "flag":
      return {
        slot: node.slot,
        isFlag: true,
        cuts: [0, 1],
        passes: form === "maybe" ? (at) => at(0) !== 0 : (at) => at(1) === 0,
        passesAbsent,
        isPresence: false,
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
      return {
        slot: node.item.slot,
        isFlag: false,
        cuts: list,
        passes: (at) => list.some((c) => at(c) === 0),
        passesAbsent,
        isPresence: false,
      };
    }
    case "not": {
      const inner = gateOf(node.of, form === "maybe" ? "definite" : "maybe");
      return (
        inner && {
          ...inner,
          passes: (at) => !inner.passes(at),
          passesAbsent: inner.isPresence ? !inner.passesAbsent : passesAbsent,
        }
      );
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
  return { slot, isFlag: false, cuts: [constant], passes, passesAbsent, isPresence: false };
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
  readonly isFlag: boolean;
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
  return [...bySlot].map(([slot, { cuts, members }]) => ({
    slot,
    isFlag: members.some((m) => m.gate.isFlag),
    cuts: [...cuts].sort((a, b) => a - b),
    members,
  }));
}

/** Rows of a field: below the first cut, equal to it, between it and the next, … above the last, and absent. */
function fillRows(field: Field, rows: Int32Array, start: number, words: number): void {
  const rowCount = 2 * field.cuts.length + 2;
  const positions = new Map(field.cuts.map((cut, i) => [cut, 2 * i + 1]));
  rows.fill(-1, start, start + rowCount * words);
  for (const { rule, gate } of field.members) {
    if (field.isFlag && gate.isPresence) continue;
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
  // A bool field counts odd values as absent, which is right for its comparisons and wrong for has().
  for (const field of wanted) for (const { rule, gate } of field.members) if (field.isFlag && gate.isPresence) exact[rule] = false;
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
  const all = new Int32Array(words).fill(-1);
  if ((entries.length & 31) !== 0 && words > 0) all[words - 1] = (1 << (entries.length & 31)) - 1;
  // One array each for all fields: generated code addresses them by constants.
  const cuts = new Float64Array(fields.reduce((sum, f) => sum + f.cuts.length + 1, 0));
  const starts = new Int32Array(fields.reduce((sum, f) => sum + gridCells(f) + 1, 0));
  let place: Place = { row: 0, cut: 0, start: 0 };
  const sources: string[] = [];
  // Per field the rules whose condition (not guard) reads it: they become unknown when it is absent.
  const readers = new Int32Array(fields.length * words);
  fields.forEach((field, k) => {
    fillRows(field, rows, place.row, words);
    const grid = fillGrid(field, cuts, starts, place);
    sources.push(offsetSource(field, grid, place, k, words));
    for (const { rule, gate } of field.members) {
      if (gate.passesAbsent && !gate.isPresence) readers[k * words + (rule >> 5)] |= 1 << (rule & 31);
    }
    place = {
      row: place.row + (2 * field.cuts.length + 2) * words,
      cut: place.cut + field.cuts.length + 1,
      start: place.start + gridCells(field) + 1,
    };
  });
  const make = new Function("r", "C", "S", "a", "M", "z", selectSource(sources)) as (...parts: unknown[]) => GateIndex["select"];
  const select = make(rows, cuts, starts, all, readers, new Int32Array(fields.length));
  return { fields: fields.length, bytes: rows.byteLength + readers.byteLength + cuts.byteLength + starts.byteLength, exact, select };
}

/** Where a field's part begins in the shared arrays. */
interface Place {
  readonly row: number;
  readonly cut: number;
  readonly start: number;
}

/** A grid over the range of a field's constants: it leaves one or two of them to compare. */
interface Grid {
  readonly first: number;
  readonly scale: number;
  readonly last: number;
}

// Two cells per constant: most cells then hold none or one.
const gridCells = (field: Field): number => 2 * field.cuts.length;

/** Writes the cuts, with NaN after the last (equal to nothing), and for each cell where its cuts begin. */
function fillGrid(field: Field, cuts: Float64Array, starts: Int32Array, place: Place): Grid {
  const cells = gridCells(field);
  const first = field.cuts[0];
  const width = field.cuts[field.cuts.length - 1] - first;
  // Constants too far apart for a double's range share one cell: slower, still right.
  const scale = width > 0 && Number.isFinite(width) ? cells / width : 0;
  const grid = { first, scale, last: cells - 1 };
  cuts.set(field.cuts, place.cut);
  cuts[place.cut + field.cuts.length] = NaN;
  for (const cut of field.cuts) starts[place.start + cellOf(grid, cut) + 1]++;
  starts[place.start] = place.cut;
  for (let i = 0; i < cells; i++) starts[place.start + i + 1] += starts[place.start + i];
  return grid;
}

/**
 * Never falls as the value rises, which is all that the search needs; rounding may shift where a cell ends. The generated
 * code says the same thing in line.
 */
function cellOf(grid: Grid, value: number): number {
  const cell = (value - grid.first) * grid.scale;
  return cell < 0 ? 0 : cell > grid.last ? grid.last : cell | 0;
}

/** Statements that set `o<k>` to the place of the row that fits field k's value. */
function offsetSource(field: Field, grid: Grid, place: Place, k: number, words: number): string {
  const { first, scale, last } = grid;
  const rowsEnd = place.row + (2 * field.cuts.length + 1) * words;
  const isKnown = field.isFlag ? "v === 1 || v === 0" : "v === v";
  return [
    `let o${k} = ${rowsEnd}; v = f[${field.slot}];`,
    `if (${isKnown}) {`,
    `c = (v - (${first})) * ${scale}; i = c < 0 ? 0 : c > ${last} ? ${last} : c | 0;`,
    `low = S[i + ${place.start}]; high = S[i + ${place.start + 1}];`,
    "while (low < high) { i = (low + high) >> 1; if (C[i] < v) low = i + 1; else high = i; }",
    // (2 × cuts below + 1 if equal) rows from the field's first
    `o${k} = (2 * low + +(C[low] === v)) * ${words} + ${place.row - 2 * place.cut * words};`,
    `} else z[gaps++] = ${k * words};`,
  ].join(" ");
}

// One pass over the words takes this many fields; more would not stay in registers.
const fieldsPerPass = 8;

/** Source of `select`: finds each field's row, then intersects the rows word by word. */
function selectSource(offsets: readonly string[]): string {
  const passes: string[] = [];
  for (let from = 0; from < Math.max(1, offsets.length); from += fieldsPerPass) {
    const group = offsets.slice(from, from + fieldsPerPass);
    const ands = group.map((_, i) => ` & r[o${from + i} + w]`).join("");
    passes.push(`${group.join("\n")}\nfor (let w = 0; w < n; w++) b[w] = ${from === 0 ? "a" : "b"}[w]${ands};`);
  }
  const locals = "let v = 0, c = 0, i = 0, low = 0, high = 0, gaps = 0; const n = b.length;";
  const absent = "for (let w = 0; w < n; w++) { let y = 0; for (let j = 0; j < gaps; j++) y |= M[z[j] + w]; x[w] = y; }";
  return `"use strict"; return function select(f, b, x) { ${locals} ${passes.join("\n")} if (gaps === 0) return true; ${absent} return false; };`;
}
