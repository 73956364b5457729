/** The orders of one report: what was asked of which bank, what it answered and how long that took, what is held, how long it lasts. */
import type { Matter } from "@duanliu/client";
import type { ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { StateTag } from "../matter/marks.tsx";
import { Money } from "../matter/money.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { Personal } from "../matter/personal.tsx";
import { hashOf } from "../place.ts";
import { figures, Since } from "./lasting.tsx";
import { standingOf, type FreezeBody, type Standing, type Stop } from "./stop.ts";
import { words } from "./words.ts";

/** A shape for each standing, so that it is told without colour. */
const SHAPE: Readonly<Record<Standing, string>> = { "to-sign": "◇", "on-way": "→", stopped: "■", over: "×" };

export function OrdersTable({ stops, freezes }: { readonly stops: readonly Stop[]; readonly freezes: readonly Matter<FreezeBody>[] }): ReactNode {
  const t = words.useWords();
  const open = stops.filter((stop) => standingOf(stop) !== "over");
  const over = stops.filter((stop) => standingOf(stop) === "over");
  return (
    <section className="stop-orders" aria-labelledby="stop-orders-title">
      <h2 id="stop-orders-title">{t("orders.title")}</h2>
      {stops.length === 0 && <p className="quiet">{t("orders.none")}</p>}
      {open.length > 0 && <Rows stops={open} label={t("orders.title")} />}
      {freezes.length > 0 && (
        <>
          <h3>{t("orders.freezes")}</h3>
          <ul className="freeze-rows">
            {freezes.map((freeze) => (
              <li key={freeze.id}>
                <a href={hashOf("stop", freeze.id)}>
                  <Personal of={freeze.body.account} />
                </a>{" "}
                <StateTag matter={freeze} /> <Money amountMinor={freeze.body.frozenMinor ?? freeze.body.amountMinor} currency={freeze.body.currency} />{" "}
                {freeze.dueAtMs !== null && <Clock dueAtMs={freeze.dueAtMs} />}
              </li>
            ))}
          </ul>
        </>
      )}
      {over.length > 0 && (
        <details>
          <summary>{t("orders.ended", { n: over.length })}</summary>
          <Rows stops={over} label={t("orders.ended", { n: over.length })} />
        </details>
      )}
    </section>
  );
}

function Rows({ stops, label }: { readonly stops: readonly Stop[]; readonly label: string }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  return (
    <div className="scroll-x" role="region" aria-label={label} tabIndex={0}>
      <table className="order-rows">
        <thead>
          <tr>
            <th scope="col">{t("orders.account")}</th>
            <th scope="col">{t("orders.state")}</th>
            <th scope="col" className="figure">
              {t("orders.asked")}
            </th>
            <th scope="col" className="figure">
              {t("orders.held")}
            </th>
            <th scope="col">{t("orders.clock")}</th>
          </tr>
        </thead>
        <tbody>
          {stops.map((stop) => (
            <tr key={stop.id} className={standingOf(stop)}>
              <td>
                <a href={hashOf("stop", stop.id)}>
                  <Personal of={stop.body.account} />
                </a>
                <br />
                <span className="quiet">
                  {nameOf(organisations, stop.partner)} · {t("race.tier", { n: stop.body.tier })}
                </span>
              </td>
              <td>
                <span aria-hidden="true" className="standing">
                  {SHAPE[standingOf(stop)]}
                </span>{" "}
                <StateTag matter={stop} />
                <br />
                <span className="quiet">
                  <Answer stop={stop} />
                </span>
              </td>
              <td className="figure" data-label={t("orders.asked")}>
                <Money amountMinor={stop.body.amountMinor} currency={stop.body.currency} />
              </td>
              <td className="figure" data-label={t("orders.held")}>
                {stop.body.heldMinor === null ? "–" : <Money amountMinor={stop.body.heldMinor} currency={stop.body.currency} />}
              </td>
              <td>
                {stop.closedAtMs === null && stop.dueAtMs !== null ? <Clock dueAtMs={stop.dueAtMs} startedAtMs={stop.body.stoppedAtMs ?? stop.openedAtMs} bare /> : "–"}
                <br />
                <span className="quiet">{stop.state === "stopped" ? t("orders.endsIn") : stop.state === "drafted" ? t("orders.waits") : ""}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ stop }: { readonly stop: Stop }): ReactNode {
  const t = words.useWords();
  const { approvedAtMs, answeredAtMs, holderName } = stop.body;
  if (answeredAtMs !== null && approvedAtMs !== null) return t("orders.answered", { time: figures(answeredAtMs - approvedAtMs) });
  if (approvedAtMs !== null && stop.closedAtMs === null) return <Since atMs={approvedAtMs} say={(time) => t("orders.sentAgo", { time })} />;
  if (stop.state === "drafted" && holderName === null) return `▲ ${t("approve.noName")}`;
  return null;
}
