/** The verdicts as rows: when, what, between whom, which action, and the first reason as a sentence. */
import { SCAM_CATEGORY_NAMES, type LiveItem } from "@duanliu/client";
import { memo, useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../frame/states.tsx";
import { hashOf } from "../place.ts";
import { ActionMark } from "../verdict/action-mark.tsx";
import { partiesOf } from "../verdict/parties.ts";
import { clockText, instantText } from "../words/format.ts";
import { languageNow, type Language } from "../words/language.ts";
import { isFresh, type FeedRow, type FeedView } from "./feed.ts";

interface Props {
  readonly view: FeedView;
  readonly rows: readonly FeedRow[];
  readonly filtered: boolean;
  readonly held: boolean;
  readonly cursor: number | null;
  readonly openId: string | null;
  readonly onOpen: (eventId: string, key: number) => void;
  readonly onOver: (over: boolean) => void;
}

const COLUMNS = ["time", "kind", "parties", "action", "category", "reason"] as const;

export const VerdictTable = memo(function VerdictTable({ view, rows, filtered, held, cursor, openId, onOpen, onOver }: Props): ReactNode {
  const { t } = useTranslation();
  const language = languageNow();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (cursor === null) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-key="${cursor}"] a`);
    // The open verdict has the focus; the list only follows.
    if (openId === null) link?.focus({ preventScroll: true });
    link?.closest("tr")?.scrollIntoView({ block: "nearest" });
  }, [cursor, openId]);
  if (view.arrived === 0 && view.connection.kind === "connecting") return <Loading rows={12} />;
  if (rows.length === 0) {
    const time = view.lastAtMs === null ? "" : clockText(view.lastAtMs, language);
    return <p className="empty">{filtered && view.lastAtMs !== null ? t("live.emptyFilter", { time }) : t("live.empty")}</p>;
  }
  const reachable = rows.some((row) => row.key === cursor) ? cursor : rows[0]?.key;
  return (
    <div className="rows" ref={box} onPointerEnter={(event) => event.pointerType === "mouse" && onOver(true)} onPointerLeave={() => onOver(false)}>
      <table className="verdict-table" aria-labelledby="verdicts-title">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`col-${column}`}>
                {t(`live.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              rowKey={row.key}
              item={row.item}
              language={language}
              fresh={!held && isFresh(row, view)}
              here={row.key === cursor || row.item.event.id === openId}
              reachable={row.key === reachable}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
});

interface RowProps {
  readonly rowKey: number;
  readonly item: LiveItem;
  readonly language: Language;
  readonly fresh: boolean;
  readonly here: boolean;
  readonly reachable: boolean;
  readonly onOpen: Props["onOpen"];
}

const Row = memo(function Row({ rowKey, item, language, fresh, here, reachable, onOpen }: RowProps): ReactNode {
  const { t } = useTranslation();
  const { event, verdict } = item;
  const at = Date.parse(event.occurredAt);
  const category = verdict.category === null ? t("live.noCategory") : SCAM_CATEGORY_NAMES[verdict.category][language];
  const reason = verdict.hits[0]?.because[language] ?? t(verdict.degraded ? "live.nothingPart" : "live.nothing");
  const parties = partiesOf(event, language, t);
  return (
    <tr data-key={rowKey} className={`${verdict.action} ${fresh ? "fresh" : ""} ${here ? "here" : ""}`} onClick={() => onOpen(event.id, rowKey)}>
      <td className="col-time">
        <time dateTime={event.occurredAt} title={instantText(at, language)}>
          {clockText(at, language)}
        </time>
      </td>
      <td className="col-kind">{t(`kind.${event.kind}` as "kind.call", { defaultValue: event.kind })}</td>
      <td className="col-parties" title={parties}>
        {parties}
      </td>
      <td className="col-action">
        <ActionMark action={verdict.action} />
      </td>
      <td className="col-category" title={category}>
        {category}
      </td>
      <td className="col-reason">
        <a
          href={hashOf("live", event.id)}
          tabIndex={reachable ? 0 : -1}
          aria-current={here ? "true" : undefined}
          title={reason}
          onClick={(click) => {
            click.preventDefault();
            click.stopPropagation();
            onOpen(event.id, rowKey);
          }}
        >
          {reason}
        </a>
        {verdict.hits.length > 1 && <span className="more">+{verdict.hits.length - 1}</span>}
      </td>
    </tr>
  );
});
