/** The list behind a figure: exactly what it counted, page by page, each with the way to where it is worked on. */
import type { FigureItem } from "@duanliu/client";
import { Button, Segmented, Table } from "antd";
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../frame/states.tsx";
import { Money } from "../matter/money.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { useSession } from "../session.tsx";
import { durationText, instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { OpenList } from "./address.ts";
import { words } from "./words.ts";

interface Shown {
  readonly items: readonly FigureItem[];
  readonly next: string | null;
}

export function ListPane({ query, title, onClose }: OpenList & { readonly onClose: () => void }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const { situation } = useSession();
  const language = languageNow();
  const [of, setOf] = useState<"all" | "hits">("all");
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<unknown>(null);
  const said = JSON.stringify(query);
  const load = useCallback(
    async (after: string | null, signal?: AbortSignal): Promise<void> => {
      const asked = JSON.parse(said) as OpenList["query"];
      try {
        const page = await situation.items({ ...asked, parameters: { ...asked.parameters, of } }, after === null ? {} : { after }, signal);
        setShown((old) => ({ items: [...(after === null ? [] : (old?.items ?? [])), ...page.items], next: page.next }));
        setError(null);
      } catch (caught) {
        if (signal?.aborted !== true) setError(caught);
      }
    },
    [situation, said, of],
  );
  useEffect(() => {
    const controller = new AbortController();
    setShown(null);
    void load(null, controller.signal);
    return () => controller.abort();
  }, [load]);
  const timed = shown?.items.some(({ value, currency }) => value !== null && currency === null) === true;
  return (
    <div className="page figure-list">
      <header>
        <Button onClick={onClose}>{t("close")}</Button>
        <h1>{title === "" ? t("listTitle") : title}</h1>
      </header>
      <p className="quiet">{t("listTitle")}</p>
      <Segmented
        className="list-of"
        aria-label={t("listTitle")}
        value={of}
        onChange={setOf}
        options={[
          { value: "all", label: t("listAll") },
          { value: "hits", label: t("listHits") },
        ]}
      />
      {error !== null && <ProblemNote error={error} onAgain={() => void load(null)} />}
      {shown === null && error === null && <Loading rows={6} />}
      {shown !== null && (
        <Table<FigureItem>
          size="small"
          pagination={false}
          rowKey="item"
          dataSource={shown.items}
          scroll={{ x: "max-content" }}
          locale={{ emptyText: t("listEmpty") }}
          columns={[
            { title: t("listItem"), render: (_none, item) => <Item item={item} /> },
            { title: t("listAt"), render: (_none, { atMs }) => instantText(atMs, language) },
            { title: t("listHit"), render: (_none, { hit }) => t(hit ? "yes" : "no") },
            ...(shown.items.some(({ value }) => value !== null)
              ? [
                  {
                    title: t("listValue"),
                    align: "right" as const,
                    render: (_none: unknown, { value, currency }: FigureItem) =>
                      value === null ? null : currency === null ? timed ? durationText(Number(value), frame) : value : <Money amountMinor={value} currency={currency} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      {shown !== null && shown.next !== null && <Button onClick={() => void load(shown.next)}>{t("listMore")}</Button>}
    </div>
  );
}

function Item({ item: { item, matter } }: { readonly item: FigureItem }): ReactNode {
  const place = matter === null ? null : placeOfMatter(matter);
  if (matter === null || place === null) return <code>{matter ?? item}</code>;
  return (
    <a href={hashOf(place, matter)}>
      <code>{matter}</code>
    </a>
  );
}
