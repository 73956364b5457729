/**
 * The situation: what is happening now in one's own place and below, for the wall and for whoever leads. It follows what
 * changes; every figure opens its list; success and rights stand side by side.
 */
import type { SituationPeriod } from "@duanliu/client";
import { Button, Segmented } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Rates } from "../live/rates.tsx";
import { goTo, hashOf, parsePlace } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useStats } from "../session.tsx";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useNow } from "../now.ts";
import { atOf, listOf, pathOf, wallOf, wallPath, type At } from "./address.ts";
import { Categories } from "./categories.tsx";
import { ClockTable } from "./clock-table.tsx";
import { FigureRow } from "./figure.tsx";
import { ListPane } from "./list-pane.tsx";
import { PlaceMap } from "./map.tsx";
import { useSituation } from "./use-situation.ts";
import { Wall } from "./wall.tsx";
import { words } from "./words.ts";
import "./situation.css";

const PERIODS: readonly SituationPeriod[] = ["day", "week", "month"];

export function SituationPlace({ path }: PlaceProps): ReactNode {
  const list = listOf(path);
  const back = useCallback(() => history.back(), []);
  useKeys(useMemo((): KeyTable => (list === null ? {} : { Escape: back, u: back }), [list, back]));
  if (list !== null) return <ListPane {...list} onClose={back} />;
  const wall = wallOf(path);
  return wall === undefined ? <Overview at={atOf(path)} /> : <Wall place={wall} />;
}

const parentOf = (place: string): string => place.slice(0, Math.max(0, place.lastIndexOf("/")));

function Overview({ at: { place, period } }: { readonly at: At }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { kept, again, own } = useSituation(period, place);
  const shown = kept.kind === "here" ? kept.value : null;
  const path = place ?? own ?? shown?.place.path ?? "";
  const above = path === "" ? null : parentOf(path);
  // From the address and not from what is drawn: keys may come faster than the page.
  const go = useCallback((to: Partial<At>) => goTo("situation", ...pathOf({ ...atOf(parsePlace(location.hash).path), ...to })), []);
  const open = useCallback((to: string) => go({ place: to }), [go]);
  const up = useCallback(() => {
    const from = atOf(parsePlace(location.hash).path).place ?? own ?? "";
    if (from !== "") go({ place: parentOf(from) });
  }, [go, own]);
  useKeys(
    useMemo(
      (): KeyTable => ({
        "1": () => go({ period: "day" }),
        "2": () => go({ period: "week" }),
        "3": () => go({ period: "month" }),
        u: up,
        w: () => goTo("situation", ...wallPath(place)),
      }),
      [go, up, place],
    ),
  );
  useKeyWords([
    { keys: ["1", "2", "3"], words: t("keys.period") },
    { keys: ["u"], words: t("keys.up") },
    { keys: ["w"], words: t("keys.wall") },
  ]);
  const name = path === "" ? t("country") : ((shown?.place.path === path ? shown.place.name?.[language] : null) ?? path);
  return (
    <div className="situation-place">
      <header className="situation-head">
        <h1>{PLACES.situation.title[languageNow()]}</h1>
        <span className="situation-where">
          {name}
          {above !== null && (
            <Button size="small" onClick={up}>
              {t("up", { name: above === "" ? t("country") : above })}
            </Button>
          )}
        </span>
        <Segmented
          aria-label={t("period.label")}
          value={period}
          onChange={(value) => go({ period: value })}
          options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
        />
        <a href={hashOf("situation", ...wallPath(place))}>
          {t("wall.open")} <kbd aria-hidden="true">w</kbd>
        </a>
        <span className="grow" />
        {shown !== null && <AsOf cutOff={shown.cutOff} counted={shown.periodCutOff} stale={kept.stale} />}
      </header>
      {kept.kind === "loading" && <Loading rows={12} />}
      {kept.kind === "failed" && <Failed detail={kept.detail} onAgain={again} />}
      {shown !== null && (
        <>
          <section aria-label={t("head")} className="situation-glance">
            <FigureRow figures={shown.head} className="large" />
          </section>
          <div className="situation-grid">
            <div>
              <ClockTable warnings={shown.warnings} />
              <section aria-labelledby="situation-money">
                <h2 id="situation-money">{t("money")}</h2>
                <FigureRow figures={shown.money} />
              </section>
              <PlaceMap situation={shown} placeName={name} onPlace={open} />
            </div>
            <div>
              <div className="success-and-rights">
                <section aria-labelledby="situation-success">
                  <h2 id="situation-success">{t("success")}</h2>
                  <FigureRow figures={shown.success} className="stacked" />
                </section>
                <section aria-labelledby="situation-rights">
                  <h2 id="situation-rights">{t("rights")}</h2>
                  <FigureRow figures={shown.rights} className="stacked" />
                  <p className="quiet">{t("rightsHow")}</p>
                </section>
              </div>
              <Categories categories={shown.categories} />
              {shown.events !== null && <Events />}
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function AsOf({ cutOff, counted, stale }: { readonly cutOff: string; readonly counted: string; readonly stale: string | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  const atMs = Date.parse(cutOff);
  return (
    <span
      className={stale === null ? "quiet" : "situation-stale"}
      role={stale === null ? undefined : "status"}
      title={`${instantText(atMs, language)} · ${t("counted", { time: sinceText(Date.parse(counted), now, language) })}`}
    >
      {t("asOf", { time: sinceText(atMs, now, language) })}
      {stale !== null && ` · ${t("old")}`}
    </span>
  );
}

function Events(): ReactNode {
  const t = words.useWords();
  const stats = useStats();
  if (stats.kind !== "here") return null;
  return (
    <div className="situation-events">
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("eventsHow")}>
        <Rates stats={stats.value} />
      </div>
      <p className="quiet">
        {t("eventsHow")} <a href={hashOf("live")}>{t("eventsOpen")}</a>
      </p>
    </div>
  );
}
