/**
 * How rings keep their names when their members move: the part that holds most of a ring keeps its id, other parts are new
 * and say what they split from, and a ring that went into another says into which. Plain values in and out.
 */

export interface Ring {
  readonly id: string;
  /** Ascending. */
  readonly members: readonly number[];
  readonly bornAtMs: number;
  readonly changedAtMs: number;
  /** Where it came from, when it is a part of an older ring. */
  readonly splitFrom?: string;
  /** Where it went, when it ended. */
  readonly mergedInto?: string;
}

export type RingEvent =
  | { readonly kind: "born"; readonly atMs: number; readonly ring: string }
  | { readonly kind: "split"; readonly atMs: number; readonly ring: string; readonly from: string }
  | { readonly kind: "merged"; readonly atMs: number; readonly ring: string; readonly into: string }
  | { readonly kind: "dissolved"; readonly atMs: number; readonly ring: string };

export interface Inheritance {
  readonly living: readonly Ring[];
  readonly ended: readonly Ring[];
  readonly events: readonly RingEvent[];
}

/** `groups` are the new rings of the things that `old` rings had, and perhaps of others. */
export function inheritIds(old: readonly Ring[], groups: readonly (readonly number[])[], atMs: number, newId: () => string): Inheritance {
  const ringOf = new Map(old.flatMap((ring) => ring.members.map((v) => [v, ring] as const)));
  const overlaps = groups.flatMap((group, g) => {
    const shared = new Map<Ring, number>();
    for (const v of group) {
      const ring = ringOf.get(v);
      if (ring !== undefined) shared.set(ring, (shared.get(ring) ?? 0) + 1);
    }
    return [...shared].map(([ring, size]) => ({ g, ring, size }));
  });
  // Most in common first; then the older ring, then the group that stands first: so that the answer does not waver.
  overlaps.sort((a, b) => b.size - a.size || a.ring.bornAtMs - b.ring.bornAtMs || ageOf(a.ring.id) - ageOf(b.ring.id) || a.g - b.g);
  const heir = new Map<number, Ring>();
  const kept = new Set<Ring>();
  for (const { g, ring } of overlaps) {
    if (heir.has(g) || kept.has(ring)) continue;
    heir.set(g, ring);
    kept.add(ring);
  }
  const events: RingEvent[] = [];
  const living = groups.map((members, g): Ring => {
    const before = heir.get(g);
    if (before !== undefined) return { ...before, members, changedAtMs: sameMembers(before.members, members) ? before.changedAtMs : atMs };
    const source = overlaps.find((o) => o.g === g)?.ring;
    const id = newId();
    events.push(source === undefined ? { kind: "born", atMs, ring: id } : { kind: "split", atMs, ring: id, from: source.id });
    return { id, members, bornAtMs: atMs, changedAtMs: atMs, ...(source === undefined ? {} : { splitFrom: source.id }) };
  });
  const ended = old
    .filter((ring) => !kept.has(ring))
    .map((ring): Ring => {
      const to = overlaps.find((o) => o.ring === ring);
      if (to === undefined) {
        events.push({ kind: "dissolved", atMs, ring: ring.id });
        return { ...ring, changedAtMs: atMs };
      }
      const into = living[to.g].id;
      events.push({ kind: "merged", atMs, ring: ring.id, into });
      return { ...ring, changedAtMs: atMs, mergedInto: into };
    });
  return { living, ended, events };
}

const ageOf = (id: string): number => Number(id.slice(id.indexOf("_") + 1));

function sameMembers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((v, i) => v === b[i]);
}
