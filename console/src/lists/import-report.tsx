/** What became of a file: the sums, every line with its fate and the reason for a refusal, and the refused lines to take along. */
import type { ImportReport, LineOutcome } from "@duanliu/client";
import { Button, Segmented, Table } from "antd";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { goTo } from "../place.ts";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { fatesOf, refusedText, type LineFate } from "./lists.ts";
import { words } from "./words.ts";

const OUTCOMES: readonly LineOutcome[] = ["new", "changed", "known", "refused"];
/** Told apart without colour. */
const MARK: Readonly<Record<LineOutcome, string>> = { new: "✓", changed: "↻", known: "=", refused: "×" };
const SIZE = 20;

interface Props {
  readonly text: string;
  readonly report: ImportReport;
  readonly onAgain: () => void;
}

export function Report({ text, report, onAgain }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const fates = useMemo(() => fatesOf(text, report), [text, report]);
  const [only, setOnly] = useState<LineOutcome | "all">(report.refusedTotal > 0 ? "refused" : "all");
  const rows = useMemo(() => (only === "all" ? fates : fates.filter(({ outcome }) => outcome === only)), [fates, only]);
  const n = (value: number): string => numberText(value, language);
  const sums: Readonly<Record<LineOutcome, number>> = { new: report.taken - report.updated, changed: report.updated, known: report.duplicates, refused: report.refusedTotal };
  const and = language === "zh" ? "、" : ", ";
  const lowered = Object.entries(report.lowered).map(([change, count]) => `${change} ${n(count)}`);
  const ignored = Object.entries(report.ignoredFields).map(([name, count]) => `${name} ${n(count)}`);
  return (
    <section className="import-report" aria-labelledby="import-report-title">
      <h2 id="import-report-title" tabIndex={-1}>
        {t("report.title")} · {report.list}
      </h2>
      <p role="status">{report.applied ? t("report.lines", { n: n(report.lines) }) : `× ${t("report.notApplied")}`}</p>
      <dl className="import-sums">
        {OUTCOMES.map((one) => (
          <div key={one} className={one}>
            <dt>
              <span aria-hidden="true">{MARK[one]}</span> {t(`report.${one}`)}
            </dt>
            <dd>{n(sums[one])}</dd>
          </div>
        ))}
      </dl>
      {lowered.length > 0 && <p>{t("report.lowered", { what: lowered.join(and) })}</p>}
      {ignored.length > 0 && <p>{t("report.ignored", { what: ignored.join(and) })}</p>}
      {report.outcomesUntil !== null && <p>{t("report.until", { n: n(report.outcomesUntil + 1) })}</p>}
      <div className="import-tools">
        <Segmented<LineOutcome | "all">
          aria-label={t("report.outcome")}
          value={only}
          onChange={setOnly}
          options={(["all", ...OUTCOMES] as const).map((value) => ({ value, label: t(`report.${value}`) }))}
        />
        {report.refusedTotal > 0 && <Download name={`${report.list}-refused.txt`} text={refusedText(text, fates, report.format, language)} />}
        <Button onClick={() => goTo("lists", "imported", report.list)}>{t("report.toList")}</Button>
        <Button onClick={onAgain}>{t("report.again")}</Button>
      </div>
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("report.title")}>
        <Table<LineFate>
          size="small"
          rowKey="line"
          dataSource={[...rows]}
          pagination={{ pageSize: SIZE, showSizeChanger: false, hideOnSinglePage: true }}
          locale={{ emptyText: <p className="empty">{t("noneFor")}</p> }}
          columns={[
            { title: t("report.line"), align: "right", width: 70, render: (_, { line }) => n(line) },
            {
              title: t("report.outcome"),
              render: (_, { outcome }) => (
                <span className={`fate ${outcome}`}>
                  <span aria-hidden="true">{MARK[outcome]}</span> {t(`report.${outcome}`)}
                </span>
              ),
            },
            { title: t("report.value"), render: (_, { value }) => <code>{value}</code> },
            { title: t("report.why"), render: (_, one) => <Why one={one} shown={report.refused.length} /> },
          ]}
        />
      </div>
    </section>
  );
}

function Why({ one, shown }: { readonly one: LineFate; readonly shown: number }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (one.outcome !== "refused") return null;
  if (one.why === null) return t("report.reasonUnknown", { n: numberText(shown, language) });
  return (
    <>
      {one.why[language]}
      {one.expected !== null && <span className="quiet row-under">{t("report.expected", { what: one.expected })}</span>}
    </>
  );
}

function Download({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  const t = words.useWords();
  const [href, setHref] = useState<string | null>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    setHref(url);
    return () => URL.revokeObjectURL(url);
  }, [text]);
  return (
    <Button {...(href === null ? {} : { href })} download={name} disabled={href === null}>
      {t("report.download")}
    </Button>
  );
}
