/** Which scams: warnings and reports of the period by kind, as bars and as a table whose figures open their lists. */
import type { Figure, Situation } from "@duanliu/client";
import { Table } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { hashOf } from "../place.ts";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { listPath } from "./address.ts";
import { Chart } from "./chart.tsx";
import { useUnchanged } from "./unchanged.ts";
import { words } from "./words.ts";

type Category = Situation["categories"][number];

const BAR_PX = 26;

export function Categories({ categories }: { readonly categories: Situation["categories"] }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const rows = useMemo(
    () => categories.filter(({ warnings, reports }) => warnings.n + reports.n > 0).sort((a, b) => b.warnings.n + b.reports.n - a.warnings.n - a.reports.n),
    [categories],
  );
  // The chart is drawn anew when a bar is longer, not whenever an answer comes.
  const bars = useUnchanged(rows.map(({ name, warnings, reports }) => ({ name, warnings: warnings.n, reports: reports.n })));
  const option = useCallback(
    (colour: (name: string) => string) => {
      const drawn = [...bars].reverse();
      const label = { show: true, position: "right", color: colour("ink"), fontSize: 11 } as const;
      return {
        grid: { left: 8, right: 36, top: 26, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, selectedMode: false, itemWidth: 12, itemHeight: 10, textStyle: { color: colour("ink"), fontSize: 12 } },
        xAxis: { type: "value", minInterval: 1, axisLabel: { show: false }, splitLine: { show: false } },
        yAxis: {
          type: "category",
          data: drawn.map(({ name }) => name[language]),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: colour("line-strong") } },
          axisLabel: { color: colour("ink"), fontSize: 12, width: 150, overflow: "truncate" },
        },
        series: [
          { name: t("byWarnings"), type: "bar", barWidth: 9, data: drawn.map(({ warnings }) => warnings), label, itemStyle: { color: colour("accent") } },
          // Told from the other by its outline as well as by its colour.
          {
            name: t("byReports"),
            type: "bar",
            barWidth: 9,
            data: drawn.map(({ reports }) => reports),
            label,
            itemStyle: { color: colour("sheet"), borderColor: colour("high"), borderWidth: 1.5 },
          },
        ],
      };
    },
    [bars, language, t],
  );
  return (
    <section className="situation-categories" aria-labelledby="situation-categories">
      <h2 id="situation-categories">{t("categories")}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{t("nothing")}</p>
      ) : (
        <>
          <div style={{ height: rows.length * BAR_PX + 34 }}>
            <Chart className="bar-box" option={option} label={t("categoryChart")} />
          </div>
          <details>
            <summary>{t("categories")}</summary>
            <Table<Category>
              size="small"
              pagination={false}
              rowKey="category"
              dataSource={rows}
              columns={[
                { title: t("categories"), render: (_none, { name }) => name[language] },
                { title: t("byWarnings"), align: "right", render: (_none, { warnings, name }) => <Count figure={warnings} of={`${t("byWarnings")} · ${name[language]}`} /> },
                { title: t("byReports"), align: "right", render: (_none, { reports, name }) => <Count figure={reports} of={`${t("byReports")} · ${name[language]}`} /> },
              ]}
            />
          </details>
        </>
      )}
    </section>
  );
}

function Count({ figure, of }: { readonly figure: Figure; readonly of: string }): ReactNode {
  const t = words.useWords();
  const text = numberText(figure.n, languageNow());
  if (figure.n === 0) return <span className="quiet">{text}</span>;
  return (
    <a href={hashOf("situation", ...listPath({ title: of, query: figure.query }))} aria-label={`${text} · ${t("openList", { title: of })}`}>
      {text}
    </a>
  );
}
