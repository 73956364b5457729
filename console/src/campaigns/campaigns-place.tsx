/**
 * Campaigns, the leads of a unit and special operations: on the left the unit's leads by time left (or the campaigns, or the
 * operations), on the right the one that is open. `n` opens the lead that is due first, so that a queue is worked by keys alone.
 */
import type { CampaignBody, LeadBody, Matter, Me, OperationBody } from "@duanliu/client";
import { Button, Segmented } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, useKeyWords, type KeyTable } from "../keys.ts";
import { Clock } from "../matter/clock.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { Queue } from "../matter/queue.tsx";
import { useMatters } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { PLACES, type PlaceProps } from "../places.tsx";
import { useMe } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { inOrder, isWorked, lateOf, loose, nextOf, WORKED } from "./campaign.ts";
import { words } from "./words.ts";
import "../orders/orders.css";
import "./campaigns.css";

const CampaignScreen = lazy(async () => ({ default: (await import("./campaign-screen.tsx")).CampaignScreen }));
const LeadScreen = lazy(async () => ({ default: (await import("./lead-screen.tsx")).LeadScreen }));
const OperationScreen = lazy(async () => ({ default: (await import("./operation-screen.tsx")).OperationScreen }));
const DraftLead = lazy(async () => ({ default: (await import("./draft-lead.tsx")).DraftLead }));
const ProposeCampaign = lazy(async () => ({ default: (await import("./propose.tsx")).ProposeCampaign }));
const PlanOperation = lazy(async () => ({ default: (await import("./propose.tsx")).PlanOperation }));

const PARTS = ["leads", "campaigns", "operations"] as const;
type Part = (typeof PARTS)[number];
const PART_OF: Readonly<Record<string, Part>> = { led: "leads", cmg: "campaigns", ope: "operations" };
/** One page of the server. */
const ROWS = 200;
const DRAFTERS: ReadonlySet<string> = new Set(["analyst", "caseOfficer", "dutyLead"]);
const PLANNERS: ReadonlySet<string> = new Set(["analyst", "dutyLead"]);

export function CampaignsPlace({ path }: PlaceProps): ReactNode {
  const me = useMe();
  if (me.kind === "failed") return <Failed detail={me.detail} />;
  return me.kind === "loading" || me.value === null ? <Loading rows={8} /> : <Room me={me.value} path={path} />;
}

function Room({ me, path }: { readonly me: Me; readonly path: readonly string[] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [head = null, tail = null] = path;
  const roles = me.roles.map(({ id }) => id);
  const drafts = roles.some((role) => DRAFTERS.has(role));
  const plans = roles.some((role) => PLANNERS.has(role));
  // Whoever works leads finds them first, whoever heads a unit its campaigns.
  const home: Part = drafts ? "leads" : "campaigns";
  const named = PARTS.find((one) => one === head);
  const [last, setLast] = useState<Part>(home);
  const part: Part = named ?? PART_OF[(head ?? "").split("_", 1)[0] ?? ""] ?? (head === "new" ? "campaigns" : head === "plan" ? "operations" : last);
  if (part !== last) setLast(part);
  const id = named === undefined ? head : null;
  // The queue knows which is next, and its button stands above it.
  const nextLead = useRef<() => void>(() => undefined);
  const back = useCallback(() => goTo("campaigns", part), [part]);
  useKeys(useMemo((): KeyTable => ({ Escape: back }), [back]));
  useKeyWords([{ keys: ["n"], words: t("keys.next") }, ...(drafts ? [{ keys: ["l"], words: t("keys.lead") }] : []), { keys: ["Ctrl", "↵"], words: t("keys.submit") }]);
  return (
    <div className={`orders-place campaigns-place ${id === null ? "nothing-open" : "something-open"}`}>
      <section className="orders-queue" aria-label={t("list")}>
        <header>
          <h1>{PLACES.campaigns.title[language]}</h1>
          {part === "leads" && (
            <Button type="primary" onClick={() => nextLead.current()}>
              {t("next")} <kbd aria-hidden="true">n</kbd>
            </Button>
          )}
          {part === "campaigns" && drafts && <Button onClick={() => goTo("campaigns", "new")}>{t("newCampaign")}</Button>}
          {part === "operations" && plans && <Button onClick={() => goTo("campaigns", "plan")}>{t("newOperation")}</Button>}
        </header>
        <div className="campaign-parts">
          <Segmented<Part>
            block
            aria-label={t("list")}
            value={part}
            onChange={(value) => goTo("campaigns", value)}
            options={PARTS.map((value) => ({ value, label: t(`part.${value}`) }))}
          />
        </div>
        {part === "leads" ? <Leads me={me} openId={id} onNext={nextLead} /> : part === "campaigns" ? <Campaigns openId={id} /> : <Operations openId={id} />}
      </section>
      <div className="orders-work">
        <Suspense fallback={<Loading rows={12} />}>
          {id === null ? (
            <div className="empty choose">
              <p>{t("choose")}</p>
              <p>{t("chooseHow")}</p>
            </div>
          ) : (
            <Open key={id} id={id} tail={tail} me={me} drafts={drafts} onBack={back} />
          )}
        </Suspense>
      </div>
    </div>
  );
}

interface OpenProps {
  readonly id: string;
  readonly tail: string | null;
  readonly me: Me;
  readonly drafts: boolean;
  readonly onBack: () => void;
}

function Open({ id, tail, me, drafts, onBack }: OpenProps): ReactNode {
  const t = words.useWords();
  if (id === "new") return <ProposeCampaign onBack={onBack} />;
  if (id === "plan") return <PlanOperation onBack={onBack} />;
  if (id.startsWith("cmg_")) return tail === "lead" && drafts ? <DraftLead id={id} /> : <CampaignScreen id={id} drafts={drafts} onBack={onBack} />;
  if (id.startsWith("led_")) return <LeadScreen id={id} unit={me.org.id} onBack={onBack} />;
  if (id.startsWith("ope_")) return <OperationScreen id={id} onBack={onBack} />;
  return <p className="empty">{t("notHere")}</p>;
}

interface LeadsProps {
  readonly me: Me;
  readonly openId: string | null;
  /** Told how the next lead is opened. */
  readonly onNext: RefObject<() => void>;
}

function Leads({ me, openId, onNext }: LeadsProps): ReactNode {
  const t = words.useWords();
  const [whose, setWhose] = useState<"own" | "below">("own");
  const [none, setNone] = useState(false);
  const [page, again] = useMatters<LeadBody>("lead", { states: [...WORKED], order: "due", limit: ROWS, ...(whose === "own" ? { org: me.org.id } : {}) });
  const rows = useMemo(() => inOrder(page.kind === "here" ? page.value.items : []), [page]);
  const late = rows.filter((lead) => lateOf(lead) !== null).length;
  const next = useCallback(() => {
    const found = nextOf(rows, openId);
    setNone(found === null);
    if (found !== null) goTo("campaigns", found.id);
  }, [rows, openId]);
  useKeys(useMemo((): KeyTable => ({ n: next }), [next]));
  useEffect(() => {
    onNext.current = next;
  }, [onNext, next]);
  const heading = (lead: Matter<LeadBody>): string | null =>
    late > 0 && lead === rows[0] ? t("overdueHeading", { n: late }) : lead === rows[late] ? t("inTimeHeading", { n: rows.length - late }) : null;
  return (
    <>
      <div className="campaign-parts lead-filter">
        <Segmented<"own" | "below">
          block
          size="small"
          aria-label={t("whose")}
          value={whose}
          onChange={setWhose}
          options={[
            { value: "own", label: t("own") },
            { value: "below", label: t("below") },
          ]}
        />
      </div>
      {none && (
        <p role="status" className="queue-note">
          {t("noneDue")}
        </p>
      )}
      <Queue<LeadBody>
        label={t("part.leads")}
        page={page}
        rows={rows}
        openId={openId}
        hrefOf={(lead) => hashOf("campaigns", lead.id)}
        onOpen={(lead) => goTo("campaigns", lead.id)}
        heading={heading}
        row={(lead) => <LeadRow lead={lead} unit={whose === "below"} />}
        empty={t(whose === "own" ? "noLeads" : "noLeadsBelow")}
        onAgain={again}
      />
      {rows.length >= ROWS && <p className="queue-note">{t("tooMany", { n: ROWS })}</p>}
    </>
  );
}

function LeadRow({ lead, unit }: { readonly lead: Matter<LeadBody>; readonly unit: boolean }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const late = lateOf(lead);
  return (
    <span className="orders-queue-row">
      <span>{lead.body.subjects[0]?.ref.masked ?? lead.serial}</span>
      <Clock dueAtMs={lead.dueAtMs} bare />
      <span className="quiet">
        {isWorked(lead.state) ? t(`todo.${lead.state}`) : ""} · {unit ? nameOf(organisations, lead.org) : lead.body.campaignName}
      </span>
      {late === null ? <span /> : <b>▲ {t("late.times", { count: late.times })}</b>}
    </span>
  );
}

function Campaigns({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const [page, again] = useMatters<CampaignBody>("campaign", { limit: ROWS });
  const { rows, running } = useMemo(() => openFirst(page.kind === "here" ? page.value.items : []), [page]);
  return (
    <Queue<CampaignBody>
      label={t("part.campaigns")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(one) => hashOf("campaigns", one.id)}
      onOpen={(one) => goTo("campaigns", one.id)}
      heading={(one) => (running > 0 && one === rows[0] ? t("running", { n: running }) : one === rows[running] ? t("ended") : null)}
      row={(one) => (
        <PlainRow name={one.body.name} matter={one} unit={nameOf(organisations, one.org)} mark={loose(one.body) > 0 ? `▲ ${t("conflicts.toSettle")} ${loose(one.body)}` : null} />
      )}
      empty={t("noCampaigns")}
      onAgain={again}
    />
  );
}

function Operations({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const [page, again] = useMatters<OperationBody>("operation", { limit: ROWS });
  const { rows, running } = useMemo(() => openFirst(page.kind === "here" ? page.value.items : []), [page]);
  return (
    <Queue<OperationBody>
      label={t("part.operations")}
      page={page}
      rows={rows}
      openId={openId}
      hrefOf={(one) => hashOf("campaigns", one.id)}
      onOpen={(one) => goTo("campaigns", one.id)}
      heading={(one) => (running > 0 && one === rows[0] ? t("running", { n: running }) : one === rows[running] ? t("ended") : null)}
      row={(one) => <PlainRow name={one.body.name} matter={one} unit={nameOf(organisations, one.org)} mark={null} />}
      empty={t("noOperations")}
      onAgain={again}
    />
  );
}

function openFirst<Body>(items: readonly Matter<Body>[]): { readonly rows: readonly Matter<Body>[]; readonly running: number } {
  const open = items.filter(({ closedAtMs }) => closedAtMs === null);
  return { rows: [...open, ...items.filter(({ closedAtMs }) => closedAtMs !== null)], running: open.length };
}

interface PlainRowProps {
  readonly name: string;
  readonly matter: Matter;
  readonly unit: string;
  readonly mark: string | null;
}

function PlainRow({ name, matter, unit, mark }: PlainRowProps): ReactNode {
  return (
    <span className="orders-queue-row">
      <span>{name}</span>
      {matter.closedAtMs === null ? <span /> : <span aria-hidden="true">×</span>}
      <span className="quiet">
        {matter.stateWords[languageNow()]} · {unit}
      </span>
      {mark === null ? <span /> : <b>{mark}</b>}
    </span>
  );
}
