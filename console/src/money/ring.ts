/** A ring as a picture: things in columns by kind, joined by their links, roles and reasons beside them. Pure. */
import type { Ring, RingLink, ThingKind } from "@duanliu/client";
import { arrowOf, type Colour, type Drawn, type DrawnEdge, type Shape } from "./flow.ts";

/** From people over what they hold to what they used it for. */
const COLUMNS: readonly ThingKind[] = ["person", "number", "device", "account", "address", "app", "script", "host", "case"];

/** Nothing here is red or green: nobody has to act on it yet, and nothing was returned. */
export const THING_LOOKS: Readonly<Record<ThingKind, { readonly shape: Shape; readonly colour: Colour; readonly sign: string }>> = {
  person: { shape: "triangle", colour: "none", sign: "▲" },
  number: { shape: "circle", colour: "high", sign: "●" },
  device: { shape: "square", colour: "none", sign: "■" },
  account: { shape: "circle", colour: "accent", sign: "●" },
  address: { shape: "square", colour: "quiet", sign: "■" },
  script: { shape: "diamond", colour: "medium", sign: "◆" },
  host: { shape: "diamond", colour: "high", sign: "◆" },
  app: { shape: "diamond", colour: "none", sign: "◆" },
  case: { shape: "square", colour: "accent", sign: "■" },
};

export function drawnRing(ring: Pick<Ring, "members" | "links">): Drawn {
  const ties = new Map<string, number>();
  const edges = new Map<string, DrawnEdge>();
  const members = new Set(ring.members.map((member) => member.thing));
  for (const link of ring.links) {
    if (link.from === link.to || !members.has(link.from) || !members.has(link.to)) continue;
    edges.set(arrowOf(link), { key: arrowOf(link), from: link.from, to: link.to, weight: Math.max(link.strength, edges.get(arrowOf(link))?.weight ?? 0), colour: "quiet" });
    for (const end of [link.from, link.to]) ties.set(end, (ties.get(end) ?? 0) + 1);
  }
  const most = Math.max(1, ...ties.values());
  return {
    nodes: ring.members.map(({ thing, kind, masked }) => ({
      key: thing,
      label: `${THING_LOOKS[kind].sign} ${masked}`,
      shape: THING_LOOKS[kind].shape,
      colour: THING_LOOKS[kind].colour,
      weight: (ties.get(thing) ?? 0) / most,
      column: COLUMNS.indexOf(kind),
      atMs: 0,
    })),
    edges: [...edges.values()],
  };
}

/** Links of one thing, or all, the newest first. */
export function linksOf(ring: Pick<Ring, "links">, thing: string | null): readonly RingLink[] {
  const mine = thing === null ? ring.links : ring.links.filter((link) => link.from === thing || link.to === thing);
  return mine.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
