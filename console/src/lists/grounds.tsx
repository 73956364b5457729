/**
 * What an entry rests on, ground by ground: where it is from, what it can carry, since when, and whether it still stands. A
 * ground that was wrong is withdrawn here, after what follows from that was said.
 */
import type { KindDescription, ListEntryBody, MatterInFull, StandingGround } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { hashOf } from "../place.ts";
import { placeOfMatter } from "../places.tsx";
import { instantText, numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useFieldWords } from "./entry-acts.tsx";
import { carriesOf } from "./lists.ts";
import { useGroundWord } from "./parts.tsx";
import { words } from "./words.ts";

const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

interface Props {
  readonly entry: MatterInFull<ListEntryBody>;
  readonly kind: KindDescription | null;
  readonly onDone: () => void;
}

export function Grounds({ entry, kind, onDone }: Props): ReactNode {
  const t = words.useWords();
  const fields = useFieldWords();
  const [taking, setTaking] = useState<number | null>(null);
  const { give, busy, error, clear } = useCommand<ListEntryBody>(
    "list-entry",
    useCallback(() => onDone(), [onDone]),
  );
  const may = entry.commands.some(({ name }) => name === "withdraw-ground");
  const command = kind?.commands["withdraw-ground"];
  const close = (): void => {
    clear();
    setTaking(null);
  };
  return (
    <section className="entry-grounds" aria-label={t("ground.title")}>
      <h2>{t("ground.title")}</h2>
      <p className="quiet">{t("ground.intro")}</p>
      {error !== null && taking === null && <ProblemNote error={error} onClose={clear} />}
      <ol>
        {entry.body.grounds.map((ground, n) => (
          <li key={`${ground.addedAtMs} ${ground.kind} ${"matter" in ground ? ground.matter : n}`} className={ground.withdrawn === null ? undefined : "fallen"}>
            <Ground ground={ground} />
            {may && ground.withdrawn === null && command !== undefined && taking !== n && (
              <Button size="small" disabled={busy} onClick={() => setTaking(n)}>
                {t("ground.withdraw")}
              </Button>
            )}
            {taking === n && command !== undefined && (
              <Suspense fallback={<Loading rows={3} />}>
                <CommandForm
                  command={{
                    ...command,
                    input: { ...command.input, properties: Object.fromEntries(Object.entries(command.input.properties ?? {}).filter(([name]) => name !== "ground")) },
                  }}
                  fields={fields}
                  warning={t("help.withdraw-ground")}
                  danger
                  busy={busy}
                  error={error}
                  onCancel={close}
                  onGive={(input) =>
                    void give({ id: entry.id, command: "withdraw-ground", input: { ...(input as object), ground: n }, version: entry.version }).then((done) =>
                      done ? close() : undefined,
                    )
                  }
                />
              </Suspense>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Ground({ ground }: { readonly ground: StandingGround }): ReactNode {
  const t = words.useWords();
  const word = useGroundWord();
  const language = languageNow();
  const carries = carriesOf(ground);
  return (
    <div>
      <p>
        <b>{word(ground)}</b> <Source ground={ground} /> <span className="quiet">· {t("ground.carries", { what: t(`carry.${carries}`) })}</span>
      </p>
      <p className="quiet">
        <Said ground={ground} />
        {t("ground.added", { at: instantText(ground.addedAtMs, language) })}
      </p>
      {ground.withdrawn !== null && <p>× {t("ground.fallen", { at: instantText(ground.withdrawn.atMs, language), why: ground.withdrawn.why })}</p>}
    </div>
  );
}

function Source({ ground }: { readonly ground: StandingGround }): ReactNode {
  const t = words.useWords();
  if (ground.kind === "authority")
    return (
      <>
        {ground.authority} <span className="quiet">{t("ground.document", { document: ground.document })}</span>
      </>
    );
  if (ground.matter !== undefined) return <MatterLink id={ground.matter} />;
  return ground.kind === "signals" && ground.event !== undefined ? (
    <>
      {t("ground.event")}{" "}
      <a href={hashOf("live", ground.event)}>
        <code>{ground.event}</code>
      </a>
    </>
  ) : null;
}

function MatterLink({ id }: { readonly id: string }): ReactNode {
  const place = placeOfMatter(id);
  return place === null ? (
    <code>{id}</code>
  ) : (
    <a href={hashOf(place, id)}>
      <code>{id}</code>
    </a>
  );
}

function Said({ ground }: { readonly ground: StandingGround }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  if (ground.kind === "report") return <>{t("ground.people", { reporters: numberText(ground.reporters, language), stories: numberText(ground.stories, language) })} · </>;
  if (ground.kind !== "signals") return null;
  const channels = ground.families.map((family) => t(`family.${family}`)).join(language === "zh" ? "、" : ", ");
  return (
    <>
      {t("ground.channels", { channels })} · {ground.scorePermille > 0 && <>{t("ground.score", { score: numberText(ground.scorePermille, language) })} · </>}
      {ground.rules.length > 0 && (
        <>
          {t("ground.rules")}{" "}
          {ground.rules.slice(0, 8).map((rule) => (
            <a key={rule} className="rule-link" href={hashOf("lists", "rule", rule)}>
              <code>{rule}</code>
            </a>
          ))}
          {ground.rules.length > 8 && <> {t("more", { n: ground.rules.length - 8 })}</>} ·{" "}
        </>
      )}
    </>
  );
}
