/**
 * A queue of matters with its keys: `j` and `k` move, Enter opens. It keeps its shape while it loads, says when it is empty
 * and since when it is old; what came while it was looked at is marked for a second. What a row says is the place's; rows are ordered
 * as they are given.
 */
import type { Matter, Page } from "@duanliu/client";
import { useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys } from "../keys.ts";
import { useNews } from "./news.ts";
import type { Kept } from "./use-matters.ts";
import { words } from "./words.ts";

interface Props<Body> {
  readonly label: string;
  readonly page: Kept<Page<Body>>;
  /** The page's matters in the order in which they are worked. */
  readonly rows: readonly Matter<Body>[];
  readonly openId: string | null;
  readonly hrefOf: (matter: Matter<Body>) => string;
  readonly onOpen: (matter: Matter<Body>) => void;
  readonly row: (matter: Matter<Body>) => ReactNode;
  /** What stands above a row where a part of the queue begins; null elsewhere. */
  readonly heading?: (matter: Matter<Body>) => string | null;
  readonly empty: ReactNode;
  readonly onAgain: () => void;
}

export function Queue<Body>({ label, page, rows, openId, hrefOf, onOpen, row, heading, empty, onAgain }: Props<Body>): ReactNode {
  const t = words.useWords();
  const [cursor, setCursor] = useState<string | null>(null);
  const at = cursor ?? openId;
  const news = useNews(useMemo(() => (page.kind === "here" ? rows.map((matter) => matter.id) : null), [page.kind, rows]));
  useKeys(
    useMemo(() => {
      const move = (step: 1 | -1): void => {
        const now = rows.findIndex((matter) => matter.id === at);
        const next = rows[now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + step))];
        if (next === undefined) return;
        setCursor(next.id);
        document.getElementById(`row-${next.id}`)?.scrollIntoView({ block: "nearest" });
      };
      const open = (): void => {
        const found = rows.find((matter) => matter.id === at);
        if (found !== undefined) onOpen(found);
      };
      return { j: () => move(1), k: () => move(-1), Enter: open };
    }, [rows, at, onOpen]),
  );
  if (page.kind === "loading") return <Loading rows={8} />;
  if (page.kind === "failed") return <Failed detail={page.detail} onAgain={onAgain} />;
  return (
    <>
      {page.stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: page.stale })}
        </p>
      )}
      {rows.length === 0 ? (
        <div className="empty">{empty}</div>
      ) : (
        <ol className="queue-rows" aria-label={label}>
          {rows.map((matter) => (
            <li key={matter.id} id={`row-${matter.id}`} className={`${matter.id === openId ? "open" : matter.id === cursor ? "here" : ""}${news.has(matter.id) ? " fresh" : ""}`}>
              <Heading text={heading?.(matter) ?? null} />
              <a href={hrefOf(matter)} aria-current={matter.id === openId ? "true" : undefined} onClick={() => setCursor(matter.id)}>
                {row(matter)}
              </a>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Heading({ text }: { readonly text: string | null }): ReactNode {
  return text === null ? null : <h2 className="queue-heading">{text}</h2>;
}
