/** What institutions were given, and what each has carried out; and the way to take a rule's hits back. */
import type { Change, ListingsClient, SharedListFigures } from "@duanliu/client";
import { AutoComplete, Button, Form, Table } from "antd";
import { useCallback, useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useKept } from "../matter/use-matters.ts";
import { goTo } from "../place.ts";
import { ruleTitle, useBook } from "../session.tsx";
import { durationText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

type Figure = SharedListFigures["receivers"][number];
const LOOK_AGAIN_MS = 5_000;
const concerns = (change: Change): boolean => change.kind === "list-entry";

export function Receivers({ listings }: { readonly listings: ListingsClient }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const book = useBook();
  const known = book.kind === "here" ? book.value : null;
  const rules = [...(known?.ruleOf.keys() ?? [])];
  const [figures, again] = useKept(
    useCallback((signal: AbortSignal) => listings.figures(signal), [listings]),
    concerns,
  );
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && again(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <article className="lists-part">
      <section aria-label={t("receivers.title")}>
        <h2>{t("receivers.title")}</h2>
        <p className="quiet">{t("receivers.intro")}</p>
        {figures.kind === "loading" && <Loading rows={6} />}
        {figures.kind === "failed" && <Failed detail={figures.detail} onAgain={again} />}
        {figures.kind === "here" && <Rows figures={figures.value.receivers} />}
      </section>
      <section aria-label={t("rule.title")}>
        <h2>{t("rule.title")}</h2>
        <p className="quiet">{t("rule.intro")}</p>
        <Form<{ readonly rule: string }> layout="inline" requiredMark={false} onFinish={({ rule }) => goTo("lists", "rule", rule.trim())}>
          <Form.Item name="rule" label={t("rule.choose")} rules={[{ required: true, whitespace: true, message: t("form.needed") }]}>
            <AutoComplete
              className="rule-choice"
              maxLength={64}
              showSearch={{ filterOption: (typed, option) => `${option?.value ?? ""} ${option?.label ?? ""}`.toLowerCase().includes(typed.toLowerCase()) }}
              options={rules.map((id) => ({ value: id, label: `${id} · ${ruleTitle(id, known)[language]}` }))}
            />
          </Form.Item>
          <Button htmlType="submit">{t("rule.show")}</Button>
        </Form>
      </section>
    </article>
  );
}

function Rows({ figures }: { readonly figures: readonly Figure[] }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const organisations = useOrganisations();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  return (
    <div className="wide-table" tabIndex={0} role="region" aria-label={t("receivers.title")}>
      <Table<Figure>
        size="small"
        rowKey="receiver"
        pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
        dataSource={[...figures]}
        locale={{ emptyText: <p className="empty">{t("receivers.none")}</p> }}
        columns={[
          { title: t("receipts.who"), render: (_, { receiver }) => nameOf(organisations, receiver) },
          { title: t("receivers.has"), align: "right", render: (_, { entered }) => n(entered) },
          { title: t("receivers.back"), align: "right", render: (_, { withdrawn }) => n(withdrawn) },
          { title: t("receivers.unacknowledged"), align: "right", responsive: ["sm"], render: (_, { unacknowledged }) => n(unacknowledged) },
          { title: t("receivers.unapplied"), align: "right", responsive: ["sm"], render: (_, { unapplied }) => n(unapplied) },
          { title: t("receivers.overdue"), align: "right", render: (_, { overdue }) => (overdue === 0 ? "0" : <b className="overdue">▲ {n(overdue)}</b>) },
          {
            title: t("receivers.median"),
            align: "right",
            responsive: ["sm"],
            render: (_, { applyMsMedian }) => (applyMsMedian === null ? "–" : durationText(applyMsMedian, frame)),
          },
        ]}
      />
    </div>
  );
}
