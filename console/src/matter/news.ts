/**
 * What came into a list while somebody looked at it: marked for a second, so that a queue which moves by itself is understood. What is
 * there when the list is opened, or chosen anew, is no news.
 */
import { useEffect, useRef, useState } from "react";

const MARKED_MS = 1_000;
const NONE: ReadonlySet<string> = new Set();

/** Ids that were not there before; nothing where there was no list before. */
export function cameIn(before: ReadonlySet<string> | null, now: readonly string[]): ReadonlySet<string> {
  return before === null ? NONE : new Set(now.filter((id) => !before.has(id)));
}

/** `ids` is null while there is no list. */
export function useNews(ids: readonly string[] | null): ReadonlySet<string> {
  const seen = useRef<ReadonlySet<string> | null>(null);
  const [news, setNews] = useState(NONE);
  useEffect(() => {
    const came = ids === null ? NONE : cameIn(seen.current, ids);
    seen.current = ids === null ? null : new Set(ids);
    if (came.size > 0) setNews(came);
  }, [ids]);
  useEffect(() => {
    if (news.size === 0) return;
    const timer = setTimeout(() => setNews(NONE), MARKED_MS);
    return () => clearTimeout(timer);
  }, [news]);
  return news;
}
