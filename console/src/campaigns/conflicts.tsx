/** Conflicts of operations: which two units work on one thing, and somebody settling each by name. What another campaign has is not shown. */
import type { CampaignBody, KindDescription, MatterInFull, OperationConflict } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useState, type ReactNode } from "react";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useNow } from "../now.ts";
import { hashOf } from "../place.ts";
import { sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { GiveForm } from "./give-form.tsx";
import { choiceWord, fieldsOf, helpOf, useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull<CampaignBody>;
  readonly kind: KindDescription | null;
  readonly onDone: () => void;
}

export function Conflicts({ matter, kind, onDone }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  const [settling, setSettling] = useState<string | null>(null);
  const { conflicts, checkedAtMs } = matter.body;
  const may = matter.commands.some(({ name }) => name === "settle-conflict");
  const close = useCallback(() => setSettling(null), []);
  const open = conflicts.some(({ settled }) => settled === null);
  return (
    <section className="conflicts" aria-label={t("conflicts.title")}>
      <h2>
        {t("conflicts.title")} {checkedAtMs !== null && <span className="quiet">{t("conflicts.looked", { at: sinceText(checkedAtMs, now, language) })}</span>}
      </h2>
      {checkedAtMs === null ? <p className="quiet">{t("conflicts.notLooked")}</p> : conflicts.length === 0 && <p className="quiet">{t("conflicts.none")}</p>}
      {conflicts.length > 0 && (
        <ul className="conflict-list">
          {conflicts.map((conflict) => (
            <li key={conflict.key}>
              <Conflict conflict={conflict} />
              {conflict.settled === null && may && settling !== conflict.key && (
                <Button size="small" onClick={() => setSettling(conflict.key)}>
                  {t("conflicts.settle")}
                </Button>
              )}
              {settling === conflict.key && <Settle matter={matter} kind={kind} conflict={conflict} onDone={onDone} onClose={close} />}
            </li>
          ))}
        </ul>
      )}
      {open && !may && !matter.ended && <p className="quiet">{t("conflicts.mayNot")}</p>}
    </section>
  );
}

function Conflict({ conflict }: { readonly conflict: OperationConflict }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const { settled } = conflict;
  return (
    <div>
      <p>
        {settled === null ? <b>▲ {t("conflicts.toSettle")}</b> : <span>✓ {t("conflicts.settled", { how: wordIn(all?.SETTLEMENT_WORDS, settled.how) })}</span>} ·{" "}
        <span className="personal masked">{conflict.masked}</span> <span className="quiet">({choiceWord(t, all, "type", conflict.type)})</span>
      </p>
      <p className="quiet">
        {t("conflicts.what", { a: nameOf(organisations, conflict.unit), b: nameOf(organisations, conflict.otherUnit) })}
        {!conflict.sameCampaign && <> · {t("conflicts.other")}</>} · <a href={hashOf("campaigns", conflict.lead)}>{t("packages.lead")}</a>
      </p>
      {settled !== null && (
        <p className="quiet">
          {nameOf(organisations, settled.org)}: {settled.note}
        </p>
      )}
    </div>
  );
}

interface SettleProps extends Props {
  readonly conflict: OperationConflict;
  readonly onClose: () => void;
}

function Settle({ matter, kind, conflict, onDone, onClose }: SettleProps): ReactNode {
  const t = words.useWords();
  const all = useCampaignWords();
  const command = kind?.commands["settle-conflict"];
  if (command === undefined) return null;
  return (
    <GiveForm
      matter={matter}
      name="settle-conflict"
      command={command}
      known={{ key: conflict.key }}
      fields={fieldsOf(t, all)}
      warning={helpOf(t, "campaign", "settle-conflict")}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
