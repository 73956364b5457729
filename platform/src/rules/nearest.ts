// "Did you mean": the declared word nearest to a mistyped one. Leaves out any knowledge of rules; it compares letters.

/** Edit distance with neighbouring swaps (optimal string alignment), lower-cased, cut off once above `max`. */
function distance(left: string, right: string, max: number): number {
  if (Math.abs(left.length - right.length) > max) return max + 1;
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let value = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        value = Math.min(value, before[j - 2] + 1);
      }
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > max) return max + 1;
    before = previous;
    previous = current;
  }
  return previous[right.length];
}

/** The nearest of `candidates`, or undefined when none is near enough to be what was meant. Ties: the first one. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const tail = wanted.slice(wanted.lastIndexOf(".") + 1);
  // A third of the letters wrong is still a typing mistake; more is another word.
  let best = Math.min(4, Math.max(1, Math.floor(word.length / 3))) + 1;
  let found: string | undefined;
  let sameTail: string | undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const d = distance(wanted, other, best - 1);
    if (d < best) {
      best = d;
      found = candidate;
    }
    if (sameTail === undefined && other.slice(other.lastIndexOf(".") + 1) === tail) sameTail = candidate;
  }
  // `callsOut1h` instead of `from.callsOut1h` is far in letters but plain in intent.
  return found ?? sameTail;
}
