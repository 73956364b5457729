// One line of a benchmark that carries its peer: both measured in the same run, so that the ratio means something on any
// machine.

export interface BenchRow {
  readonly name: string;
  /** Our median, in `unit`. */
  readonly ours: number;
  readonly peer: string;
  /** The peer's median, in the same unit. */
  readonly peerValue: number;
  /** How many times better ours is than the peer. */
  readonly ratio: number;
  readonly unit: string;
  readonly note?: string;
}

/** Rows as an aligned text table with a heading. */
export function renderRows(rows: readonly BenchRow[]): string {
  const digits = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: value >= 100 ? 0 : 3 });
  const cells = [
    ["benchmark", "ours", "peer", "", "unit", "ratio", "note"],
    ...rows.map((r) => [r.name, digits(r.ours), r.peer, digits(r.peerValue), r.unit, `${digits(r.ratio)}x`, r.note ?? ""]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const numeric = new Set([1, 3, 5]);
  return cells
    .map((row) =>
      row
        .map((cell, i) => (numeric.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
