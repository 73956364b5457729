/** Who proposed and who decided, as two signatures side by side; an empty one says whom it waits for. Never by colour alone. */
import { ROLE_WORDS, type HistoryLine, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: Pick<MatterInFull, "history">;
  /** Commands that are the first signature (the last of them counts), and the second. */
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly names: readonly ["proposed" | "supposed", "filed" | "confirmed"];
  readonly waits: "waitsFile" | "waitsConfirm";
  readonly waiting: boolean;
}

export function TwoHands({ matter, first, second, names, waits, waiting }: Props): ReactNode {
  const t = words.useWords();
  const by = (commands: readonly string[]): HistoryLine | undefined =>
    matter.history.findLast(({ event, detail }) => {
      const command = detail["command"];
      return commands.includes(event) || (typeof command === "string" && commands.includes(command));
    });
  const decided = by(second);
  return (
    <ol className="signatures" aria-label={t("hands.title")}>
      <li>
        <b>① {t(`hands.${names[0]}`)}</b>
        <Who line={by(first)} />
      </li>
      <li className={decided === undefined ? "empty-signature" : undefined}>
        <b>② {t(`hands.${names[1]}`)}</b>
        {decided !== undefined ? <Who line={decided} /> : <span className="quiet">{t(waiting ? `hands.${waits}` : "hands.none")}</span>}
      </li>
    </ol>
  );
}

function Who({ line }: { readonly line: HistoryLine | undefined }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  if (line === undefined) return <span className="quiet">–</span>;
  const byProgram = line.role === "system" || line.actor.startsWith("system:");
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][language] : line.role;
  return (
    <span>
      ✓ {byProgram ? t("series.byProgram") : `${nameOf(organisations, line.unit)} · ${role}`}
      <br />
      <span className="quiet">{instantText(line.occurredAtMs, language)}</span>
    </span>
  );
}
