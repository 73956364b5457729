/**
 * Who has an entry, institution by institution: told when, arrived or not, carried out when. While it is taken back the
 * confirmations come in by themselves, and whoever is late is marked.
 */
import type { EntryReceipt, EntryReceipts, ListEntryBody, MatterInFull } from "@duanliu/client";
import { Progress, Table } from "antd";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { Clock } from "../matter/clock.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import type { Kept } from "../matter/use-matters.ts";
import { useNow } from "../now.ts";
import type { Loaded } from "../session.tsx";
import { clockText, durationText, instantText, numberText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const POLL_MS = 2_000;

const waits = (one: EntryReceipt): boolean => one.action === "withdrawn" && one.appliedAtMs === null;

/** An institution's word changes no matter until it is the last: it is looked for as long as one is missing. */
export function usePolled(receipts: Kept<EntryReceipts>, again: () => void): void {
  const pending = receipts.kind === "here" && receipts.value.items.some((one) => one.appliedAtMs === null);
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && again(), POLL_MS);
    return () => clearInterval(timer);
  }, [pending, again]);
}

interface Props {
  readonly entry: MatterInFull<ListEntryBody>;
  readonly receipts: Loaded<EntryReceipts>;
  readonly onAgain: () => void;
}

export function Receipts({ entry, receipts, onAgain }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (receipts.kind === "loading") return <Loading rows={3} />;
  if (receipts.kind === "failed") return <Failed detail={receipts.detail} onAgain={onAgain} />;
  const { items, applyMs } = receipts.value;
  const withdrawn = items.filter(({ action }) => action === "withdrawn");
  const confirmed = withdrawn.filter(({ appliedAtMs }) => appliedAtMs !== null).length;
  const late = withdrawn.filter(({ overdue }) => overdue).length;
  const title = withdrawn.length === 0 ? t("receipts.title") : confirmed === withdrawn.length ? t("receipts.done") : t("receipts.takingBack");
  return (
    <section className="entry-receipts" aria-label={title}>
      <h2>{title}</h2>
      {items.length === 0 && <p className="quiet">{t(entry.body.strength === "watch" ? "receipts.noneWatch" : "receipts.none")}</p>}
      {withdrawn.length > 0 && (
        <div className="receipts-sum" role="status">
          <b>{t("receipts.summary", { n: numberText(confirmed, language), of: numberText(withdrawn.length, language) })}</b>
          <Progress percent={Math.floor((100 * confirmed) / withdrawn.length)} showInfo={false} size="small" aria-label={title} />
          {late > 0 && <b className="overdue">▲ {t("overdue", { n: numberText(late, language) })}</b>}
        </div>
      )}
      {items.length > 0 && (
        <>
          <div className="wide-table" tabIndex={0} role="region" aria-label={t("receipts.who")}>
            <Rows items={items} />
          </div>
          <p className="quiet">{t("receipts.rule", { minutes: Math.round(applyMs / 60_000) })}</p>
        </>
      )}
    </section>
  );
}

function Rows({ items }: { readonly items: readonly EntryReceipt[] }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const now = useNow();
  const language = languageNow();
  return (
    <Table<EntryReceipt>
      size="small"
      rowKey="receiver"
      dataSource={[...items]}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      rowClassName={(one) => (one.overdue ? "late" : waits(one) ? "waits" : "")}
      columns={[
        { title: t("receipts.who"), render: (_, { receiver }) => nameOf(organisations, receiver) },
        {
          title: t("receipts.told"),
          responsive: ["sm"],
          render: (_, one) => (
            <>
              <time dateTime={new Date(one.sentAtMs).toISOString()} title={instantText(one.sentAtMs, language)}>
                {sinceText(one.sentAtMs, now, language)}
              </time>{" "}
              <span className="quiet">{t(one.deliveredAtMs === null ? "receipts.onWay" : "receipts.arrived")}</span>
            </>
          ),
        },
        { title: t("receipts.carried"), render: (_, one) => <Carried one={one} /> },
      ]}
    />
  );
}

function Carried({ one }: { readonly one: EntryReceipt }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const language = languageNow();
  const { action, appliedAtMs, sentAtMs, dueAtMs, overdue } = one;
  if (appliedAtMs === null) {
    if (action === "entered") return <span className="quiet">… {t("receipts.hasNot")}</span>;
    return (
      <>
        {overdue ? <b className="overdue">▲ {t("receipts.late")}</b> : <span>… {t("receipts.waits")}</span>} <Clock dueAtMs={dueAtMs} startedAtMs={sentAtMs} bare={!overdue} />
      </>
    );
  }
  return (
    <>
      <span className="carried-out">✓ {t(action === "entered" ? "receipts.has" : "receipts.removed")}</span>{" "}
      <time className="quiet" dateTime={new Date(appliedAtMs).toISOString()} title={instantText(appliedAtMs, language)}>
        {clockText(appliedAtMs, language)} · {t("receipts.took", { time: durationText(appliedAtMs - sentAtMs, frame) })}
      </time>
    </>
  );
}
