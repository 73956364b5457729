/** The live place: key figures, verdicts as they come, and beside them the rates or the verdict that is open. */
import type { Action, EventKind } from "@duanliu/client";
import { useCallback, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords } from "../keys.ts";
import { goTo, replacePlace } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useSession, useStats } from "../session.tsx";
import { VerdictPane } from "../verdict/verdict-pane.tsx";
import { languageNow } from "../words/language.ts";
import { rowsOf } from "./feed.ts";
import { Figures } from "./figures.tsx";
import { Filters } from "./filters.tsx";
import { useHeldView } from "./held-view.ts";
import { Rates } from "./rates.tsx";
import { TopRules } from "./top-rules.tsx";
import { VerdictTable } from "./verdict-table.tsx";

/** Below this the page is one column, and an open verdict covers it. */
const NARROW = "(max-width: 1099px)";

function useNarrow(): boolean {
  const [media] = useState(() => matchMedia(NARROW));
  const watch = useCallback(
    (watcher: () => void) => {
      media.addEventListener("change", watcher);
      return () => media.removeEventListener("change", watcher);
    },
    [media],
  );
  return useSyncExternalStore(watch, () => media.matches);
}

export function LivePlace({ path }: PlaceProps): ReactNode {
  const { t } = useTranslation();
  // An id with slashes may be written by hand without their encoding.
  const eventId = path.length === 0 ? null : path.join("/");
  const { feed } = useSession();
  const stats = useStats();
  const narrow = useNarrow();
  const [action, setAction] = useState<Action | null>(null);
  const [kind, setKind] = useState<EventKind | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [over, setOver] = useState(false);
  const { view, held, chosen, newer, toggle } = useHeldView(over || cursor !== null || eventId !== null);
  const rows = useMemo(() => rowsOf(view, action, kind), [view, action, kind]);

  const open = useCallback((id: string, key: number) => {
    setCursor(key);
    goTo("live", id);
  }, []);
  const close = useCallback(() => {
    setCursor(null);
    if (eventId !== null) goTo("live");
  }, [eventId]);
  const move = useCallback(
    (step: 1 | -1) => {
      const at = rows.findIndex((row) => (cursor === null ? row.item.event.id === eventId : row.key === cursor));
      const row = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
      if (row === undefined) return;
      setCursor(row.key);
      if (eventId !== null) replacePlace("live", row.item.event.id);
    },
    [rows, cursor, eventId],
  );
  useKeyWords([
    { keys: ["j", "k"], words: t("keys.move") },
    { keys: ["Enter"], words: t("keys.enter") },
    { keys: ["Esc"], words: t("keys.escape") },
    { keys: ["p"], words: t("keys.pause") },
  ]);
  useKeys(
    useMemo(
      () => ({
        j: () => move(1),
        k: () => move(-1),
        p: toggle,
        Escape: close,
        Enter: () => {
          const row = rows.find((one) => one.key === cursor);
          if (row !== undefined) goTo("live", row.item.event.id);
        },
      }),
      [move, toggle, close, rows, cursor],
    ),
  );

  const beside = stats.kind === "loading" ? <Loading rows={9} /> : stats.kind === "failed" ? <Failed detail={stats.detail} /> : <Rates stats={stats.value} />;
  return (
    <div className="live-place">
      <h1 className="unseen">{PLACES.live.title[languageNow()]}</h1>
      <Figures stats={stats} />
      {narrow && (
        <details className="rates-folded">
          <summary>{t("rates.title")}</summary>
          {beside}
        </details>
      )}
      <section className="verdicts" aria-labelledby="verdicts-title">
        <Filters
          action={action}
          kind={kind}
          onAction={setAction}
          onKind={setKind}
          connected={view.connection.kind === "open"}
          held={held}
          chosen={chosen}
          newer={newer}
          onToggle={toggle}
          shown={rows.length}
        />
        <VerdictTable view={view} rows={rows} held={held} filtered={action !== null || kind !== null} cursor={cursor} openId={eventId} onOpen={open} onOver={setOver} />
        {stats.kind === "here" && stats.value.notShown > 0 && <p className="quiet below-list">{t("live.notShown", { n: stats.value.notShown.toLocaleString("en-US") })}</p>}
      </section>
      {eventId !== null ? (
        <VerdictPane key={eventId} eventId={eventId} feed={feed} onClose={close} />
      ) : (
        !narrow && (
          <aside className="beside">
            {beside}
            {stats.kind === "here" && <TopRules stats={stats.value} />}
          </aside>
        )
      )}
    </div>
  );
}
