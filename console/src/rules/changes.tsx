/** Changes of the rules: those that somebody works on, and those that are in force or over. */
import type { Matter, RuleChangeBody } from "@duanliu/client";
import { Table, type TableColumnsType } from "antd";
import type { ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { StateTag } from "../matter/marks.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useMatters } from "../matter/use-matters.ts";
import { goTo, hashOf } from "../place.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Differences } from "./differences.tsx";
import { words } from "./words.ts";

type RuleChangeMatter = Matter<RuleChangeBody>;

const WORKING = ["drafted", "shadow", "proposed", "approved"];
const OVER = ["live", "replaced", "rolled-back", "withdrawn"];

export function Changes(): ReactNode {
  const t = words.useWords();
  return (
    <article className="page">
      <h1>{t("changes")}</h1>
      <h2>{t("working")}</h2>
      <List states={WORKING} none={t("noChanges")} />
      <h2>{t("over")}</h2>
      <List states={OVER} none={t("noneEnded")} />
    </article>
  );
}

function List({ states, none }: { readonly states: readonly string[]; readonly none: string }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  const [page, again] = useMatters<RuleChangeBody>("rule-change", { states, limit: 50 });
  if (page.kind === "loading") return <Loading rows={3} />;
  if (page.kind === "failed") return <Failed detail={page.detail} onAgain={again} />;
  if (page.value.items.length === 0) return <p className="empty">{none}</p>;
  const columns: TableColumnsType<RuleChangeMatter> = [
    {
      title: t("changes"),
      render: (_, one) => (
        <>
          <a href={hashOf("rules", one.id)}>
            <b>{one.body.title[language]}</b> {one.serial}
          </a>
          <p className="change-why">{one.body.why}</p>
          <Differences differences={one.body.differences.slice(0, 6)} />
        </>
      ),
    },
    { title: "", width: 170, render: (_, one) => <StateTag matter={one} /> },
    { title: "", width: 180, responsive: ["md"], render: (_, one) => <span className="quiet">{nameOf(organisations, one.org)}</span> },
    { title: "", width: 170, responsive: ["sm"], render: (_, one) => <span className="quiet">{instantText(one.changedAtMs, language)}</span> },
  ];
  return (
    <Table<RuleChangeMatter>
      rowKey="id"
      size="small"
      pagination={false}
      showHeader={false}
      columns={columns}
      dataSource={[...page.value.items]}
      onRow={(one) => ({ onDoubleClick: () => goTo("rules", one.id) })}
    />
  );
}
