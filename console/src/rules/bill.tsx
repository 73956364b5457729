/**
 * The bill of a draft: which stretch of the log is judged again, how far that has come, and what came of it. One replay runs at
 * a time; earlier ones stay to be compared.
 */
import { RulebookClient, type Change, type Matter, type Replay, type ReplayFigure, type RuleChangeBody } from "@duanliu/client";
import { Button, Progress, Segmented } from "antd";
import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { useKept } from "../matter/use-matters.ts";
import { useSession } from "../session.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Figures } from "./bill-figures.tsx";
import { EventsDrawer, type Listed } from "./events-drawer.tsx";
import { words } from "./words.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STRETCHES = ["hour", "day", "yesterday", "week"] as const;
type Stretch = (typeof STRETCHES)[number];

function stretchOf(stretch: Stretch, nowMs: number): { readonly from: Date; readonly to: Date } {
  const to = new Date(nowMs);
  switch (stretch) {
    case "hour":
      return { from: new Date(nowMs - HOUR_MS), to };
    case "day":
      return { from: new Date(nowMs - DAY_MS), to };
    case "week":
      return { from: new Date(nowMs - 7 * DAY_MS), to };
    case "yesterday": {
      const midnight = new Date(nowMs);
      midnight.setHours(0, 0, 0, 0);
      const before = new Date(midnight);
      before.setDate(before.getDate() - 1);
      return { from: before, to: midnight };
    }
  }
}

const POLL_MS = 1_000;

export function Bill({ matter, mayReplay }: { readonly matter: Matter<RuleChangeBody>; readonly mayReplay: boolean }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const { id } = matter;
  const [replays, again] = useKept(
    useCallback((signal: AbortSignal) => book.replays(id, signal), [book, id]),
    useCallback((change: Change) => change.id === id, [id]),
  );
  const [stretch, setStretch] = useState<Stretch>("yesterday");
  const [error, setError] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = replays.kind === "here" ? replays.value : [];
  const running = all.find((one) => one.state === "running");
  useEffect(() => {
    if (running === undefined) return undefined;
    const timer = setInterval(again, POLL_MS);
    return () => clearInterval(timer);
  }, [running, again]);
  const start = async (): Promise<void> => {
    setAsking(true);
    setError(null);
    setChosen(null);
    try {
      const { from, to } = stretchOf(stretch, Date.now());
      await book.startReplay(id, from.toISOString(), to.toISOString());
      again();
    } catch (caught) {
      setError(caught);
    } finally {
      setAsking(false);
    }
  };
  if (replays.kind === "loading") return <Loading rows={6} />;
  const shown = all.find((one) => one.id === chosen) ?? all.find((one) => one.state !== "running") ?? null;
  return (
    <div className="bill">
      <p className="quiet">{t("bill.intro")}</p>
      {mayReplay && (
        <div className="bill-ask">
          <span>{t("bill.stretch")}</span>
          <Segmented<Stretch> value={stretch} onChange={setStretch} options={STRETCHES.map((one) => ({ value: one, label: t(`bill.${one}`) }))} />
          <Button type="primary" disabled={running !== undefined} loading={asking} onClick={() => void start()}>
            {t("bill.replay")}
          </Button>
        </div>
      )}
      {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
      {running !== undefined && (
        <div className="bill-running" role="status">
          <span>{t("bill.running", { events: numberText(running.events, language) })}</span>
          <Progress size="small" percent={Math.min(99, Math.floor((100 * (running.reachedMs - running.fromMs)) / Math.max(1, running.untilMs - running.fromMs)))} />
          {mayReplay && (
            <Button size="small" onClick={() => void book.stopReplay(id, running.id).then(again, setError)}>
              {t("bill.stop")}
            </Button>
          )}
        </div>
      )}
      {shown === null && running === undefined && <p className="empty">{t("bill.none")}</p>}
      {all.length > 1 && (
        <div className="bill-earlier">
          {all
            .filter((one) => one.state !== "running")
            .slice(0, 6)
            .map((one) => (
              <Button key={one.id} size="small" type={one.id === shown?.id ? "default" : "text"} aria-pressed={one.id === shown?.id} onClick={() => setChosen(one.id)}>
                {instantText(one.startedAtMs, language)}
              </Button>
            ))}
        </div>
      )}
      {shown !== null && <OneReplay key={shown.id} replay={shown} matter={matter} />}
    </div>
  );
}

function OneReplay({ replay, matter }: { readonly replay: Replay; readonly matter: Matter<RuleChangeBody> }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const [listed, setListed] = useState<Listed | null>(null);
  const book = useMemo(() => new RulebookClient(client), [client]);
  const open = useCallback(
    (what: string, figure: ReplayFigure): void =>
      setListed({
        what,
        load: async (after, signal) => {
          const { items, next } = await book.replayEvents(replay.change, replay.id, figure, after, signal);
          return { next, items: items.map((one) => ({ event: one.event, kind: one.kind, atMs: one.atMs, now: one.live, draft: one.draft, rules: one.rules })) };
        },
      }),
    [book, replay.change, replay.id],
  );
  return (
    <>
      {replay.draft !== matter.body.draft.text && <p className="bill-note has-errors">{t("bill.otherDraft")}</p>}
      {replay.report === null ? <p className="empty">{t("bill.failed", { why: replay.why ?? replay.state })}</p> : <Figures bill={replay.report} onOpen={open} />}
      <EventsDrawer listed={listed} onClose={() => setListed(null)} />
    </>
  );
}
