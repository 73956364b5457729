/** The list behind a figure: events with what is done now, what the draft would do, and the rules that make the difference. */
import type { Action, EventKind } from "@duanliu/client";
import { Button, Drawer } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { hashOf } from "../place.ts";
import { detailOf, type Loaded } from "../session.tsx";
import { ActionMark } from "../verdict/action-mark.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Row {
  readonly event: string;
  readonly kind: EventKind;
  readonly atMs: number;
  readonly now: Action;
  readonly draft: Action;
  readonly rules: readonly string[];
}

export interface Listed {
  readonly what: string;
  readonly load: (after: string | number | undefined, signal?: AbortSignal) => Promise<{ readonly items: readonly Row[]; readonly next: string | number | null }>;
}

interface Page {
  readonly rows: readonly Row[];
  readonly next: string | number | null;
}

export function EventsDrawer({ listed, onClose }: { readonly listed: Listed | null; readonly onClose: () => void }): ReactNode {
  const t = words.useWords();
  const { t: frame } = useTranslation();
  const [page, setPage] = useState<Loaded<Page>>({ kind: "loading" });
  const language = languageNow();
  useEffect(() => {
    if (listed === null) return undefined;
    const controller = new AbortController();
    setPage({ kind: "loading" });
    listed.load(undefined, controller.signal).then(
      ({ items, next }) => setPage({ kind: "here", value: { rows: items, next } }),
      (error: unknown) => {
        if (!controller.signal.aborted) setPage({ kind: "failed", detail: detailOf(error) });
      },
    );
    return () => controller.abort();
  }, [listed]);
  const more = (): void => {
    if (listed === null || page.kind !== "here" || page.value.next === null) return;
    const { rows, next } = page.value;
    listed.load(next).then(
      (got) => setPage({ kind: "here", value: { rows: [...rows, ...got.items], next: got.next } }),
      (error: unknown) => setPage({ kind: "failed", detail: detailOf(error) }),
    );
  };
  return (
    <Drawer open={listed !== null} onClose={onClose} size={720} title={t("bill.list", { what: listed?.what ?? "" })} destroyOnHidden>
      {page.kind === "loading" && <Loading rows={8} />}
      {page.kind === "failed" && <Failed detail={page.detail} />}
      {page.kind === "here" && page.value.rows.length === 0 && <p className="empty">{t("bill.nothing")}</p>}
      {page.kind === "here" && page.value.rows.length > 0 && (
        <>
          <table className="plain bill-events">
            <thead>
              <tr>
                {(["event", "from", "to", "because"] as const).map((one) => (
                  <th key={one} scope="col">
                    {t(`bill.${one}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page.value.rows.map((row) => (
                <tr key={row.event}>
                  <td>
                    <a href={hashOf("live", row.event)}>{frame(`kind.${row.kind}`)}</a> <span className="quiet">{instantText(row.atMs, language)}</span>
                  </td>
                  <td>
                    <ActionMark action={row.now} />
                  </td>
                  <td>
                    <ActionMark action={row.draft} />
                  </td>
                  <td>
                    {row.rules.map((rule) => (
                      <code key={rule}>{rule} </code>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {page.value.next !== null && <Button onClick={more}>{t("bill.morePage")}</Button>}
        </>
      )}
    </Drawer>
  );
}
