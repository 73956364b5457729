/**
 * How alike two short texts are, for names and places that were heard, typed or scanned: Jaro–Winkler likeness, and the
 * number of single slips (a character more, less, other, or two swapped) between them. Pure; texts are compared as given.
 */

/** 0 to 1. Jaro 1989 with Winkler's prefix bonus (1990): a shared beginning of up to four characters counts more. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const x = [...a];
  const y = [...b];
  if (x.length === 0 || y.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(x.length, y.length) / 2) - 1);
  const taken = new Uint8Array(y.length);
  const matched: string[] = [];
  for (const [i, c] of x.entries()) {
    for (let j = Math.max(0, i - reach); j <= Math.min(y.length - 1, i + reach); j++) {
      if (taken[j] === 1 || y[j] !== c) continue;
      taken[j] = 1;
      matched.push(c);
      break;
    }
  }
  if (matched.length === 0) return 0;
  const inOrder = y.filter((_, j) => taken[j] === 1);
  const swapped = matched.reduce((n, c, k) => n + (c === inOrder[k] ? 0 : 1), 0) / 2;
  const m = matched.length;
  const jaro = (m / x.length + m / y.length + (m - swapped) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < x.length && prefix < y.length && x[prefix] === y[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Slips between two texts, counted up to `max` + 1 (optimal string alignment: insert, delete, replace, swap neighbours). */
export function slips(a: string, b: string, max: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let two: number[] = [];
  let one = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(one[j] + 1, now[j - 1] + 1, one[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, two[j - 2] + 1);
      now.push(best);
    }
    two = one;
    one = now;
  }
  return Math.min(one[b.length], max + 1);
}
