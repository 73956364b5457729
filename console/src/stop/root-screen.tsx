/**
 * The money of one report or case: four figures that are never one, what waits for a second signature, the orders with their
 * clocks and answers, the race, and where the money went. Everything follows what changes.
 */
import { KINDS, PURPOSE_WORDS, type Me, type MatterInFull, type Purpose } from "@duanliu/client";
import { Button, Select } from "antd";
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { Money, sumMinor } from "../matter/money.tsx";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { useKept, useMatter } from "../matter/use-matters.ts";
import { hashOf } from "../place.ts";
import { mayUse } from "../places.tsx";
import { useSession } from "../session.tsx";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { nowMs } from "../now.ts";
import { Approve } from "./approve.tsx";
import { OrdersTable } from "./orders-table.tsx";
import { RaceView } from "./race.tsx";
import { withoutOrder, type Race, type RootBody, type Stop } from "./stop.ts";
import { concernsOrders, useOrders } from "./use-orders.ts";
import { words } from "./words.ts";

// Drawn beside the race, and loaded when there is one.
const TraceView = lazy(async () => ({ default: (await import("../money/trace-view.tsx")).TraceView }));

interface Props {
  readonly id: string;
  readonly kind: "report" | "case";
  readonly me: Me;
  readonly onBack: () => void;
}

const PURPOSES: readonly Purpose[] = ["execute-order", "investigate", "return-funds", "audit"];
const PROPOSERS: ReadonlySet<string> = new Set(["intake", "analyst", "dissuader", "caseOfficer"]);
/** Money moves without any matter changing; so often the race is looked at again while it is open. */
const RACE_AGAIN_MS = 15_000;

export function RootScreen({ id, kind, me, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<RootBody>(kind, id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["execute-order", "investigate", "audit"]}>
      <Worked matter={matter.value} me={me} onBack={onBack} />
    </PersonalProvider>
  );
}

function Worked({ matter, me, onBack }: { readonly matter: MatterInFull<RootBody>; readonly me: Me; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { client } = useSession();
  const { body } = matter;
  const [purpose, setPurpose] = useState<Purpose>("execute-order");
  const [orders, againOrders] = useOrders(matter.id, matter.kind === "case" ? matter.id : (body.case ?? null));
  const ask = useCallback(
    (signal: AbortSignal) => client.get<Race>(`/v1/money/race?matter=${encodeURIComponent(matter.id)}&purpose=${purpose}`, signal),
    [client, matter.id, purpose],
  );
  const [race, againRace] = useKept(ask, concernsOrders);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") againRace();
    }, RACE_AGAIN_MS);
    return () => clearInterval(timer);
  }, [againRace]);
  const done = useCallback((): void => {
    againOrders();
    againRace();
  }, [againOrders, againRace]);
  const stops: readonly Stop[] = orders.kind === "here" ? orders.value.stops : [];
  const payments = body.payments ?? [];
  const person = body.victim ?? body.reporter ?? null;
  const known = person === null ? [] : [person.name, person.number, person.person].filter((ref) => ref !== null);
  const mayPropose = me.roles.some(({ id }) => PROPOSERS.has(id));
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{matter.serial}</h1>
          <LevelMark level={matter.level} />
          <StateTag matter={matter} />
          <span className="quiet">
            {KINDS[matter.kind][language]} · {sinceText(matter.openedAtMs, nowMs(), language)}
            {payments.length > 0 && <> · {t("root.paid", { count: payments.length })}</>}
          </span>
        </div>
        <div className="order-line">
          {known.length > 0 && <span className="quiet">{t("root.victim")}:</span>}
          {known.map((one) => (
            <Personal key={one.token} of={one} />
          ))}
          <OpenPersonal />
          {mayUse("cases", me) && <a href={hashOf("cases", matter.id)}>{t("root.belongs")}</a>}
        </div>
      </header>
      <Sums race={race.kind === "here" ? race.value : null} stops={stops} />
      {orders.kind === "here" && <Approve stops={stops} onDone={done} />}
      {orders.kind === "loading" && <Loading rows={4} />}
      {orders.kind === "failed" && <Failed detail={orders.detail} onAgain={againOrders} />}
      {orders.kind === "here" && (
        <>
          {orders.stale !== null && (
            <p role="status" className="stale">
              {t("stale", { detail: orders.stale })}
            </p>
          )}
          <OrdersTable stops={stops} freezes={orders.value.freezes} />
          {withoutOrder(payments, stops).map((account) => (
            <p key={account.token} className="no-desk">
              ▲ {t("orders.noDesk", { account: account.masked, bank: account.institution ?? "?" })}
            </p>
          ))}
        </>
      )}
      <div className="order-line purpose-line">
        <label htmlFor="race-purpose" className="quiet">
          {t("root.purpose")}
        </label>
        <Select<Purpose> id="race-purpose" value={purpose} onChange={setPurpose} options={PURPOSES.map((value) => ({ value, label: PURPOSE_WORDS[value][language] }))} />
      </div>
      {race.kind === "loading" && <Loading rows={6} />}
      {race.kind === "failed" && (
        <div>
          <p className="quiet">{t("root.noRace")}</p>
          <Failed detail={race.detail} onAgain={againRace} />
        </div>
      )}
      {race.kind === "here" && (
        <>
          <RaceView matter={matter.id} purpose={purpose} race={race.value} mayPropose={mayPropose} onDone={done} />
          <Suspense fallback={<Loading rows={8} />}>
            <TraceView matter={matter.id} purpose={purpose} />
          </Suspense>
        </>
      )}
    </>
  );
}

/** Requested, held, traced, gone and returned are never one figure. */
function Sums({ race, stops }: { readonly race: Race | null; readonly stops: readonly Stop[] }): ReactNode {
  const t = words.useWords();
  const currency = race?.currency ?? stops[0]?.body.currency ?? "CNY";
  const requested = sumMinor(
    stops.filter((stop) => stop.body.currency === currency && stop.state !== "declined" && stop.state !== "withdrawn").map((stop) => stop.body.amountMinor),
  );
  const figures = [
    ["stolen", race?.sums.stolenMinor],
    ["requested", requested],
    ["held", race?.sums.heldMinor],
    ["still", race?.sums.stillMinor],
    // A sum of what is not known is not nothing.
    ["savable", race !== null && race.branches.some((branch) => branch.savableMinor === null) && race.sums.savableMinor === "0" ? null : race?.sums.savableMinor],
    ["gone", race?.sums.exitedMinor],
  ] as const;
  return (
    <dl className="stop-sums">
      {figures.map(([name, amountMinor]) => (
        <div key={name} className={`sum-${name}`}>
          <dt>{t(`sums.${name}`)}</dt>
          <dd>{amountMinor === undefined ? "–" : amountMinor === null ? <span title={t("race.unknown")}>?</span> : <Money amountMinor={amountMinor} currency={currency} />}</dd>
        </div>
      ))}
    </dl>
  );
}
