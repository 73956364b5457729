/** Rings that matters of one's area touch, as figures. Each is opened for one of those matters: its link is the way in. */
import { KINDS, type MatterKind, type RingRow, type ThingKind } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { nowMs } from "../now.ts";
import { hashOf } from "../place.ts";
import { detailOf } from "../session.tsx";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useMoney } from "./use-money.ts";
import { words } from "./words.ts";

/** A ring changes as cases and reports come in. */
const concerns = (change: { readonly kind: string; readonly opened: boolean }): boolean => change.opened && (change.kind === "report" || change.kind === "case");

export function RingsList({ openId }: { readonly openId: string | null }): ReactNode {
  const t = words.useWords();
  const money = useMoney();
  const ask = useCallback((signal: AbortSignal) => money.rings(undefined, signal), [money]);
  const [page, again] = useKept(ask, concerns);
  const [more, setMore] = useState<{ readonly items: readonly RingRow[]; readonly next: string | null } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  if (page.kind === "loading") return <Loading rows={8} />;
  if (page.kind === "failed") return <Failed detail={page.detail} onAgain={again} />;
  const first = page.value;
  const known = new Set(first.items.map((ring) => ring.id));
  const items = [...first.items, ...(more?.items ?? []).filter((ring) => !known.has(ring.id))];
  const next = more === null ? first.next : more.next;
  if (items.length === 0) return <p className="empty">{t("rings.none")}</p>;
  const load = async (after: string): Promise<void> => {
    try {
      const page = await money.rings(after);
      setWrong(null);
      setMore((before) => ({ items: [...(before?.items ?? []), ...page.items], next: page.next }));
    } catch (error) {
      setWrong(detailOf(error));
    }
  };
  return (
    <>
      <ol className="ring-rows" aria-label={t("rings.list")}>
        {items.map((ring) => (
          <li key={ring.id} className={ring.id === openId ? "open" : undefined}>
            <Row ring={ring} />
          </li>
        ))}
      </ol>
      {wrong !== null && <Failed detail={wrong} />}
      {next !== null && (
        <p className="empty">
          <Button onClick={() => void load(next)}>{t("rings.more")}</Button>
        </p>
      )}
    </>
  );
}

export function Things({ things }: { readonly things: RingRow["things"] }): ReactNode {
  const t = words.useWords();
  const parts = (Object.keys(things) as ThingKind[]).filter((kind) => (things[kind] ?? 0) > 0).map((kind) => `${things[kind]} × ${t(`thing.${kind}`)}`);
  return <>{parts.join(" · ")}</>;
}

/** Newest first, and each opens the same ring: a few are enough to choose from, the rest is a number. */
const MATTERS_SHOWN = 4;

function Row({ ring }: { readonly ring: RingRow }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const shown = ring.matters.slice(0, MATTERS_SHOWN);
  const more = ring.mattersInAll - shown.length;
  return (
    <>
      <div className="ring-row-head">
        <b>{ring.id}</b>
        <span className="quiet">{sinceText(Date.parse(ring.changedAt), nowMs(), language)}</span>
      </div>
      <div>
        <Things things={ring.things} />
      </div>
      {ring.provinces.length > 0 && <div className="quiet">{t("rings.provinces", { count: ring.provinces.length })}</div>}
      <div>
        <span className="quiet">{t("rings.matters")}: </span>
        {shown.map(({ id, kind }, i) => (
          <span key={id}>
            {i > 0 && " · "}
            <a href={hashOf("money", "rings", ring.id, id)}>
              {KINDS[kind as MatterKind]?.[language] ?? kind} {id.slice(-6)}
            </a>
          </span>
        ))}
        {more > 0 && <span className="quiet"> {t("rings.mattersMore", { count: more })}</span>}
      </div>
    </>
  );
}
