/**
 * The desk of a bank or an operator: orders addressed to it, what waits for its answer first, and one screen to answer. It sees
 * nothing else of the platform; what ended lately stays in sight, because it has to be let go.
 */
import { KINDS, type Change, type Matter, type MatterKind, type Me } from "@duanliu/client";
import { Button, Select } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { Money } from "../matter/money.tsx";
import { Queue } from "../matter/queue.tsx";
import { useKept } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { askedOf, kindsFor, subjectOf } from "./partner.ts";
import { PartnerScreen } from "./partner-screen.tsx";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./partner.css";

// A form, and most of the day nobody needs it.
const OpeningCheck = lazy(async () => ({ default: (await import("./opening-check.tsx")).OpeningCheck }));
const Reassigned = lazy(async () => ({ default: (await import("../lists/reassigned.tsx")).Reassigned }));

const OPEN_ROWS = 100;
const ENDED_ROWS = 10;
const PREFIX: Readonly<Record<string, MatterKind>> = {
  stp: "stop-payment",
  frz: "freeze",
  pst: "protective-stop",
  hld: "hold",
  lbr: "line-break",
  nua: "number-action",
  trb: "trace-back",
  opn: "opening",
};

export function PartnerPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} id={path.at(0) ?? null} />;
}

function Desk({ me, id }: { readonly me: Me; readonly id: string | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { desk } = useSession();
  const kinds = useMemo(() => kindsFor(me.roles.map(({ id: role }) => role)), [me]);
  const [only, setOnly] = useState<MatterKind | null>(null);
  const asked = useMemo(() => (only === null ? kinds : [only]), [only, kinds]);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const pages = await Promise.all(
        asked.flatMap((kind) => [desk.list(kind, { open: true, order: "due", limit: OPEN_ROWS }, signal), desk.list(kind, { open: false, limit: ENDED_ROWS }, signal)]),
      );
      return { items: pages.flatMap((page) => page.items), next: null };
    },
    [desk, asked],
  );
  const concerns = useCallback((change: Change) => asked.includes(change.kind), [asked]);
  const [page, again] = useKept(ask, concerns);
  const parts = useMemo(() => partsOf(page.kind === "here" ? page.value.items : []), [page]);
  const rows = useMemo(() => [...parts.toAnswer, ...parts.running, ...parts.ended], [parts]);
  const back = useCallback(() => goTo("partner"), []);
  const open = useCallback((matter: Matter) => goTo("partner", matter.id), []);
  const checks = kinds.includes("opening");
  const numbers = me.roles.some(({ id: role }) => role === "telcoOps");
  useKeys(
    useMemo(
      (): KeyTable => ({ Escape: back, ...(checks ? { o: () => goTo("partner", "check") } : {}), ...(numbers ? { r: () => goTo("partner", "reassigned") } : {}) }),
      [back, checks, numbers],
    ),
  );
  useKeyWords([
    ...(checks ? [{ keys: ["o"], words: t("keys.check") }] : []),
    ...(numbers ? [{ keys: ["r"], words: t("keys.reassigned") }] : []),
    { keys: ["Ctrl", "↵"], words: t("keys.submit") },
  ]);
  const heading = (matter: Matter): string | null =>
    matter === parts.toAnswer[0]
      ? `${t("toAnswer")} · ${parts.toAnswer.length}`
      : matter === parts.running[0]
        ? `${t("running")} · ${parts.running.length}`
        : matter === parts.ended[0]
          ? t("ended")
          : null;
  const kind = id === null ? undefined : (rows.find((matter) => matter.id === id)?.kind ?? PREFIX[id.split("_", 1)[0] ?? ""]);
  return (
    <div className={`orders-place ${id === null ? "nothing-open" : "something-open"}`}>
      <section className="orders-queue" aria-label={t("queue")}>
        <header>
          <h1>{PLACES.partner.title[language]}</h1>
          {checks && (
            <Button onClick={() => goTo("partner", "check")}>
              {t("openings")} <kbd aria-hidden="true">o</kbd>
            </Button>
          )}
          {numbers && (
            <Button onClick={() => goTo("partner", "reassigned")}>
              {t("reassigned")} <kbd aria-hidden="true">r</kbd>
            </Button>
          )}
        </header>
        <div className="partner-filter">
          <Select<MatterKind | "all">
            aria-label={t("filter")}
            value={only ?? "all"}
            onChange={(value) => setOnly(value === "all" ? null : value)}
            options={[{ value: "all" as const, label: t("allKinds") }, ...kinds.map((value) => ({ value, label: KINDS[value][language] }))]}
          />
        </div>
        <Queue
          label={t("queue")}
          page={page}
          rows={rows}
          openId={id}
          hrefOf={(matter) => hashOf("partner", matter.id)}
          onOpen={open}
          heading={heading}
          row={(matter) => <Row matter={matter} />}
          empty={t("none")}
          onAgain={again}
        />
      </section>
      <div className="orders-work">
        {id === "check" ? (
          <Suspense fallback={<Loading rows={8} />}>
            <OpeningCheck me={me} onBack={back} />
          </Suspense>
        ) : id === "reassigned" && numbers ? (
          <Suspense fallback={<Loading rows={8} />}>
            <Reassigned onBack={back} />
          </Suspense>
        ) : id === null ? (
          <div className="empty choose">
            <p>{t("choose")}</p>
            <p>{t("chooseHow")}</p>
          </div>
        ) : kind === undefined ? (
          page.kind === "loading" ? (
            <Loading rows={8} />
          ) : (
            <p className="empty">{t("nothing")}</p>
          )
        ) : (
          <PartnerScreen key={id} id={id} kind={kind} onBack={back} />
        )}
      </div>
    </div>
  );
}

interface Parts {
  readonly toAnswer: readonly Matter[];
  readonly running: readonly Matter[];
  readonly ended: readonly Matter[];
}

function partsOf(items: readonly Matter[]): Parts {
  const due = (matter: Matter): number => matter.dueAtMs ?? Infinity;
  const open = items.filter((matter) => matter.closedAtMs === null).toSorted((a, b) => due(a) - due(b) || a.openedAtMs - b.openedAtMs);
  return {
    toAnswer: open.filter((matter) => askedOf(matter) !== null),
    running: open.filter((matter) => askedOf(matter) === null),
    ended: items.filter((matter) => matter.closedAtMs !== null).toSorted((a, b) => (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0)),
  };
}

function Row({ matter }: { readonly matter: Matter }): ReactNode {
  const language = languageNow();
  const { amountMinor, currency } = matter.body as { readonly amountMinor?: string; readonly currency?: string };
  return (
    <span className="orders-queue-row">
      <span>{subjectOf(matter)?.masked ?? matter.serial}</span>
      {matter.closedAtMs === null ? <Clock dueAtMs={matter.dueAtMs} bare /> : <span aria-hidden="true">×</span>}
      <span className="quiet">
        {KINDS[matter.kind][language]} · {matter.stateWords[language]}
      </span>
      {amountMinor !== undefined && currency !== undefined ? <Money amountMinor={amountMinor} currency={currency} /> : <span />}
    </span>
  );
}
