/** How the installation is: first what somebody has to look at, in sentences; below it the figures behind them. */
import type { KeptOrganisation, SystemHealth } from "@duanliu/client";
import { Alert, Button, Descriptions, Table } from "antd";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { bytesText, durationText, instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly health: SystemHealth;
  readonly organisations: readonly KeptOrganisation[];
  readonly onAgain: () => void;
}

type Line = SystemHealth["outbox"][number];

export function System({ health, organisations, onAgain }: Props): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  const orgs = useMemo(() => new Map(organisations.map((one) => [one.id, one.name[language]])), [organisations, language]);
  const { log, store, intake, clocks, audit, disk, program } = health;
  const group = (title: string, rows: readonly (readonly [string, ReactNode])[]): ReactNode => (
    <Descriptions size="small" bordered column={1} title={title} items={rows.map(([label, children]) => ({ key: label, label, children }))} />
  );
  return (
    <section className="admin-part">
      <div className="admin-tools">
        <span className="quiet grow">{instantText(Date.parse(health.at), language)}</span>
        <Button onClick={onAgain}>{t("again")}</Button>
      </div>
      <h2>{t("findings")}</h2>
      {health.findings.length === 0 ? (
        <Alert type="success" showIcon title={t("findingsNone")} />
      ) : (
        health.findings.map(({ urgent, words: said }) => (
          <Alert key={said.en} type={urgent ? "error" : "warning"} showIcon title={`${t(urgent ? "urgent" : "attention")} · ${said[language]}`} />
        ))
      )}
      <h2>{t("outbox")}</h2>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("outbox")}>
        <Table<Line>
          size="small"
          rowKey={({ channel, addressee }) => `${channel} ${addressee}`}
          pagination={false}
          dataSource={health.outbox}
          locale={{ emptyText: t("outboxNone") }}
          columns={[
            { title: t("channel"), render: (_none, { channel }) => t(`wayOf.${channel}` as "wayOf.lists") },
            { title: t("addressee"), render: (_none, { addressee }) => orgs.get(addressee) ?? addressee },
            { title: t("waiting"), align: "right", render: (_none, { waiting }) => n(waiting) },
            { title: t("oldest"), align: "right", render: (_none, { oldestMs, waiting }) => (waiting === 0 ? "" : durationText(oldestMs, frame)) },
            { title: t("stuck"), align: "right", render: (_none, { stuck }) => (stuck === 0 ? "0" : <b>{n(stuck)}</b>) },
            { title: t("failed"), align: "right", render: (_none, { failed }) => n(failed) },
          ]}
        />
      </div>
      <div className="health-groups">
        {group(t("log"), [
          [t("logNext"), n(log.nextSequence)],
          [t("logPending"), bytesText(log.pendingBytes)],
          [t("logBytes"), bytesText(log.bytesOnDisk)],
          [t("logFailure"), log.failure ?? t("none")],
          [t("watchers"), n(log.watchers)],
          [t("refused"), n(intake.refused)],
          [t("degraded"), n(intake.degraded)],
        ])}
        {group(t("store"), [
          [t("version"), store.version],
          [t("size"), bytesText(store.bytes)],
          [t("ledgerLines"), n(store.ledgerLines)],
          [t("migration"), String(store.migration)],
          [t("answered"), `${n(store.answeredMs)} ms`],
        ])}
        {group(t("clocks"), [
          [t("armed"), n(clocks.armed)],
          [t("lateClocks"), n(clocks.late)],
          [t("failingClocks"), n(clocks.failing)],
          [t("signedAt"), audit.signedAt === null ? t("none") : instantText(Date.parse(audit.signedAt), language)],
          [t("auditUnsigned"), n(audit.unsigned)],
        ])}
        {group(t("disk"), [
          [t("free"), `${bytesText(disk.freeBytes)} ${t("of")} ${bytesText(disk.totalBytes)}`],
          [t("memory"), bytesText(program.memoryBytes)],
          [t("started"), instantText(Date.parse(program.startedAt), language)],
          [t("version"), `${program.version} · Node ${program.node}`],
          [
            t("versions"),
            <code key="versions">
              {Object.entries(program.versions)
                .map(([name, value]) => `${name} ${String(value)}`)
                .join(" · ")}
            </code>,
          ],
        ])}
      </div>
    </section>
  );
}
