/**
 * Where everything stands in the picture: columns from left to right (tiers of money, kinds of thing), within a column near to
 * what it is tied to, by time where that says nothing. The same graph always has the same picture; nothing is left to chance.
 */
import type { Drawn, DrawnNode } from "./flow.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

const COLUMN_GAP = 5;
/** Width to height of the picture, about as the screen has it. */
const ASPECT = 2.2;
const ROWS_MIN = 8;

/** How many stand above each other at the most, so that the whole has the shape of the screen. */
function rowsFor(counts: readonly number[]): number {
  let rows = ROWS_MIN;
  const width = (): number => counts.reduce((sum, count) => sum + Math.ceil(count / rows) - 1 + COLUMN_GAP, 0);
  while (width() > rows * ASPECT && rows < counts.reduce((max, count) => Math.max(max, count), 0)) rows = Math.ceil(rows * 1.2);
  return rows;
}

export function layered({ nodes, edges }: Drawn): ReadonlyMap<string, Position> {
  const columns = [...Map.groupBy(nodes, (node) => node.column)].sort(([a], [b]) => a - b).map(([, mine]) => mine);
  const rows = rowsFor(columns.map((mine) => mine.length));
  const tied = new Map<string, string[]>();
  const tie = (a: string, b: string): void => {
    const known = tied.get(a);
    if (known === undefined) tied.set(a, [b]);
    else known.push(b);
  };
  for (const { from, to } of edges) {
    tie(to, from);
    tie(from, to);
  }
  const positions = new Map<string, Position>();
  let left = 0;
  for (const mine of columns) {
    const near = new Map(mine.map((node) => [node.key, heightOf(node, tied, positions)]));
    const wantedY = (node: DrawnNode): number => near.get(node.key) ?? 0;
    const ordered = mine.toSorted((a, b) => wantedY(a) - wantedY(b) || a.atMs - b.atMs || (a.key < b.key ? -1 : 1));
    const across = Math.ceil(ordered.length / rows);
    // Those beside each other stand a little lower each, so that no two lie on one line of sight.
    ordered.forEach((node, i) => positions.set(node.key, { x: left + (i % across), y: (i - (ordered.length - 1) / 2) / across }));
    left += across - 1 + COLUMN_GAP;
  }
  return positions;
}

/** The mean height of what already stands and is tied to it. */
function heightOf(node: DrawnNode, tied: ReadonlyMap<string, readonly string[]>, positions: ReadonlyMap<string, Position>): number {
  let sum = 0;
  let n = 0;
  for (const other of tied.get(node.key) ?? []) {
    const position = positions.get(other);
    if (position === undefined) continue;
    sum += position.y;
    n++;
  }
  return n === 0 ? 0 : sum / n;
}
