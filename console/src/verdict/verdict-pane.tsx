/**
 * The verdict that is open: from the feed when it is there, otherwise asked for by its id. Not found is an answer with
 * its possible reasons, not an error.
 */
import { DuanliuProblem, type JudgedEvent } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../frame/states.tsx";
import type { Feed } from "../live/feed.ts";
import { useLoaded, useSession } from "../session.tsx";
import { VerdictBody } from "./verdict-body.tsx";

interface Props {
  readonly eventId: string;
  readonly feed: Feed;
  readonly onClose: () => void;
}

export function VerdictPane({ eventId, feed, onClose }: Props): ReactNode {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  const [known] = useState(() => feed.find(eventId));
  useEffect(() => {
    const before = document.activeElement;
    title.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section className="verdict-pane" aria-labelledby="verdict-title">
      <header className="pane-head">
        <h2 id="verdict-title" ref={title} tabIndex={-1}>
          {t("verdict.title")} <code>{eventId}</code>
        </h2>
        <Button aria-keyshortcuts="Escape" onClick={onClose}>
          {t("verdict.close")}
          <kbd aria-hidden="true">Esc</kbd>
        </Button>
      </header>
      {known === null ? <Asked eventId={eventId} /> : <VerdictBody judged={known} sample={known.sample} />}
    </section>
  );
}

type Answer = { readonly kind: "found"; readonly judged: JudgedEvent } | { readonly kind: "not-found" };

function Asked({ eventId }: { readonly eventId: string }): ReactNode {
  const { t } = useTranslation();
  const { client } = useSession();
  const ask = useCallback(
    async (signal: AbortSignal): Promise<Answer> => {
      try {
        return { kind: "found", judged: await client.event(eventId, signal) };
      } catch (error) {
        if (error instanceof DuanliuProblem && error.problem.code === "not-found") return { kind: "not-found" };
        throw error;
      }
    },
    [client, eventId],
  );
  const [state, again] = useLoaded(ask);
  switch (state.kind) {
    case "loading":
      return <Loading rows={10} />;
    case "failed":
      return <Failed detail={t("verdict.failed", { detail: state.detail })} onAgain={again} />;
    case "here":
      if (state.value.kind === "found") return <VerdictBody judged={state.value.judged} />;
      return (
        <div className="not-found" role="status">
          <p>
            <b>{t("verdict.notFound", { id: eventId })}</b>
          </p>
          <p>{t("verdict.notFoundWhy")}</p>
        </div>
      );
  }
}
