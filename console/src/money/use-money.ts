/** The client of money and rings for the parts of this place, and which changes concern a trace that is open. */
import { MoneyClient, type Change, type MoneyTrace } from "@duanliu/client";
import { useMemo } from "react";
import { useSession } from "../session.tsx";

export function useMoney(): MoneyClient {
  const { client } = useSession();
  return useMemo(() => new MoneyClient(client), [client]);
}

/** Money is told of at the report or case on which it rests; orders change what is held. */
export function concernsMoney(matter: string): (change: Change) => boolean {
  const root = matter.startsWith("rep_") || matter.startsWith("cas_");
  return (change) => change.id === matter || change.kind === "stop-payment" || change.kind === "freeze" || (change.about === "money" && !root);
}

/** Reports and cases whose money is the trace's too: a report taken up in a case is told of there. */
export function concernsTrace(matter: string, trace: () => Pick<MoneyTrace, "payments"> | null): (change: Change) => boolean {
  const concerns = concernsMoney(matter);
  return (change) => concerns(change) || (change.about === "money" && (trace()?.payments.some(({ report }) => report === change.id) ?? false));
}
