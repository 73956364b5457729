/** Everything about one warning in its order, across channels: what was seen, what people were told, what was done by whom. */
import type { HistoryLine, KindDescription, MatterInFull } from "@duanliu/client";
import { useCallback, useMemo, type ReactNode } from "react";
import { History, type Entry } from "../matter/history.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import type { Sign, WarningBody } from "./warning.ts";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull<WarningBody>;
  readonly kind: KindDescription | null;
}

export function Timeline({ matter, kind }: Props): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  const { signs } = matter.body;
  const seen = useMemo(
    () =>
      eventsOf(signs).map((sign): Entry => {
        const family = Object.hasOwn(words.en.sign, sign.family) ? (sign.family as keyof typeof words.en.sign) : "other";
        return { key: sign.event, atMs: sign.atMs, mark: words[language].sign[family], what: <a href={hashOf("live", sign.event)}>{sign.because[language]}</a> };
      }),
    [signs, language],
  );
  const tell = useCallback(
    (line: HistoryLine): ReactNode => {
      const { level, channel, outcome, unit, byProgram, ground, why, note } = line.detail;
      const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
      const parts = [
        text(channel) === null
          ? null
          : [t(channel === "visit" ? "visit" : "call"), text(outcome) === null ? null : outcomeWord(String(outcome))].filter((one) => one !== null).join(" · "),
        text(level) === null ? null : t("told.level", { level: levelWord(String(level)) }),
        text(unit) === null ? null : t("told.sentTo", { unit: nameOf(organisations, String(unit)) }),
        byProgram === true ? t("told.byProgram") : null,
        whyWord(text(why), t) ?? text(ground) ?? text(note),
      ].filter((one) => one !== null);
      return parts.length === 0 ? null : parts.join(" · ");
    },
    [t, organisations],
  );
  return (
    <aside className="warning-timeline">
      <History title={t("timeline")} matter={{ ...matter, history: matter.history.filter(worthALine) }} kind={kind} tell={tell} also={seen} />
    </aside>
  );
}

/** One line an event, by the sign that is rarest in this warning: what all events share says nothing about one of them. */
function eventsOf(signs: readonly Sign[]): readonly Sign[] {
  const times = new Map<string, number>();
  for (const { rule } of signs) times.set(rule, (times.get(rule) ?? 0) + 1);
  const rare = signs.toSorted((a, b) => (times.get(b.rule) ?? 0) - (times.get(a.rule) ?? 0));
  return [...new Map(rare.map((sign) => [sign.event, sign])).values()];
}

/** New signs stand in the timeline themselves; that they were joined is worth a line where the level rose with them. */
function worthALine(line: HistoryLine): boolean {
  return line.event !== "evidence" || line.detail["from"] !== undefined;
}

/** What the program gives as the reason of a step is a name; what an officer wrote is words. */
function whyWord(why: string | null, t: ReturnType<typeof words.useWords>): string | null {
  const limit = /^overdue: warning\.\w+\.(sign|contact|visit)/.exec(why ?? "")?.[1];
  if (limit !== undefined) return t(`told.overdue.${limit as "sign" | "contact" | "visit"}`);
  return why === null ? null : outcomeWord(why);
}

function outcomeWord(outcome: string): string {
  const all: Readonly<Record<string, string>> = words[languageNow()].outcome;
  return all[outcome] ?? outcome;
}

function levelWord(level: string): string {
  const all: Readonly<Record<string, string>> = words[languageNow()].choice;
  return all[level] ?? level;
}
