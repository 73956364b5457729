/** The law in force as data: every value with its citation, how firmly it rests and when somebody looks at it again. What we assumed is called so. */
import type { LawStatus, LawValue, LawView } from "@duanliu/client";
import { Input, Segmented, Table } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { nowMs } from "../now.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const STATUSES: readonly LawStatus[] = ["statute", "regulator", "practice", "assumed"];
type Shown = LawStatus | "all" | "due";

/** Firm to soft as a full, three-quarter, half and empty bar, besides the word. */
const FIRM: Readonly<Record<LawStatus, number>> = { statute: 3, regulator: 2, practice: 1, assumed: 0 };

export function StatusMark({ status, view }: { readonly status: LawStatus; readonly view: LawView }): ReactNode {
  return (
    <span className={`law-status ${status}`}>
      <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true">
        {[0, 1, 2].map((i) => (
          <rect key={i} x={i * 6 + 0.5} y="1.5" width="4" height="7" fill={i < FIRM[status] ? "currentColor" : "none"} stroke="currentColor" />
        ))}
      </svg>
      {view.statuses[status][languageNow()]}
    </span>
  );
}

export function Law({ view }: { readonly view: LawView }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [shown, setShown] = useState<Shown>("all");
  const [find, setFind] = useState("");
  const today = new Date(nowMs()).toISOString().slice(0, 10);
  const rows = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    return view.values.filter((one) => {
      if (shown === "due" ? one.reviewOn > today : shown !== "all" && one.status !== shown) return false;
      const said = [
        one.path,
        one.title?.zh,
        one.title?.en,
        one.basis,
        view.sources[one.basis]?.title.zh,
        view.sources[one.basis]?.title.en,
        ...one.parts.flatMap(({ words: said, text }) => [said.zh, said.en, text.zh, text.en]),
      ];
      return said.some((text) => text?.toLowerCase().includes(wanted) === true);
    });
  }, [view, shown, find, today]);
  const due = view.values.filter(({ reviewOn }) => reviewOn <= today).length;
  return (
    <section className="admin-part">
      <p>
        <b>{view.title[language]}</b> · {t("lawIntro", { from: view.validFrom })} · {view.currency} · {view.timeZone}
      </p>
      <div className="admin-tools">
        <Segmented<Shown>
          aria-label={t("lawStatus")}
          value={shown}
          onChange={setShown}
          options={[
            { value: "all", label: `${t("lawAll")} ${view.values.length}` },
            ...STATUSES.map((value) => ({ value, label: `${view.statuses[value][language]} ${view.counts[value]}` })),
            { value: "due" as const, label: `${t("lawDue")} ${due}` },
          ]}
        />
        <Input.Search aria-label={t("find")} placeholder={t("find")} allowClear onChange={(event) => setFind(event.target.value)} />
      </div>
      {shown === "assumed" && <p>{t("lawAssumedHow")}</p>}
      <div className="wide-table" tabIndex={0} role="region" aria-label={t("part.law")}>
        <Table<LawValue>
          size="small"
          rowKey="path"
          dataSource={rows}
          pagination={{ pageSize: 25, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: t("lawEmpty") }}
          columns={[
            {
              title: t("lawValue"),
              render: (_none, { title, path }) => (
                <span className="law-name">
                  {title?.[language]}
                  <code className="quiet row-id">{path}</code>
                </span>
              ),
            },
            {
              title: t("lawSays"),
              render: (_none, { parts, note }) => (
                <span className="law-says">
                  {parts.map(({ name, words: said, text }) => (
                    <span key={name} className="law-part">
                      <span className="quiet" title={name}>
                        {said[language]}
                      </span>{" "}
                      {text[language]}
                    </span>
                  ))}
                  {note !== null && <span className="quiet">{note[language]}</span>}
                </span>
              ),
            },
            { title: t("lawStatus"), render: (_none, { status }) => <StatusMark status={status} view={view} /> },
            {
              title: t("lawBasis"),
              render: (_none, { basis }) => (
                <span className="law-says" title={basis}>
                  {view.sources[basis]?.title[language] ?? basis}
                </span>
              ),
            },
            {
              title: t("lawReview"),
              render: (_none, { reviewOn }) => (
                <>
                  {reviewOn}
                  {reviewOn <= today && <b className="row-id">{t("lawReviewOver")}</b>}
                </>
              ),
            },
          ]}
        />
      </div>
      <details>
        <summary>{t("lawSources")}</summary>
        <div className="wide-table" tabIndex={0} role="region" aria-label={t("part.law")}>
          <Table
            size="small"
            rowKey={([key]) => key}
            pagination={false}
            dataSource={Object.entries(view.sources)}
            columns={[
              {
                title: t("lawSource"),
                render: (_none, [, { title, note }]) => <span className="law-says">{[title[language], note?.[language]].filter((part) => part !== undefined).join(" · ")}</span>,
              },
              { title: t("lawStatus"), render: (_none, [, { kind }]) => <StatusMark status={kind} view={view} /> },
              { title: t("lawRead"), render: (_none, [, { read }]) => t(`read.${read}` as "read.press") },
            ]}
          />
        </div>
      </details>
      {view.notAllowed.length > 0 && (
        <details>
          <summary>{t("lawNot")}</summary>
          <ul className="law-not">
            {view.notAllowed.map(({ measure, because }) => (
              <li key={measure.en}>
                <b>{measure[language]}</b> {because[language]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
