/**
 * What the reader may do with an entry now. What happens, to whom, until when and how it is undone is said before, with what
 * this entry is and how many institutions have it.
 */
import type { EntryReceipts, KindDescription, ListEntryBody, MatterInFull } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { FieldWords } from "../matter/input-fields.tsx";
import { Acts } from "../orders/acts.tsx";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const Extension = lazy(async () => ({ default: (await import("./extension.tsx")).Extension }));

/** Beside its ground, and with a form of its own. */
const ELSEWHERE = ["withdraw-ground", "ask-extension"];
/** Only what can be looked at anew is checked again. */
const CHECKED: ReadonlySet<string> = new Set(["host", "url", "certificate"]);

/** What is offered elsewhere, or cannot be done with such an entry, or not yet. */
function skipped({ type, asked }: ListEntryBody): ReadonlySet<string> {
  return new Set([...ELSEWHERE, ...(CHECKED.has(type) ? [] : ["recheck"]), ...(asked === null ? ["extend"] : [])]);
}
const HURTS: ReadonlySet<string> = new Set(["revoke", "reject", "recheck"]);
const MINUTE_MS = 60_000;

export function useFieldWords(): FieldWords {
  const t = words.useWords();
  return useMemo(
    (): FieldWords => ({
      label: (field) => (Object.hasOwn(words.en.field, field) ? t(`field.${field as keyof typeof words.en.field}`) : null),
      choice: (field, value) => {
        if (Object.hasOwn(words.en.choice, value)) return t(`choice.${value as keyof typeof words.en.choice}`);
        return field === "strength" || field === "to" ? t(`strength.${value as keyof typeof words.en.strength}`) : null;
      },
    }),
    [t],
  );
}

interface Props {
  readonly entry: MatterInFull<ListEntryBody>;
  readonly kind: KindDescription | null;
  readonly receipts: EntryReceipts | null;
  /** The reader proposed it and somebody else has to decide. */
  readonly mine: boolean;
  readonly onDone: () => void;
}

export function EntryActs({ entry, kind, receipts, mine, onDone }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const fields = useFieldWords();
  const [extending, setExtending] = useState(false);
  const { body } = entry;
  const given = numberText((receipts?.items ?? []).filter(({ action }) => action === "entered").length, language);
  const minutes = Math.round((receipts?.applyMs ?? 60 * MINUTE_MS) / MINUTE_MS);
  const asks = entry.commands.some(({ name }) => name === "ask-extension");
  const who = t(body.strength === "watch" ? "tell.watch" : entry.state === "proposed" ? "tell.limits" : "tell.milder");
  return (
    <>
      {body.asked !== null && (
        <section className="asked" aria-label={t("asked.title")}>
          <h2>{t("asked.title")}</h2>
          <p>
            {t("asked.note")}: {body.asked.note}
          </p>
          <p className="quiet">{t("asked.by")}</p>
        </section>
      )}
      {entry.state === "proposed" && <p className="quiet">{mine ? t("mine") : t("signHint")}</p>}
      {extending ? (
        <Suspense fallback={<Loading rows={6} />}>
          <Extension
            entry={entry}
            onClose={(done) => {
              setExtending(false);
              if (done) onDone();
            }}
          />
        </Suspense>
      ) : (
        <>
          <Acts
            matter={entry}
            kind={kind}
            skip={skipped(body)}
            say={{
              fields,
              hurts: HURTS,
              help: (command) =>
                Object.hasOwn(words.en.help, command) ? t(`help.${command as keyof typeof words.en.help}`, { does: t(`does.${body.strength}`), who: who, given, minutes }) : null,
            }}
            onDone={onDone}
          />
          {asks && (
            <div className="buttons">
              <Button onClick={() => setExtending(true)}>{kind?.commands["ask-extension"]?.words[language] ?? t("asked.title")}</Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
