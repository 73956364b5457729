/** The client of links, sums and figures of cases for the parts of this place, asked once and again when something changed. */
import { CaseworkClient, type CaseFigures, type CaseLinks, type CaseSums, type Change, type SeriesLinks } from "@duanliu/client";
import { useCallback, useMemo } from "react";
import { useKept, type Kept } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { useSession } from "../session.tsx";

function useCasework(): CaseworkClient {
  const { client } = useSession();
  return useMemo(() => new CaseworkClient(client), [client]);
}

/** Reports and cases bring evidence, series take it up. */
const concernsLinks = (change: Change): boolean => change.kind === "report" || change.kind === "case" || change.kind === "series";
const concernsMoney = (change: Change): boolean =>
  change.kind === "report" || change.kind === "case" || change.kind === "stop-payment" || change.kind === "freeze" || change.about === "money";
const DAY_MS = 86_400_000;

export function useLinks(kind: "report" | "case", id: string): readonly [Kept<CaseLinks>, () => void] {
  const casework = useCasework();
  return useKept(
    useCallback((signal: AbortSignal) => casework.links(kind, id, signal), [casework, kind, id]),
    concernsLinks,
  );
}

/** New evidence is taken up by the series itself, so that it changes too; besides it only its own matters concern it. */
export function useSeriesLinks(id: string, entries: readonly string[]): readonly [Kept<SeriesLinks>, () => void] {
  const casework = useCasework();
  const said = entries.join(" ");
  return useKept(
    useCallback((signal: AbortSignal) => casework.seriesLinks(id, signal), [casework, id]),
    useCallback((change: Change) => change.id === id || said.includes(change.id), [id, said]),
  );
}

export function useSums(id: string): readonly [Kept<CaseSums>, () => void] {
  const casework = useCasework();
  return useKept(
    useCallback((signal: AbortSignal) => casework.sums(id, signal), [casework, id]),
    concernsMoney,
  );
}

/** Of the last `days`, until now. */
export function useFigures(days: number): readonly [Kept<CaseFigures>, () => void] {
  const casework = useCasework();
  return useKept(
    useCallback((signal: AbortSignal) => casework.figures(nowMs() - days * DAY_MS, nowMs() + 1_000, signal), [casework, days]),
    concernsLinks,
  );
}
