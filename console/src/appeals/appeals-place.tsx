/**
 * Appeals, complaints and compensations: the queue of each, what is open of it, and entering one for somebody at a counter.
 * `n` takes the appeal that comes first among those the reader may decide, and nobody else is given it.
 */
import { AppealsClient, type Me } from "@duanliu/client";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { useNextTask } from "../matter/next.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { goTo } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { AppealScreen } from "./appeal-screen.tsx";
import { AppealsQueue, type QueueKind } from "./appeals-queue.tsx";
import { CompensationScreen } from "./compensation-screen.tsx";
import { ComplaintScreen } from "./complaint-screen.tsx";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./appeals.css";

// The form is heavy, and whoever decides needs none.
const Counter = lazy(async () => ({ default: (await import("./counter.tsx")).Counter }));

const TABS = ["appeals", "complaints", "compensations"] as const;
type Tab = (typeof TABS)[number];
const KIND_OF: Readonly<Record<Tab, QueueKind>> = { appeals: "appeal", complaints: "complaint", compensations: "compensation" };
const TAB_OF: Readonly<Record<string, Tab>> = { apl: "appeals", cmp: "complaints", cpn: "compensations", complaints: "complaints", compensations: "compensations" };
/** Those who enter for somebody: at a counter, and at the desks of institutions. */
const ENTER: ReadonlySet<string> = new Set(["intake", "dissuader", "caseOfficer", "dutyLead", "bankOps", "telcoOps", "platformOps"]);

export function AppealsPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} path={path} />;
}

function Desk({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const first = path.at(0) ?? null;
  const tab = TAB_OF[first?.split("_").at(0) ?? ""] ?? "appeals";
  const opened = first === null || (TABS as readonly string[]).includes(first) ? null : first;
  const reviews = me.roles.some(({ id }) => id === "reviewer");
  const enters = me.roles.some(({ id }) => ENTER.has(id));
  const back = useCallback(() => (tab === "appeals" ? goTo("appeals") : goTo("appeals", tab)), [tab]);
  const next = useNextTask(
    useCallback(async () => (await new AppealsClient(client).next())?.id ?? null, [client]),
    useCallback((id: string) => goTo("appeals", id), []),
  );
  const { take } = next;
  useKeys(useMemo((): KeyTable => ({ ...(reviews ? { n: take } : {}), ...(enters ? { c: () => goTo("appeals", "new") } : {}), Escape: back }), [reviews, enters, take, back]));
  useKeyWords([
    { keys: ["n"], words: t("keys.next") },
    { keys: ["t"], words: t("keys.take") },
    { keys: ["1", "2", "3"], words: `${t("keys.upheld")}, ${t("keys.partly")}, ${t("keys.rejected")}` },
    { keys: ["a"], words: t("keys.papers") },
    { keys: ["Ctrl", "↵"], words: t("keys.give") },
    { keys: ["c"], words: t("keys.enter") },
  ]);
  return (
    <div className={`orders-place appeals-place ${opened === null ? "nothing-open" : "something-open"}`}>
      <section className="orders-queue" aria-label={t(`tab.${tab}`)}>
        <header className="appeals-head">
          <h1>{PLACES.appeals.title[languageNow()]}</h1>
          <span className="buttons">
            {enters && (
              <Button type={reviews ? "default" : "primary"} onClick={() => goTo("appeals", "new")}>
                {t("enter")} <kbd aria-hidden="true">c</kbd>
              </Button>
            )}
            {reviews && (
              <Button type="primary" loading={next.busy} onClick={take}>
                {t("next")} <kbd aria-hidden="true">n</kbd>
              </Button>
            )}
          </span>
          <Segmented<Tab>
            block
            size="small"
            aria-label={t("tab.parts")}
            value={tab}
            options={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
            onChange={(value) => (value === "appeals" ? goTo("appeals") : goTo("appeals", value))}
          />
        </header>
        {next.none && (
          <p role="status" className="none-free">
            {t("none")}
          </p>
        )}
        {next.error !== null && <ProblemNote error={next.error} onAgain={take} />}
        <AppealsQueue key={tab} kind={KIND_OF[tab]} me={me} openId={opened} />
      </section>
      <div className="orders-work">
        {opened === null ? (
          <div className="empty choose">
            <p>{t("choose")}</p>
            <p>{t("chooseHow")}</p>
          </div>
        ) : (
          <Open key={opened} id={opened} about={path.at(1) ?? null} me={me} onBack={back} />
        )}
      </div>
    </div>
  );
}

interface OpenProps {
  readonly id: string;
  /** What an entry at the counter is about, when somebody comes from there. */
  readonly about: string | null;
  readonly me: Me;
  readonly onBack: () => void;
}

function Open({ id, about, me, onBack }: OpenProps): ReactNode {
  const t = words.useWords();
  if (id === "new") {
    return (
      <Suspense fallback={<Loading rows={12} />}>
        <Counter about={about} onBack={onBack} />
      </Suspense>
    );
  }
  switch (TAB_OF[id.split("_").at(0) ?? ""]) {
    case "appeals":
      return <AppealScreen id={id} me={me} onBack={onBack} />;
    case "complaints":
      return <ComplaintScreen id={id} onBack={onBack} />;
    case "compensations":
      return <CompensationScreen id={id} onBack={onBack} />;
    case undefined:
      return <p className="empty">{t("notHere")}</p>;
  }
}
