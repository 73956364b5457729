/** The published rules with their reasons and how often each was right, what lowers a score, and what a verdict leads to: nothing judges in secret. */
import { SCAM_CATEGORY_NAMES, type Rule, type Rulebook, type RulePack, type Suppressor } from "@duanliu/client";
import { Button, Dropdown, Input, Table, type InputRef, type TableColumnsType } from "antd";
import type { TFunction } from "i18next";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useKeys, useKeyWords } from "../keys.ts";
import { goTo } from "../place.ts";
import { useStats, withoutSlots, type RuleBook } from "../session.tsx";
import { numberText } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import { Outcomes, precisionColumn } from "./precision.tsx";
import { Responses } from "./responses.tsx";
import { AssumedMark, weightText } from "./rule-words.tsx";
import { words } from "./words.ts";

interface BookProps {
  readonly book: RuleBook;
  /** Precision and origin of the rules, for who may read it; null for others. */
  readonly more: Rulebook | null;
  /** Whether the reader may draft changes. */
  readonly writes: boolean;
}

export function Book({ book, more, writes }: BookProps): ReactNode {
  const { t } = useTranslation();
  const own = words.useWords();
  const language = languageNow();
  const stats = useStats();
  const input = useRef<InputRef>(null);
  useKeys(useMemo(() => ({ f: () => input.current?.focus() }), []));
  useKeyWords([{ keys: ["f"], words: own("keys.find") }]);
  const [find, setFind] = useState("");
  const rules = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    const all = book.rules.packs.flatMap((pack) => pack.rules);
    return wanted === "" ? all : all.filter((rule) => JSON.stringify(rule).toLowerCase().includes(wanted));
  }, [book, find]);
  const suppressors = book.rules.packs.flatMap((pack) => pack.suppressors);
  const hits = stats.kind === "here" ? stats.value.ruleHits : {};
  return (
    <article className="page">
      <h1>{t("rules.title")}</h1>
      <p className="quiet">{t("rules.intro", { n: book.ruleOf.size, version: book.rules.version })}</p>
      {more !== null && (
        <p className="quiet">
          {own("since")}{" "}
          {writes && (
            <Dropdown
              menu={{ items: book.rules.packs.map((pack) => ({ key: packFolder(pack, more), label: pack.title[language] })), onClick: ({ key }) => goTo("rules", "new", key) }}
            >
              <Button>{own("changePack")} ▾</Button>
            </Dropdown>
          )}
        </p>
      )}
      <Input ref={input} className="find" value={find} onChange={(event) => setFind(event.target.value)} placeholder={t("rules.find")} aria-label={t("rules.find")} allowClear />
      <Table<Rule>
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={rules}
        columns={[...ruleColumns(t, language, hits), ...(more === null ? [] : [precisionColumn(own, language, more)])]}
        expandable={{
          expandRowByClick: true,
          expandedRowRender: (rule) => <RuleDetails rule={rule} more={more} change={writes && more !== null ? packFolder(packOf(book, rule), more) : null} />,
        }}
        locale={{ emptyText: t("rules.none") }}
      />
      {suppressors.length > 0 && (
        <>
          <h2>{t("rules.suppressors")}</h2>
          <Table<Suppressor> rowKey="id" size="small" pagination={false} dataSource={suppressors} columns={suppressorColumns(t, language)} />
        </>
      )}
      <h2>{t("rules.responses")}</h2>
      <p className="quiet">{t("rules.responsesIntro")}</p>
      <Responses rows={book.rules.responses} />
    </article>
  );
}

function modeText(mode: Rule["mode"], t: TFunction): ReactNode {
  return <span className={`mode ${mode}`}>{t(`rules.mode.${mode}`)}</span>;
}

function ruleColumns(t: TFunction, language: Language, hits: Readonly<Record<string, number>>): TableColumnsType<Rule> {
  return [
    { title: t("verdict.rule"), dataIndex: "id", width: 90, render: (id: string) => <code>{id}</code>, responsive: ["md"] },
    {
      title: t("rules.reason"),
      render: (_, rule) => (
        <>
          {rule.title !== undefined && <b className="rule-title">{rule.title[language]}</b>}
          {withoutSlots(rule.because)[language]} {rule.assumed && <AssumedMark />} {rule.rule === true && <span className="mark">{t("rules.law")}</span>}
        </>
      ),
    },
    {
      title: t("rules.familyTitle"),
      width: 100,
      render: (_, rule) => t(`rules.family.${rule.family}` as "rules.family.call", { defaultValue: rule.family }),
      responsive: ["md"],
    },
    {
      title: t("verdict.category"),
      width: 170,
      responsive: ["lg"],
      render: (_, rule) => categoryText(rule.category, language),
    },
    { title: t("rules.weight"), width: 80, render: (_, rule) => weightText(rule.weight, t), responsive: ["sm"] },
    { title: t("rules.modeTitle"), width: 80, render: (_, rule) => modeText(rule.mode, t) },
    {
      title: t("rules.hits"),
      width: 70,
      align: "right",
      render: (_, rule) => numberText(hits[rule.id] ?? 0, language),
      responsive: ["sm"],
    },
  ];
}

function categoryText(category: string | undefined, language: Language): string {
  if (category === undefined) return "–";
  return Object.hasOwn(SCAM_CATEGORY_NAMES, category) ? SCAM_CATEGORY_NAMES[category as keyof typeof SCAM_CATEGORY_NAMES][language] : category;
}

function suppressorColumns(t: TFunction, language: Language): TableColumnsType<Suppressor> {
  return [
    { title: t("verdict.rule"), dataIndex: "id", width: 90, render: (id: string) => <code>{id}</code>, responsive: ["md"] },
    { title: t("rules.reason"), render: (_, one) => withoutSlots(one.because)[language] },
    {
      title: t("rules.lowers"),
      width: 260,
      render: (_, one) => one.lowers.map((id) => t(`rules.family.${id}` as "rules.family.call", { defaultValue: id })).join(t("list.and")),
      responsive: ["md"],
    },
    { title: t("rules.remains"), width: 90, align: "right", render: (_, one) => `${numberText(one.factorPermille / 10, language, 1)} %` },
    { title: t("rules.modeTitle"), width: 80, render: (_, one) => modeText(one.mode, t) },
  ];
}

/** The folder by which the platform knows a pack: those that ship are called like it. */
function packFolder(pack: RulePack, more: Rulebook): string {
  return more.packs.find((one) => one.pack === pack.id)?.pack ?? pack.id;
}

function packOf(book: RuleBook, rule: Rule): RulePack {
  const found = book.rules.packs.find((pack) => pack.rules.includes(rule));
  if (found === undefined) throw new Error("bug: a rule of no pack");
  return found;
}

interface DetailsProps {
  readonly rule: Rule;
  readonly more: Rulebook | null;
  /** Folder of the pack that may be changed; null where nothing may. */
  readonly change: string | null;
}

function RuleDetails({ rule, more, change }: DetailsProps): ReactNode {
  const { t } = useTranslation();
  const own = words.useWords();
  const language = languageNow();
  return (
    <dl className="pairs rule-details">
      <div>
        <dt>{t("rules.notIf")}</dt>
        <dd>{rule.notIf[language]}</dd>
      </div>
      <div>
        <dt>{t("rules.basis")}</dt>
        <dd>
          {rule.basis} {rule.assumed && <span className="quiet">{t("rules.assumedWhy")}</span>}
        </dd>
      </div>
      <div>
        <dt>{t("rules.kinds")}</dt>
        <dd>{rule.kinds.map((kind) => t(`kind.${kind}` as "kind.call", { defaultValue: kind })).join(t("list.and"))}</dd>
      </div>
      {rule.stage !== undefined && (
        <div>
          <dt>{t("verdict.stage")}</dt>
          <dd>{t(`stage.${rule.stage}` as "stage.S1")}</dd>
        </div>
      )}
      {rule.when !== undefined && (
        <div>
          <dt>{t("rules.when")}</dt>
          <dd>
            <code>{rule.when}</code>
          </dd>
        </div>
      )}
      <div>
        <dt>{t("rules.condition")}</dt>
        <dd>
          <code>{rule.if}</code>
        </dd>
      </div>
      {more !== null && more.precision.rules.some((one) => one.rule === rule.id) && (
        <div>
          <dt>{own("outcomes")}</dt>
          <dd>
            <Outcomes rule={rule.id} />
          </dd>
        </div>
      )}
      {change !== null && (
        <div>
          <dt />
          <dd>
            <Button onClick={() => goTo("rules", "new", change, rule.id)}>{own("change")}</Button>
          </dd>
        </div>
      )}
    </dl>
  );
}
