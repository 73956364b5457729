/**
 * All stops that rest on one report or case, with those for where the money went on to, and its freezes: asked for level by
 * level, again whenever an order changes. Bounded, because a path may branch without end.
 */
import type { Change, DeskClient, Matter } from "@duanliu/client";
import { useCallback } from "react";
import { useKept, type Kept } from "../matter/use-matters.ts";
import { useSession } from "../session.tsx";
import type { FreezeBody, Stop, StopBody } from "./stop.ts";

export interface Orders {
  readonly stops: readonly Stop[];
  readonly freezes: readonly Matter<FreezeBody>[];
}

const LEVELS_MAX = 8;
const LISTS_MAX = 60;

async function ordersOf(desk: DeskClient, root: string, ofCase: string | null, signal: AbortSignal): Promise<Orders> {
  const stops = new Map<string, Stop>();
  let asked = 0;
  let parents = [root];
  for (let level = 0; level < LEVELS_MAX && parents.length > 0; level++) {
    const now = parents.slice(0, LISTS_MAX - asked);
    asked += now.length;
    // Those of one level at once; the next level is only known then.
    // oxlint-disable-next-line no-await-in-loop
    const pages = await Promise.all(now.map((parent) => desk.list<StopBody>("stop-payment", { parent, limit: 200 }, signal)));
    const found = pages.flatMap((page) => page.items).filter((stop) => !stops.has(stop.id));
    for (const stop of found) stops.set(stop.id, stop);
    // Only an answer tells where money went on to, and a second round goes on from what was stopped.
    parents = found.filter((stop) => stop.body.answeredAtMs !== null).map((stop) => stop.id);
  }
  const freezes = ofCase === null ? [] : (await desk.list<FreezeBody>("freeze", { parent: ofCase, limit: 100 }, signal)).items;
  return { stops: [...stops.values()].toSorted((a, b) => a.openedAtMs - b.openedAtMs || (a.id < b.id ? -1 : 1)), freezes };
}

export function useOrders(root: string, ofCase: string | null): readonly [Kept<Orders>, () => void] {
  const { desk } = useSession();
  const ask = useCallback((signal: AbortSignal) => ordersOf(desk, root, ofCase, signal), [desk, root, ofCase]);
  return useKept(ask, concernsOrders);
}

export function concernsOrders(change: Change): boolean {
  return change.kind === "stop-payment" || change.kind === "freeze";
}
