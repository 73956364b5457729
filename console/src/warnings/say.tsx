/** What to say, from the texts in force for this kind of scam and how far it has gone, and how the caller can be checked. */
import type { ReactNode } from "react";
import { useCallback } from "react";
import { Loading } from "../frame/states.tsx";
import { useKept } from "../matter/use-matters.ts";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import type { Script } from "./warning.ts";
import { words } from "./words.ts";

const never = (): boolean => false;

/** `about`: what the text depends on; another kind of scam has another text. */
export function Say({ id, about }: { readonly id: string; readonly about: string }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const language = languageNow();
  const ask = useCallback(
    (signal: AbortSignal) => (about === "" ? Promise.reject(new Error("bug: about nothing")) : client.get<Script>(`/v1/warnings/${encodeURIComponent(id)}/script`, signal)),
    [client, id, about],
  );
  const [script] = useKept(ask, never);
  return (
    <section className="say" aria-labelledby="say-title">
      <h2 id="say-title">{t("say")}</h2>
      {script.kind === "loading" && <Loading rows={4} />}
      {script.kind === "failed" && <p className="quiet">{t("noScript")}</p>}
      {script.kind === "here" && (
        <>
          <dl>
            {(["opening", "category", "stage", "closing"] as const).map((part) => (
              <div key={part}>
                <dt>{t(SAID[part])}</dt>
                <dd>{script.value[part][language]}</dd>
              </div>
            ))}
          </dl>
          <p className="say-code">
            {script.value.code === null ? (
              t("noCode", { helpline: script.value.helpline })
            ) : (
              <>
                <b>{t("code", { code: script.value.code })}</b> <span className="quiet">{t("codeHow", { helpline: script.value.helpline })}</span>
              </>
            )}
          </p>
        </>
      )}
    </section>
  );
}

const SAID = { opening: "sayOpening", category: "sayCategory", stage: "sayStage", closing: "sayClosing" } as const;
