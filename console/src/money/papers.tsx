/**
 * The trace as papers: a graph file, a table, and a sheet to be filed. They name accounts in full, so that what will be recorded
 * is said before the browser opens them; this page never holds them.
 */
import { PURPOSE_WORDS, type MoneyTrace, type Purpose, type TracePaper, type TraceQuestion } from "@duanliu/client";
import { Button, Popover } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { useMoney } from "./use-money.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly question: TraceQuestion;
  readonly trace: MoneyTrace;
}

const FILES: readonly (readonly [TracePaper, "graphml" | "csv"])[] = [
  ["trace.graphml", "graphml"],
  ["trace.csv", "csv"],
];

export function Papers(props: Props): ReactNode {
  const t = words.useWords();
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger="click" placement="bottomRight" destroyOnHidden open={open} onOpenChange={setOpen} content={<Choice {...props} onDone={() => setOpen(false)} />}>
      <Button>{t("papers.title")}</Button>
    </Popover>
  );
}

function Choice({ question: { edgesMax: _shown, ...question }, trace, onDone }: Props & { readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const money = useMoney();
  const language = languageNow();
  const purpose = PURPOSE_WORDS[trace.purpose as Purpose][language];
  const accounts = useMemo(() => trace.nodes.length + trace.omitted.nodes, [trace]);
  const name = `${trace.matter}-${trace.method}`;
  return (
    <div className="papers" role="group" aria-label={t("papers.title")}>
      <p>{t("papers.what", { count: accounts, purpose })}</p>
      <p className="quiet">
        {t("papers.method", { method: trace.methodWords[language] })} {t("papers.sheetHow")}
      </p>
      <div className="buttons">
        <Button type="primary" href={money.paperUrl("evidence-sheet", question, language)} target="_blank" rel="noreferrer" onClick={onDone}>
          {t("papers.sheet")}
        </Button>
        {FILES.map(([paper, file]) => (
          <Button key={paper} href={money.paperUrl(paper, question, language)} download={`${name}.${file}`} onClick={onDone}>
            {t(`papers.${file}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
