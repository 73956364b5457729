/**
 * Stop the money: open stops by the report they rest on, what needs a second signature first; intake of a report; and one screen
 * for the report, or for an order, that is open. All of it live and by keys.
 */
import type { Me } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { LevelMark } from "../matter/marks.tsx";
import { Money, sumMinor } from "../matter/money.tsx";
import { Queue } from "../matter/queue.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { OrderScreen } from "./order-screen.tsx";
import { RootScreen } from "./root-screen.tsx";
import { groupsOf, type Group, type Stop, type StopBody } from "./stop.ts";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./stop.css";

// The form is heavy, and whoever signs needs none.
const Intake = lazy(async () => ({ default: (await import("./intake.tsx")).Intake }));

const REPORTERS: ReadonlySet<string> = new Set(["intake", "caseOfficer", "dutyLead", "analyst", "dissuader"]);
/** One page of the server; more open stops than anybody looks down. */
const ROWS = 200;

export function StopPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} id={path.at(0) ?? null} />;
}

function Desk({ me, id }: { readonly me: Me; readonly id: string | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const takes = me.roles.some(({ id: role }) => REPORTERS.has(role));
  const back = useCallback(() => goTo("stop"), []);
  useKeys(useMemo((): KeyTable => (takes ? { n: () => goTo("stop", "new"), Escape: back } : { Escape: back }), [takes, back]));
  useKeyWords([
    { keys: ["n"], words: t("keys.new") },
    { keys: ["a"], words: t("keys.approve") },
    { keys: ["p"], words: t("keys.propose") },
    { keys: ["Ctrl", "↵"], words: t("keys.submit") },
  ]);
  return (
    <div className={`orders-place ${id === null ? "nothing-open" : "something-open"}`}>
      <section className="orders-queue" aria-label={t("queue")}>
        <header>
          <h1>{PLACES.stop.title[language]}</h1>
          {takes && (
            <Button type="primary" onClick={() => goTo("stop", "new")}>
              {t("newReport")} <kbd aria-hidden="true">n</kbd>
            </Button>
          )}
        </header>
        <Reports openId={id} />
      </section>
      <div className="orders-work">
        {id === null ? (
          <div className="empty choose">
            <p>{t("choose")}</p>
            <p>{t("chooseHow")}</p>
          </div>
        ) : (
          <Open key={id} id={id} me={me} onBack={back} />
        )}
      </div>
    </div>
  );
}

function Open({ id, me, onBack }: { readonly id: string; readonly me: Me; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  if (id === "new") {
    return (
      <Suspense fallback={<Loading rows={12} />}>
        <Intake onCancel={onBack} />
      </Suspense>
    );
  }
  if (id.startsWith("rep_")) return <RootScreen id={id} kind="report" me={me} onBack={onBack} />;
  if (id.startsWith("cas_")) return <RootScreen id={id} kind="case" me={me} onBack={onBack} />;
  if (id.startsWith("stp_")) return <OrderScreen id={id} kind="stop-payment" me={me} onBack={onBack} />;
  if (id.startsWith("frz_")) return <OrderScreen id={id} kind="freeze" me={me} onBack={onBack} />;
  return <p className="empty">{t("notHere")}</p>;
}

function Reports({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters<StopBody>("stop-payment", { open: true, order: "due", limit: ROWS });
  const groups = useMemo(() => groupsOf(page.kind === "here" ? page.value.items : []), [page]);
  const byFirst = useMemo(() => new Map(groups.map((group) => [group.first.id, group])), [groups]);
  const open = useCallback((stop: Stop) => goTo("stop", stop.body.report), []);
  const opened = groups.find((group) => group.root === openId || group.stops.some((stop) => stop.id === openId))?.first.id ?? null;
  const rows = useMemo(() => groups.map((group) => group.first), [groups]);
  const toSign = groups.find((group) => group.counts["to-sign"] > 0)?.first.id;
  const rest = groups.find((group) => group.counts["to-sign"] === 0)?.first.id;
  return (
    <Queue<StopBody>
      label={t("queue")}
      page={page}
      rows={rows}
      openId={opened}
      hrefOf={(stop) => hashOf("stop", stop.body.report)}
      onOpen={open}
      heading={(stop) => (stop.id === toSign ? t("signNow") : stop.id === rest ? t("others") : null)}
      row={(stop) => <Row group={byFirst.get(stop.id) ?? null} />}
      empty={t("noneOpen")}
      onAgain={again}
    />
  );
}

function Row({ group }: { readonly group: Group | null }): ReactNode {
  const t = words.useWords();
  if (group === null) return null;
  const { first, stops, counts } = group;
  const same = stops.filter((stop) => stop.body.currency === first.body.currency);
  const said = [
    counts["to-sign"] > 0 ? `◇ ${t("toSign", { n: counts["to-sign"] })}` : null,
    counts["on-way"] > 0 ? `→ ${t("onWay", { n: counts["on-way"] })}` : null,
    counts.stopped > 0 ? `■ ${t("stopped", { n: counts.stopped })}` : null,
  ].filter((one) => one !== null);
  return (
    <span className="orders-queue-row">
      <span>
        <LevelMark level={first.level} wordless /> <Money amountMinor={sumMinor(same.map((stop) => stop.body.amountMinor))} currency={first.body.currency} />
      </span>
      <Clock dueAtMs={group.dueAtMs} bare />
      <span className="quiet">
        {first.body.account.masked}
        {stops.length > 1 && <> {t("more", { n: stops.length - 1 })}</>}
      </span>
      <span />
      <span className="standings">{said.join(" · ")}</span>
    </span>
  );
}
