/** The plain twin of the clue index, for tests: everything compared with everything, from nothing but the clues. */
import { hubDegreeMax, type Clue, type LinkKind } from "../../domain/case-link.ts";

export interface PlainEntry {
  readonly id: string;
  readonly clues: readonly Clue[];
}

export interface PlainLink {
  readonly a: string;
  readonly b: string;
  readonly kind: LinkKind;
  readonly key: string;
}

export function plainLinks(entries: readonly PlainEntry[]): readonly PlainLink[] {
  const has = (entry: PlainEntry, kind: LinkKind, key: string): boolean => entry.clues.some((clue) => clue.kind === kind && clue.key === key);
  const isHub = (kind: LinkKind, key: string): boolean => entries.filter((entry) => has(entry, kind, key)).length > hubDegreeMax(kind);
  const hubs = new Map<string, boolean>();
  const hub = (kind: LinkKind, key: string): boolean => {
    const id = `${kind} ${key}`;
    const known = hubs.get(id);
    if (known !== undefined) return known;
    const value = isHub(kind, key);
    hubs.set(id, value);
    return value;
  };
  const links = new Map<string, PlainLink>();
  for (const one of entries) {
    for (const other of entries) {
      if (one.id >= other.id) continue;
      const put = (kind: LinkKind, key: string): void => {
        links.set(`${one.id} ${other.id} ${kind} ${key}`, { a: one.id, b: other.id, kind, key });
      };
      for (const { kind, key } of one.clues) {
        if (kind !== "downstream" && has(other, kind, key) && !hub(kind, key)) put(kind, key);
        const reached = (kind === "downstream" && (has(other, "downstream", key) || has(other, "account", key))) || (kind === "account" && has(other, "downstream", key));
        if (reached && !hub("account", key) && !hub("downstream", key)) put("downstream", key);
      }
    }
  }
  return [...links.entries()].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, link]) => link);
}
