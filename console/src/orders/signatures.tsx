/** Who proposed and who approved, as two signatures side by side; an empty one says whom it waits for. Never by colour alone. */
import { ROLE_WORDS, type HistoryLine, type MatterInFull } from "@duanliu/client";
import type { ReactNode } from "react";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

/** States in which the second signature is not there yet. */
const UNSIGNED: ReadonlySet<string> = new Set(["drafted", "proposed"]);

export function Signatures({ matter }: { readonly matter: Pick<MatterInFull, "history" | "state"> }): ReactNode {
  const t = words.useWords();
  const opened = matter.history.find((line) => line.event === "open" || line.version === 1);
  const approved = matter.history.find((line) => line.event === "approve" || line.detail["command"] === "approve");
  return (
    <ol className="signatures" aria-label={t("signatures")}>
      <li>
        <b>① {t("proposed")}</b>
        <Who line={opened} />
      </li>
      <li className={approved === undefined ? "empty-signature" : undefined}>
        <b>② {t("approved")}</b>
        {approved !== undefined ? <Who line={approved} /> : <span className="quiet">{t(UNSIGNED.has(matter.state) ? "waiting" : "declinedMark")}</span>}
      </li>
    </ol>
  );
}

function Who({ line }: { readonly line: HistoryLine | undefined }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  if (line === undefined) return <span className="quiet">–</span>;
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][language] : line.role;
  return (
    <span>
      ✓ {line.role === "system" || line.actor.startsWith("system:") ? t("program") : t("by", { role, unit: nameOf(organisations, line.unit) })}
      <br />
      <span className="quiet">{instantText(line.occurredAtMs, language)}</span>
    </span>
  );
}
