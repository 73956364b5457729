/** What a campaign or operation found, as of a cut-off that is said, with the figures of its assessment beside those of now. */
import type { RollUp } from "@duanliu/client";
import { Table } from "antd";
import type { ReactNode } from "react";
import { Money } from "../matter/money.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

interface Line {
  readonly key: string;
  readonly name: string;
  readonly now: ReactNode;
  readonly assessed: ReactNode;
  readonly any: boolean;
}

export function Figures({ figures, assessed }: { readonly figures: RollUp; readonly assessed: RollUp | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const all = useCampaignWords();
  const n = (value: number): string => numberText(value, language);
  const count = (key: string, name: string, of: (one: RollUp) => number): Line => ({
    key,
    name,
    now: n(of(figures)),
    assessed: assessed === null ? null : n(of(assessed)),
    any: of(figures) > 0 || (assessed !== null && of(assessed) > 0),
  });
  const money = (one: RollUp): ReactNode =>
    one.money.length === 0
      ? "0"
      : one.money.map(({ currency, amountMinor }) => (
          <div key={currency}>
            <Money amountMinor={amountMinor} currency={currency} />
          </div>
        ));
  const lines: readonly Line[] = [
    count("principals", t("results.principals"), (one) => one.principalsCaught),
    ...Object.keys(figures.persons).map((status) =>
      count(status, `${t("results.persons")}: ${wordIn(all?.STATUS_WORDS, status)}`, (one) => one.persons[status as keyof RollUp["persons"]]),
    ),
    count("dens", t("results.dens"), (one) => one.dens),
    count("platforms", t("results.platforms"), (one) => one.platforms),
    count("devices", t("results.devices"), (one) => one.devices),
    { key: "money", name: t("results.money"), now: money(figures), assessed: assessed === null ? null : money(assessed), any: figures.money.length > 0 },
  ];
  const shown = lines.filter(({ any }) => any);
  if (shown.length === 0) return <p className="quiet">{t("results.nothing")}</p>;
  return (
    <>
      <Table<Line>
        size="small"
        className="campaign-figures"
        pagination={false}
        dataSource={[...shown]}
        columns={[
          { title: t("results.title"), dataIndex: "name", key: "name" },
          { title: t("results.now"), dataIndex: "now", key: "now", align: "right" },
          ...(assessed === null ? [] : [{ title: t("results.assessed"), dataIndex: "assessed", key: "assessed", align: "right" as const }]),
        ]}
      />
      <p className="quiet">
        {t("packages.cutOff", { at: instantText(figures.cutOffMs, language) })}
        {assessed !== null && <> · {t("assessment.cutOff", { at: instantText(assessed.cutOffMs, language) })}</>} · {t("results.once")}
      </p>
    </>
  );
}
