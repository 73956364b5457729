/**
 * The situation for the wall: dark, read from five metres, touched by nobody. Four shares with what they are a part of, the map, how
 * old the queue is, and the money that is being stopped. It keeps the screen awake and comes back by itself after a break.
 */
import { KINDS, SCAM_CATEGORY_NAMES, type MatterKind, type Me } from "@duanliu/client";
import { FullscreenOutlined, LogoutOutlined } from "@ant-design/icons";
import { Button, ConfigProvider } from "antd";
import { useCallback, useEffect, useMemo, useRef, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { LevelMark } from "../matter/marks.tsx";
import { Money, sumMinor } from "../matter/money.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useMatters } from "../matter/use-matters.ts";
import { useNow } from "../now.ts";
import { goTo } from "../place.ts";
import { useMe } from "../session.tsx";
import { groupsOf, type Group, type StopBody } from "../stop/stop.ts";
import { words as stopWords } from "../stop/words.ts";
import { THEMES } from "../theme.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { WarningBody } from "../warnings/warning.ts";
import { pathOf, wallPath } from "./address.ts";
import { ClockTable } from "./clock-table.tsx";
import { FigureRow } from "./figure.tsx";
import { MapSide } from "./map.tsx";
import { useSituation } from "./use-situation.ts";
import { words } from "./words.ts";
import "./wall.css";

/** As many as are read at a glance; the rest is a number. */
const PRESSING = 5;
const RACES = 5;
/** One page of the server. */
const STOPS_MAX = 200;
const ON_THE_MAP = "now.warnings";

export function Wall({ place }: { readonly place: string | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { kept, own } = useSituation("day", place);
  const me = useMe();
  const box = useRef<HTMLDivElement>(null);
  useAwake();
  const full = useCallback(() => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    // A browser may refuse; the page then stays as large as its window.
    else box.current?.requestFullscreen().catch(() => undefined);
  }, []);
  const leave = useCallback(() => goTo("situation", ...pathOf({ place, period: "day" })), [place]);
  const open = useCallback((to: string) => goTo("situation", ...wallPath(to)), []);
  const shown = kept.kind === "here" ? kept.value : null;
  const path = place ?? own ?? shown?.place.path ?? "";
  const up = useCallback(() => {
    if (path !== "") open(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  }, [path, open]);
  useKeys(useMemo((): KeyTable => ({ f: full, Escape: leave, u: up }), [full, leave, up]));
  useKeyWords([
    { keys: ["f"], words: t("keys.full") },
    { keys: ["u"], words: t("keys.up") },
    { keys: ["Esc"], words: t("keys.leave") },
  ]);
  const name = path === "" ? t("country") : ((shown?.place.path === path ? shown.place.name?.[language] : null) ?? path);
  const measure = shown?.map.measures.find(({ key }) => key === ON_THE_MAP) ?? shown?.map.measures[0];
  const failed = kept.kind === "failed" || kept.stale !== null;
  const signedIn = me.kind === "here" ? me.value : null;
  return (
    <ConfigProvider theme={THEMES.dark} componentSize="small" wave={{ disabled: true }}>
      <div ref={box} className="wall" data-look="dark">
        <header className="wall-head">
          <h1 aria-label={t("wall.title", { place: name })}>{name}</h1>
          <Present />
          {failed && (
            <p role="status" className="wall-lost">
              ▲ {t("wall.lost")} {shown !== null && t("asOf", { time: instantText(Date.parse(shown.cutOff), language) })}
            </p>
          )}
          <span className="grow" />
          <Button icon={<FullscreenOutlined />} onClick={full}>
            {t("wall.full")} <kbd aria-hidden="true">f</kbd>
          </Button>
          <Button icon={<LogoutOutlined />} onClick={leave}>
            {t("wall.leave")} <kbd aria-hidden="true">Esc</kbd>
          </Button>
        </header>
        {shown === null ? (
          <Loading rows={14} />
        ) : (
          <>
            <section aria-label={t("head")} className="wall-shares">
              <FigureRow figures={shown.head} className="large" />
            </section>
            <div className="wall-grid">
              <section aria-label={t("map")} className="wall-map">
                {measure !== undefined && (
                  <>
                    <h2>{measure.title[language]}</h2>
                    <MapSide situation={shown} measure={measure} placeName={name} textPx={labelPx()} onPlace={open} />
                  </>
                )}
              </section>
              <div className="wall-side">
                <ClockTable warnings={shown.warnings} />
                {mayRead(signedIn, "warning") && <Pressing territory={path} />}
                {mayRead(signedIn, "stop-payment") && <Races territory={path} />}
              </div>
            </div>
          </>
        )}
      </div>
    </ConfigProvider>
  );
}

/** Labels on the map grow with the wall, as everything else does by its style. */
const labelPx = (): number => Math.max(11, Math.round(innerWidth / 120));

function mayRead(me: Me | null, kind: MatterKind): boolean {
  return me?.roles.some(({ id }) => (KINDS[kind].readers as readonly string[]).includes(id)) === true;
}

/** A wall has no hand that moves a mouse: where the browser can, the screen stays on. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const hold = (): void => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      navigator.wakeLock.request("screen").then(
        (held) => {
          if (gone) void held.release();
          else lock = held;
        },
        // The power may be low, or the browser may not want to: the wall works without.
        () => undefined,
      );
    };
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}

function Present(): ReactNode {
  const now = useNow();
  return (
    <time className="wall-time" dateTime={new Date(now).toISOString()}>
      {instantText(now, languageNow())}
    </time>
  );
}

/** The queue's age: what is due first, without anything that names a person. */
function Pressing({ territory }: { readonly territory: string }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const [page] = useMatters<WarningBody>("warning", { open: true, order: "due", limit: PRESSING, ...(territory === "" ? {} : { territory }) });
  const items = page.kind === "here" ? page.value.items : [];
  return (
    <section aria-labelledby="wall-pressing">
      <h2 id="wall-pressing">{t("wall.pressing")}</h2>
      {page.kind === "here" && items.length === 0 && <p className="quiet">{t("wall.pressingNone")}</p>}
      <ol className="wall-rows">
        {items.map(({ id, level, body, org, dueAtMs, stateWords }) => (
          <li key={id}>
            <LevelMark level={level} />
            <span className="wall-what">
              {body.category === null ? stateWords[language] : SCAM_CATEGORY_NAMES[body.category][language]} <span className="quiet">{nameOf(organisations, org)}</span>
            </span>
            <Clock dueAtMs={dueAtMs} bare />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Reports whose money is being stopped, what needs a second signature first. */
function Races({ territory }: { readonly territory: string }): ReactNode {
  const t = words.useWords();
  const [page] = useMatters<StopBody>("stop-payment", { open: true, order: "due", limit: STOPS_MAX, ...(territory === "" ? {} : { territory }) });
  const groups = useMemo(() => groupsOf(page.kind === "here" ? page.value.items : []), [page]);
  const more = page.kind === "here" && page.value.items.length >= STOPS_MAX ? "+" : "";
  return (
    <section aria-labelledby="wall-races">
      <h2 id="wall-races">
        {t("wall.races")} {groups.length > 0 && <span className="quiet">{t("wall.racesOf", { n: `${groups.length}${more}` })}</span>}
      </h2>
      {page.kind === "here" && groups.length === 0 && <p className="quiet">{t("wall.racesNone")}</p>}
      <ol className="wall-rows">
        {groups.slice(0, RACES).map((group) => (
          <RaceLine key={group.root} group={group} />
        ))}
      </ol>
    </section>
  );
}

function RaceLine({ group: { first, stops, counts, dueAtMs } }: { readonly group: Group }): ReactNode {
  const t = words.useWords();
  const say = stopWords.useWords();
  const { currency } = first.body;
  const same = stops.filter((stop) => stop.body.currency === currency);
  const held = sumMinor(same.flatMap((stop) => (stop.body.heldMinor === null ? [] : [stop.body.heldMinor])));
  const standings = [
    counts["to-sign"] > 0 ? `◇ ${say("toSign", { n: counts["to-sign"] })}` : null,
    counts["on-way"] > 0 ? `→ ${say("onWay", { n: counts["on-way"] })}` : null,
    counts.stopped > 0 ? `■ ${say("stopped", { n: counts.stopped })}` : null,
  ].filter((one) => one !== null);
  return (
    <li>
      <LevelMark level={first.level} wordless />
      <span className="wall-what">
        <b>
          <Money amountMinor={sumMinor(same.map((stop) => stop.body.amountMinor))} currency={currency} />
        </b>{" "}
        {held !== "0" && (
          <span className="wall-held">
            ■ {t("wall.held")} <Money amountMinor={held} currency={currency} />
          </span>
        )}{" "}
        <span className="quiet">{standings.join(" · ")}</span>
      </span>
      <Clock dueAtMs={dueAtMs} bare />
    </li>
  );
}
