/** Above the list: which actions and kinds are shown, whether the list runs, and how many newer there are. */
import { ACTIONS, EVENT_KINDS, type Action, type EventKind } from "@duanliu/client";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionShape } from "../verdict/action-mark.tsx";

interface Props {
  readonly action: Action | null;
  readonly kind: EventKind | null;
  readonly onAction: (action: Action | null) => void;
  readonly onKind: (kind: EventKind | null) => void;
  readonly connected: boolean;
  readonly held: boolean;
  readonly chosen: boolean;
  readonly newer: number;
  readonly onToggle: () => void;
  readonly shown: number;
}

export function Filters({ action, kind, onAction, onKind, connected, held, chosen, newer, onToggle, shown }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <header className="list-head">
      <div className="list-title">
        <h2 id="verdicts-title">{t("live.title")}</h2>
        <span className="quiet">{t("live.shown", { n: shown })}</span>
        <span className="grow" />
        <span className={held ? "held" : "quiet running"}>{held ? t(chosen ? "live.paused" : "live.reading", { n: newer }) : connected && t("live.running")}</span>
        <Button aria-keyshortcuts="p" onClick={onToggle}>
          {t(held ? "live.resume" : "live.pause")}
          <kbd aria-hidden="true">p</kbd>
        </Button>
      </div>
      <div className="chips" role="group" aria-label={t("live.filterAction")}>
        <Chip on={action === null} onClick={() => onAction(null)}>
          {t("live.any")}
        </Chip>
        {ACTIONS.map((one) => (
          <Chip key={one} on={action === one} onClick={() => onAction(action === one ? null : one)}>
            <ActionShape action={one} />
            {t(`action.${one}`)}
          </Chip>
        ))}
      </div>
      <div className="chips" role="group" aria-label={t("live.filterKind")}>
        <Chip on={kind === null} onClick={() => onKind(null)}>
          {t("live.any")}
        </Chip>
        {EVENT_KINDS.map((one) => (
          <Chip key={one} on={kind === one} onClick={() => onKind(kind === one ? null : one)}>
            {t(`kind.${one}`)}
          </Chip>
        ))}
      </div>
    </header>
  );
}

function Chip({ on, onClick, children }: { readonly on: boolean; readonly onClick: () => void; readonly children: ReactNode }): ReactNode {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}
