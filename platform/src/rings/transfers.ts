/**
 * Transfers between accounts as columns, and the two orders in which questions need them: by payer and by payee, each in
 * time. Accounts are small numbers here; who they are is known to the caller. It promises the same order for the same
 * transfers, whatever order they were given in, up to transfers of one pair at one instant.
 */

/** Transfer i goes from from[i] to to[i]. Amounts are whole numbers of the smallest unit, exact in a double; NaN is unknown. */
export interface Transfers {
  readonly accounts: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly atMs: Float64Array;
  readonly amountMinor: Float64Array;
}

/** Transfers of account v are entries offsets[v] … offsets[v + 1], in time. The columns repeat what the transfers say. */
export interface TimeLists {
  readonly offsets: Int32Array;
  /** Number of the transfer. */
  readonly transfer: Int32Array;
  /** The account at the other end. */
  readonly other: Int32Array;
  readonly atMs: Float64Array;
  readonly amountMinor: Float64Array;
}

/** Lists of what each account paid ("from") or received ("to"). */
export function timeLists(transfers: Transfers, side: "from" | "to"): TimeLists {
  const own = side === "from" ? transfers.from : transfers.to;
  const others = side === "from" ? transfers.to : transfers.from;
  const count = own.length;
  const offsets = new Int32Array(transfers.accounts + 2);
  for (let i = 0; i < count; i++) offsets[own[i] + 2]++;
  for (let v = 2; v < offsets.length; v++) offsets[v] += offsets[v - 1];
  const transfer = new Int32Array(count);
  for (let i = 0; i < count; i++) transfer[offsets[own[i] + 1]++] = i;
  const { atMs } = transfers;
  for (let v = 0; v < transfers.accounts; v++) sortByTime(transfer, offsets[v], offsets[v + 1], atMs, others);
  const other = new Int32Array(count);
  const listAtMs = new Float64Array(count);
  const amountMinor = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const i = transfer[k];
    other[k] = others[i];
    listAtMs[k] = atMs[i];
    amountMinor[k] = transfers.amountMinor[i];
  }
  return { offsets: offsets.subarray(0, transfers.accounts + 1), transfer, other, atMs: listAtMs, amountMinor };
}

/** Files come in time order almost always: then this only looks. */
function sortByTime(list: Int32Array, from: number, to: number, atMs: Float64Array, others: Int32Array): void {
  let sorted = true;
  for (let k = from + 1; k < to && sorted; k++) sorted = atMs[list[k - 1]] < atMs[list[k]];
  if (!sorted) list.subarray(from, to).sort((a, b) => atMs[a] - atMs[b] || others[a] - others[b] || a - b);
}

/** First entry in [from, to) at or after the instant. */
export function firstAtOrAfter(atMs: Float64Array, from: number, to: number, instantMs: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (atMs[mid] < instantMs) low = mid + 1;
    else high = mid;
  }
  return low;
}
