/**
 * Money and rings: whose money is traced and what it shows, and the groups behind it. A trace or a ring is opened for one matter and a
 * stated purpose; there is no search over people here.
 */
import { KINDS, type Matter, type Me } from "@duanliu/client";
import { useCallback, useMemo, type ReactNode } from "react";
import { Button } from "antd";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { LevelMark } from "../matter/marks.tsx";
import { Money, sumMinor } from "../matter/money.tsx";
import { Queue } from "../matter/queue.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { nowMs } from "../now.ts";
import { useMe } from "../session.tsx";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { PurposeGate } from "./gate.tsx";
import { RingScreen } from "./ring-screen.tsx";
import { RingsList } from "./rings-list.tsx";
import { TraceView } from "./trace-view.tsx";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./money.css";

const RING_READERS: ReadonlySet<string> = new Set(["analyst", "caseOfficer", "dutyLead", "countyChief", "cityChief", "provinceChief", "reviewer", "auditor", "dpo"]);
/** One page of the server. */
const ROWS = 200;

interface ReportBody {
  readonly payments?: readonly { readonly amountMinor: string; readonly currency: string; readonly to: { readonly masked: string } }[];
}

export function MoneyPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Desk me={me.value} path={path} />;
}

function Desk({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const part = path.at(0) === "rings" ? "rings" : "flow";
  const ringsToo = me.roles.some(({ id }) => RING_READERS.has(id));
  const rest = part === "rings" ? path.slice(1) : path;
  const open = part === "rings" ? rest.length > 1 : rest.length > 0;
  const back = useCallback(() => (part === "rings" ? goTo("money", "rings") : goTo("money")), [part]);
  useKeys(useMemo((): KeyTable => ({ Escape: back }), [back]));
  return (
    <div className={`orders-place money-place ${open ? "something-open" : "nothing-open"}`}>
      <section className="orders-queue" aria-label={t(part === "rings" ? "rings.list" : "queue")}>
        <header>
          <h1>{PLACES.money.title[language]}</h1>
        </header>
        {ringsToo && (
          <nav className="money-parts" aria-label={t("parts")}>
            <a href={hashOf("money")} aria-current={part === "flow" ? "page" : undefined}>
              {t("part.flow")}
            </a>
            <a href={hashOf("money", "rings")} aria-current={part === "rings" ? "page" : undefined}>
              {t("part.rings")}
            </a>
          </nav>
        )}
        {part === "flow" ? <Reports openId={rest.at(0) ?? null} me={me} /> : ringsToo ? <RingsList openId={rest.at(0) ?? null} /> : <p className="empty">{t("rings.notYours")}</p>}
      </section>
      <div className="orders-work">
        {!open ? (
          <p className="empty choose">{t(part === "rings" ? "rings.choose" : "choose")}</p>
        ) : (
          <>
            <div className="order-line">
              <Button className="to-queue" onClick={back}>
                ‹ {t("back")}
              </Button>
              {part === "flow" && <a href={hashOf("stop", rest[0] ?? "")}>{t("stop")}</a>}
            </div>
            {part === "flow" ? (
              <PurposeGate key={rest[0]}>{(purpose) => <TraceView key={rest[0]} matter={rest[0] ?? ""} purpose={purpose} />}</PurposeGate>
            ) : (
              <PurposeGate key={rest.join(" ")}>{(purpose) => <RingScreen id={rest[0] ?? ""} matter={rest[1] ?? ""} purpose={purpose} />}</PurposeGate>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Reports({ openId, me }: { readonly openId: string | null; readonly me: Me }): ReactNode {
  const t = words.useWords();
  const reads = me.roles.some(({ id }) => (KINDS.report.readers as readonly string[]).includes(id));
  return reads ? <ReportQueue openId={openId} /> : <p className="empty">{t("none")}</p>;
}

function ReportQueue({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const [page, again] = useMatters<ReportBody>("report", { limit: ROWS });
  const rows = useMemo(() => (page.kind === "here" ? page.value.items.filter((report) => (report.body.payments ?? []).length > 0) : []), [page]);
  const open = useCallback((report: Matter<ReportBody>) => goTo("money", report.id), []);
  return (
    <Queue<ReportBody>
      label={t("queue")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(report) => hashOf("money", report.id)}
      onOpen={open}
      row={(report) => <Row report={report} />}
      empty={t("none")}
      onAgain={again}
    />
  );
}

function Row({ report }: { readonly report: Matter<ReportBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const payments = report.body.payments ?? [];
  const currency = payments[0]?.currency ?? "CNY";
  const same = payments.filter((payment) => payment.currency === currency);
  return (
    <span className="orders-queue-row">
      <span>
        <LevelMark level={report.level} wordless /> <Money amountMinor={sumMinor(same.map((payment) => payment.amountMinor))} currency={currency} />
      </span>
      <span className="quiet">{sinceText(report.openedAtMs, nowMs(), language)}</span>
      <span className="quiet">{report.serial}</span>
      <span className="quiet">{t("paid", { count: payments.length })}</span>
    </span>
  );
}
