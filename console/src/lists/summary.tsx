/**
 * The lists that screening reads, summed up: how many entries, what they do, how many wait for review. Whoever may look inside
 * opens a list; on the machine itself, where nobody is signed in, the sums are all there is.
 */
import type { ListEntryKind, ListSummary } from "@duanliu/client";
import { Button, Table, type TableColumnsType } from "antd";
import type { TFunction } from "i18next";
import { useCallback, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import { useLoaded, useSession } from "../session.tsx";
import { bytesText, numberText } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import { words } from "./words.ts";

const KINDS: readonly ListEntryKind[] = ["block", "flag", "watch", "allow"];

/** `onLook` opens a list; null where nobody may look inside. */
export function Summary({ onLook }: { readonly onLook: ((list: string) => void) | null }): ReactNode {
  const { t } = useTranslation();
  const own = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const [lists, again] = useLoaded(useCallback((signal: AbortSignal) => client.lists(signal), [client]));
  const look: TableColumnsType<ListSummary> =
    onLook === null
      ? []
      : [
          {
            title: <span className="unseen">{own("imported.look")}</span>,
            align: "right",
            render: (_, { name, entries }) => (
              <Button size="small" disabled={entries === 0} aria-label={`${own("imported.look")}: ${name}`} onClick={() => onLook(name)}>
                {own("imported.look")}
              </Button>
            ),
          },
        ];
  return (
    <>
      {lists.kind === "loading" && <Loading rows={6} />}
      {lists.kind === "failed" && <Failed detail={lists.detail} onAgain={again} />}
      {lists.kind === "here" &&
        (lists.value.lists.length === 0 ? (
          <p className="empty">
            {t("lists.empty")} <code>npx duanliu lists import NAME FILE --source TEXT</code>
          </p>
        ) : (
          <Table<ListSummary> rowKey="name" size="small" pagination={false} dataSource={[...lists.value.lists]} columns={[...columns(t, language), ...look]} />
        ))}
      <p>{t("lists.note")}</p>
    </>
  );
}

function columns(t: TFunction, language: Language): TableColumnsType<ListSummary> {
  const n = (value: number): string => numberText(value, language);
  const typeWord = (type: string): string => t(`lists.type.${type}` as "lists.type.number", { defaultValue: type });
  return [
    { title: t("lists.name"), dataIndex: "name", render: (name: string) => <b>{name}</b> },
    { title: t("lists.entries"), align: "right", render: (_, list) => n(list.entries) },
    {
      title: t("lists.kinds"),
      render: (_, list) =>
        KINDS.filter((kind) => list.byKind[kind] > 0)
          .map((kind) => `${t(`lists.${kind}` as "lists.block")} ${n(list.byKind[kind])}`)
          .join(t("list.and")),
    },
    {
      title: t("lists.types"),
      responsive: ["md"],
      render: (_, list) =>
        Object.entries(list.byType)
          .map(([type, count]) => `${typeWord(type)} ${n(count)}`)
          .join(t("list.and")),
    },
    { title: t("lists.reviewDue"), align: "right", responsive: ["sm"], render: (_, list) => n(list.reviewDue) },
    { title: t("lists.ended"), align: "right", responsive: ["md"], render: (_, list) => n(list.ended) },
    { title: t("lists.bytes"), align: "right", responsive: ["lg"], render: (_, list) => bytesText(list.bytes) },
    { title: t("lists.digest"), responsive: ["lg"], render: (_, list) => <code title={list.digest}>{list.digest.slice(0, 16)}</code> },
  ];
}
