/**
 * Lead packages by unit with their supervision: per unit how many were issued, signed for in time, verified, acted on, returned
 * and late; below, each lead with its three clocks and how far up it went. Leads that nobody acted on are ticked to be taken back.
 */
import type { CampaignBody, CampaignLead, KindDescription, LeadCounts, MatterInFull, RollUp } from "@duanliu/client";
import { Button, Checkbox, Table } from "antd";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useNow } from "../now.ts";
import { hashOf } from "../place.ts";
import { instantText, numberText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { CLOCKS, clockOf, isWorked, lateOf, mayWithdraw, type ClockKey } from "./campaign.ts";
import { GiveForm } from "./give-form.tsx";
import { fieldsOf, helpOf, placeText, useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull<CampaignBody>;
  readonly kind: KindDescription | null;
  readonly leads: readonly CampaignLead[];
  /** There are more than are listed. */
  readonly more: boolean;
  readonly figures: RollUp | null;
  readonly onDone: () => void;
}

interface UnitRow {
  readonly key: string;
  readonly name: string;
  /** Null for leads that were not issued yet. */
  readonly counts: LeadCounts | null;
  readonly leads: readonly CampaignLead[];
}

const DRAFTED = "drafted";
/** What the columns need when their words wrap; a phone moves the table sideways. */
const TABLE_PX = 880;
/** Up to here every unit is open at once. */
const OPEN_MAX = 30;

export function Packages({ matter, kind, leads, more, figures, onDone }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [doing, setDoing] = useState<{ readonly command: "withdraw-leads" } | { readonly command: "send-lead-back"; readonly lead: string } | null>(null);
  const units = useMemo(() => rowsOf(leads, figures, (id) => nameOf(organisations, id), t("packages.notIssued")), [leads, figures, organisations, t]);
  const may = (command: string): boolean => matter.commands.some(({ name }) => name === command);
  const chosen = [...picked].filter((id) => leads.some((lead) => lead.id === id && mayWithdraw(lead.state)));
  const pick = useCallback((id: string, on: boolean) => {
    setPicked((old) => new Set(on ? [...old, id] : [...old].filter((one) => one !== id)));
  }, []);
  const close = useCallback(() => setDoing(null), []);
  const done = useCallback(() => {
    setPicked(new Set());
    onDone();
  }, [onDone]);
  if (leads.length === 0) return <p className="quiet">{t("packages.none")}</p>;
  const command = doing === null ? undefined : kind?.commands[doing.command];
  const n = (value: number | undefined): string => (value === undefined ? "–" : numberText(value, language));
  const drafted = leads.filter(({ state }) => state === "drafted").length;
  return (
    <>
      {drafted > 0 && <p>{t("packages.drafted", { count: drafted })}</p>}
      <Table<UnitRow>
        className="packages"
        size="small"
        pagination={false}
        scroll={{ x: TABLE_PX }}
        dataSource={units}
        expandable={{
          // Units come and go while one looks: what is remembered is which were turned, not which were open.
          expandedRowKeys: units.filter(({ key }) => turned.has(key) !== leads.length <= OPEN_MAX).map(({ key }) => key),
          onExpand: (_, { key }) => setTurned((old) => (old.has(key) ? new Set([...old].filter((one) => one !== key)) : new Set([...old, key]))),
          expandedRowRender: (row) => (
            <Leads
              leads={row.leads}
              picked={picked}
              onPick={may("withdraw-leads") ? pick : null}
              onSendBack={may("send-lead-back") ? (lead) => setDoing({ command: "send-lead-back", lead }) : null}
            />
          ),
        }}
        columns={[
          { title: t("packages.unit"), key: "unit", render: (_, row) => <b>{row.name}</b> },
          { title: t("packages.leads"), key: "leads", align: "right", render: (_, row) => n(row.counts?.issued ?? row.leads.length) },
          {
            title: t("packages.signed"),
            key: "signed",
            align: "right",
            render: (_, { counts }) => (
              <>
                {n(counts?.signed)} {counts !== null && <span className="quiet">({t("packages.inTime", { n: counts.signedInTime })})</span>}
              </>
            ),
          },
          {
            title: t("packages.verified"),
            key: "verified",
            render: (_, { counts }) =>
              counts === null ? "–" : t("packages.verifiedHow", { yes: counts.verified.true, partly: counts.verified.partly, no: counts.verified.false }),
          },
          {
            title: t("packages.acted"),
            key: "acted",
            align: "right",
            render: (_, { counts }) => (
              <>
                {n(counts?.acted)} {counts !== null && counts.actedEarly > 0 && <span className="quiet">({t("packages.early", { n: counts.actedEarly })})</span>}
              </>
            ),
          },
          { title: t("packages.returned"), key: "returned", align: "right", render: (_, { counts }) => n(counts?.returned) },
          {
            title: t("packages.late"),
            key: "late",
            align: "right",
            render: (_, { counts }) => (counts === null ? "–" : counts.overdue === 0 ? "0" : <b>▲ {n(counts.overdue)}</b>),
          },
          { title: t("packages.supervised"), key: "supervised", align: "right", render: (_, { counts }) => n(counts?.supervised) },
        ]}
      />
      {more && <p className="quiet">{t("packages.more", { n: leads.length })}</p>}
      {may("withdraw-leads") && doing === null && (
        <div className="buttons">
          {chosen.length > 0 ? (
            <Button danger onClick={() => setDoing({ command: "withdraw-leads" })}>
              {t("packages.withdraw", { n: chosen.length })}
            </Button>
          ) : (
            <span className="quiet">{t("packages.withdrawHow")}</span>
          )}
        </div>
      )}
      {doing !== null && command !== undefined && (
        <GiveForm
          key={doing.command}
          matter={matter}
          name={doing.command}
          command={command}
          known={doing.command === "withdraw-leads" ? { leads: chosen } : { lead: doing.lead }}
          fields={fieldsOf(t, all)}
          warning={helpOf(t, "campaign", doing.command)}
          onDone={done}
          onClose={close}
        />
      )}
    </>
  );
}

function rowsOf(leads: readonly CampaignLead[], figures: RollUp | null, name: (id: string) => string, notIssued: string): readonly UnitRow[] {
  const byUnit = Map.groupBy(leads, (lead) => (lead.body.steps.length === 0 ? DRAFTED : lead.org));
  const counts = new Map(figures?.byUnit.map(({ org, ...rest }) => [org, rest] as const) ?? []);
  const keys = [...new Set([...byUnit.keys(), ...counts.keys()])];
  return keys
    .map((key) => ({ key, name: key === DRAFTED ? notIssued : name(key), counts: counts.get(key) ?? null, leads: byUnit.get(key) ?? [] }))
    .toSorted((a, b) => Number(a.key === DRAFTED) - Number(b.key === DRAFTED) || (b.counts?.overdue ?? 0) - (a.counts?.overdue ?? 0) || a.name.localeCompare(b.name));
}

interface LeadsProps {
  readonly leads: readonly CampaignLead[];
  readonly picked: ReadonlySet<string>;
  readonly onPick: ((id: string, on: boolean) => void) | null;
  readonly onSendBack: ((id: string) => void) | null;
}

function Leads({ leads, picked, onPick, onSendBack }: LeadsProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const all = useCampaignWords();
  const organisations = useOrganisations();
  const column = (key: ClockKey, title: string) => ({ title, key, width: 160, render: (_: unknown, lead: CampaignLead) => <ClockCell lead={lead} of={key} /> });
  return (
    <Table<CampaignLead>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...leads]}
      columns={[
        ...(onPick === null
          ? []
          : [
              {
                title: "",
                key: "pick",
                width: 32,
                render: (_: unknown, lead: CampaignLead) =>
                  mayWithdraw(lead.state) && (
                    <Checkbox aria-label={t("packages.pick", { lead: lead.serial })} checked={picked.has(lead.id)} onChange={(event) => onPick(lead.id, event.target.checked)} />
                  ),
              },
            ]),
        {
          title: t("packages.lead"),
          key: "lead",
          render: (_, lead) => (
            <span className="lead-name">
              <a href={hashOf("campaigns", lead.id)}>{lead.body.subjects[0]?.ref.masked ?? lead.serial}</a>{" "}
              <span className="quiet">
                {wordIn(all?.OBJECTIVE_WORDS, lead.body.objective)} · {lead.stateWords[language]}
                {lead.body.steps.length === 0 && <> · {placeText(t, organisations, lead.body.target)}</>}
              </span>
            </span>
          ),
        },
        column(CLOCKS[0], t("packages.signClock")),
        column(CLOCKS[1], t("packages.verifyClock")),
        column(CLOCKS[2], t("packages.returnClock")),
        { title: t("packages.late"), key: "late", width: 150, render: (_, lead) => <LateMark lead={lead} /> },
        {
          title: "",
          key: "act",
          width: 120,
          render: (_, lead) =>
            lead.state === "returned" &&
            onSendBack !== null && (
              <Button size="small" onClick={() => onSendBack(lead.id)}>
                {t("packages.sendBack")}
              </Button>
            ),
        },
      ]}
    />
  );
}

/** Done (and whether in time), running, over, or not begun: a mark and a word, never colour alone. */
export function ClockCell({ lead, of }: { readonly lead: Parameters<typeof clockOf>[0]; readonly of: ClockKey }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  const state = clockOf(lead, of);
  switch (state.kind) {
    case "done":
      return (
        <span className="clock-done">
          ✓{" "}
          <time dateTime={new Date(state.atMs).toISOString()} title={instantText(state.atMs, language)}>
            {sinceText(state.atMs, now, language)}
          </time>
          {state.late && <b> {t("lead.lateSigned")}</b>}
        </span>
      );
    case "running":
      return <Clock dueAtMs={state.clock.dueAtMs} startedAtMs={state.clock.startedAtMs} unknownYear={state.clock.unknownYear} bare />;
    case "over":
      return <b>▲ {t("window.over")}</b>;
    case "waiting":
      return <span className="quiet">{t("clock.notYet")}</span>;
    case "none":
      return <span className="quiet">–</span>;
  }
}

/** How often a lead's time ran out, and who above was told last. */
export function LateMark({ lead }: { readonly lead: Parameters<typeof lateOf>[0] }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const late = lateOf(lead);
  if (late === null) return <span className="quiet">{isWorked(lead.state) ? t("late.none") : "–"}</span>;
  return (
    <span className="late-mark">
      <b>▲ {t("late.times", { count: late.times })}</b>
      <span> {late.to === null ? t("late.nobodyAbove") : t("late.told", { unit: nameOf(organisations, late.to) })}</span>
    </span>
  );
}
