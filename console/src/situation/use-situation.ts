/**
 * The situation of a place and a period, kept true: asked again when something changed and every few seconds besides, because clocks
 * run out without anything changing. It never stops asking, so that a wall that nobody touches comes back by itself.
 */
import type { Change, Situation, SituationPeriod } from "@duanliu/client";
import { useCallback, useEffect } from "react";
import { useKept, type Kept } from "../matter/use-matters.ts";
import { useMe, useSession } from "../session.tsx";
import { tiersBelow } from "./outlines.ts";

const AGAIN_MS = 10_000;
/** The server counts anew every two seconds; asking sooner would bring the same answer. */
const PACE = { patient: true, calmMs: 3_000 } as const;
const EVERY: (change: Change) => boolean = () => true;

/** `own` is the place of whoever looks; null until it is known. */
export function useSituation(period: SituationPeriod, place: string | null): { readonly kept: Kept<Situation>; readonly again: () => void; readonly own: string | null } {
  const { situation: client } = useSession();
  const me = useMe();
  const own = me.kind === "here" && me.value !== null ? me.value.territory.path : null;
  const ask = useCallback((signal: AbortSignal) => client.situation({ period, place, tiers: tiersBelow(place ?? own) }, signal), [client, period, place, own]);
  const [kept, again] = useKept(ask, EVERY, PACE);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") again();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  return { kept, again, own };
}
