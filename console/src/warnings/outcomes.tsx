/**
 * What came of a contact, one press each: the keys stand on the buttons. Where more has to be said (stopped in time, has paid,
 * not concerned), the press opens the few fields that the record needs.
 */
import { Button, Segmented } from "antd";
import type { ReactNode } from "react";
import { useNow } from "../now.ts";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { openAttempt, OUTCOMES, usesPhone, type Channel, type OutcomeKey, type WarningBody } from "./warning.ts";
import { words } from "./words.ts";

interface Props {
  readonly body: WarningBody;
  readonly user: string;
  readonly channel: Channel;
  readonly busy: boolean;
  readonly onChannel: (channel: Channel) => void;
  readonly onBegin: () => void;
  readonly onOutcome: (outcome: OutcomeKey) => void;
}

export function Outcomes({ body, user, channel, busy, onChannel, onBegin, onOutcome }: Props): ReactNode {
  const t = words.useWords();
  const now = useNow();
  const open = openAttempt(body, user);
  return (
    <section className="outcomes" aria-labelledby="outcomes-title">
      <div className="outcomes-head">
        <h2 id="outcomes-title">{t("outcomes")}</h2>
        <Segmented<Channel>
          aria-label={t("channel")}
          value={channel}
          disabled={busy || open !== null}
          onChange={onChannel}
          options={[
            { value: "call", label: t("call") },
            { value: "visit", label: t("visit") },
          ]}
        />
        {open === null ? (
          <Button size="small" disabled={busy} onClick={onBegin}>
            {t(`begin.${channel}`)} <kbd aria-hidden="true">c</kbd>
          </Button>
        ) : (
          <span className="quiet">{t("begun", { at: sinceText(open.atMs, now, languageNow()) })}</span>
        )}
      </div>
      <div className="outcome-keys">
        {OUTCOMES.filter((one) => channel === "call" || !usesPhone(one.name) || one.name === "no-answer").map((one) => (
          <Button
            key={one.name}
            className={`outcome ${one.name}`}
            disabled={busy}
            type={one.name === "awakened" ? "primary" : "default"}
            danger={one.name === "already-paid"}
            onClick={() => onOutcome(one)}
          >
            <kbd aria-hidden="true">{one.key}</kbd> {t(`outcome.${one.name}`)}
            {one.name === "already-paid" && <small> → {t("stopMoney")}</small>}
          </Button>
        ))}
      </div>
    </section>
  );
}
