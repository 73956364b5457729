/**
 * JSON as people write it by hand: parsed as usual, but a key that stands twice in one object is refused, because the
 * first of the two would be ignored without a word. It promises the path of the second. Not for large or fast input.
 */

/** The path of the first key that is repeated, `deadlines.stop.duration`, or null. The text is valid JSON. */
export function repeatedKey(text: string): string | null {
  const open: { readonly seen: Set<string> | null; at: string; next: number }[] = [];
  for (const [token, after] of tokensOf(text)) {
    const inner = open.at(-1);
    if (token === "{" || token === "[") open.push({ seen: token === "{" ? new Set() : null, at: "", next: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && inner?.seen === null) inner.next++;
    else if (inner?.seen !== undefined && inner.seen !== null && after === ":") {
      inner.at = JSON.parse(token) as string;
      if (inner.seen.has(inner.at)) return open.map((one) => (one.seen === null ? String(one.next) : one.at)).join(".");
      inner.seen.add(inner.at);
    }
  }
  return null;
}

/** Strings and structure, each with the character that follows. */
function* tokensOf(text: string): Generator<readonly [token: string, after: string]> {
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*"|[{}[\],])\s*(:?)/g)) yield [match[1], match[2]];
}
