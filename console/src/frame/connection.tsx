/** Whether the page is live. A lost connection says since when; what was there stays. */
import { useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../session.tsx";
import { clockText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";

export function ConnectionMark(): ReactNode {
  const { t } = useTranslation();
  const { feed, changes } = useSession();
  const live = useSyncExternalStore(feed.watch, feed.view).connection;
  const casework = useSyncExternalStore(changes.connection.watch, changes.connection.get);
  // Two streams, one word: what is lost is said, whichever it is.
  const connection = casework !== null && casework.kind !== "open" ? casework : live;
  const language = languageNow();
  const word = connection.kind === "lost" ? t("connection.lost", { time: clockText(connection.sinceMs, language) }) : t(`connection.${connection.kind}`);
  const title = connection.kind === "lost" ? t("connection.lostLong", { time: clockText(connection.sinceMs, language) }) : undefined;
  return (
    <span className={`connection ${connection.kind}`} role="status" title={title}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {connection.kind === "open" ? <circle cx="5" cy="5" r="4" /> : <circle cx="5" cy="5" r="3.5" fill="none" strokeWidth="1.5" />}
        {connection.kind === "lost" && <path d="M1 9 9 1" strokeWidth="1.5" />}
      </svg>
      {word}
    </span>
  );
}
