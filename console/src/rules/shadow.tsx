/** Figures of a shadow run: what the draft would have done on live traffic, beside what was done. Each opens its events. */
import { ACTIONS, RulebookClient, type Change, type ShadowRun } from "@duanliu/client";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { useSession } from "../session.tsx";
import { ActionMark } from "../verdict/action-mark.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { EventsDrawer, type Listed } from "./events-drawer.tsx";
import { words } from "./words.ts";

/** The platform keeps the figures this often. */
const POLL_MS = 5_000;

export function Shadow({ id }: { readonly id: string }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [shadow, again] = useKept(
    useCallback((signal: AbortSignal) => book.shadow(id, signal), [book, id]),
    useCallback((change: Change) => change.id === id, [id]),
  );
  const [listed, setListed] = useState<Listed | null>(null);
  const running = shadow.kind === "here" && shadow.value.running !== null;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(again, POLL_MS);
    return () => clearInterval(timer);
  }, [running, again]);
  const open = useCallback(
    (what: string, live: string, draft: string): void =>
      setListed({
        what,
        load: async (after, signal) => {
          const { items, next } = await book.shadowEvents(id, { live, shadow: draft, ...(after === undefined ? {} : { after: String(after) }) }, signal);
          return { next, items: items.map(({ event, kind, atMs, live: now, shadow: would, rules }) => ({ event, kind, atMs, now, draft: would, rules })) };
        },
      }),
    [book, id],
  );
  if (shadow.kind === "loading") return <Loading rows={6} />;
  if (shadow.kind === "failed") return <Failed detail={shadow.detail} onAgain={again} />;
  const { runs } = shadow.value;
  if (runs.length === 0) {
    return (
      <p className="empty" role="status">
        {running ? t("shadow.running") : t("shadow.none")}
      </p>
    );
  }
  return (
    <div className="shadow-runs">
      {runs.map((run) => (
        <Run key={`${run.liveVersion} ${run.shadowVersion}`} run={run} running={shadow.value.running?.version === run.shadowVersion} onOpen={open} />
      ))}
      <EventsDrawer listed={listed} onClose={() => setListed(null)} />
    </div>
  );
}

function Run({ run, running, onOpen }: { readonly run: ShadowRun; readonly running: boolean; readonly onOpen: (what: string, live: string, draft: string) => void }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  const changes = Object.entries(run.actions).flatMap(([key, count]) => {
    const [live, draft] = key.split(">").map((text) => ACTIONS.find((action) => action === text));
    return live === undefined || draft === undefined ? [] : [{ live, draft, count }];
  });
  const different = changes.filter(({ live, draft }) => live !== draft).toSorted((a, b) => b.count - a.count);
  const alike = changes.filter(({ live, draft }) => live === draft).reduce((sum, { count }) => sum + count, 0);
  const rules = Object.entries(run.rules).filter(([, { live, shadow }]) => live !== shadow);
  return (
    <section className="shadow-run" aria-label={run.shadowVersion}>
      <p>
        <b>{t("shadow.since", { at: instantText(run.fromMs, language), events: n(run.events) })}</b>{" "}
        <span className={running ? "mode live" : "mode"}>{t(running ? "shadow.running" : "shadow.stopped")}</span>{" "}
        <span className="quiet">{t("shadow.beside", { version: run.liveVersion })}</span>
      </p>
      {run.failed !== null && <p className="has-errors">{t("shadow.failed", { why: run.failed })}</p>}
      <div className="bill-tables">
        <table className="plain figures-table">
          <caption>{t("bill.actions")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("bill.now")}</th>
              <th scope="col">{t("shadow.would")}</th>
              <th scope="col">{t("bill.event")}</th>
            </tr>
          </thead>
          <tbody>
            {different.map(({ live, draft, count }) => (
              <tr key={`${live}${draft}`} className="differs">
                <td className="word">
                  <ActionMark action={live} />
                </td>
                <td className="word">
                  <ActionMark action={draft} />
                </td>
                <td>
                  <button type="button" className="plain-button link" onClick={() => onOpen(`${frame(`action.${live}`)} → ${frame(`action.${draft}`)}`, live, draft)}>
                    {n(count)}
                  </button>
                </td>
              </tr>
            ))}
            <tr>
              <td className="word" colSpan={2}>
                {t("shadow.agree")}
              </td>
              <td>{n(alike)}</td>
            </tr>
          </tbody>
        </table>
        {rules.length > 0 && (
          <table className="plain figures-table">
            <caption>{t("bill.rules")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("rules")}</th>
                <th scope="col">{t("bill.now")}</th>
                <th scope="col">{t("bill.draft")}</th>
              </tr>
            </thead>
            <tbody>
              {rules.map(([rule, { live, shadow }]) => (
                <tr key={rule} className="differs">
                  <th scope="row">
                    <code>{rule}</code>
                  </th>
                  <td>{n(live)}</td>
                  <td>{n(shadow)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
