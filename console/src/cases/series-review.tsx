/**
 * What a series waits for, one decision at a time: two matters next to each other, what they share between them, the question
 * and its keys. Ties are looked at one by one before the whole is confirmed; what is proposed later is taken in or refused.
 */
import type { KindDescription, MatterInFull, SeriesLinks } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useState, type ReactNode } from "react";
import { useCommand } from "../matter/problem.tsx";
import { after, stepsOf, TIES_MAX, unseen, type SeriesBody, type Step } from "./case.ts";
import { Decide, without, type Answer } from "./decide.tsx";
import { PairEvidence, Strength } from "./evidence.tsx";
import { MatterCard } from "./matter-card.tsx";
import { words } from "./words.ts";

interface Props {
  readonly matter: MatterInFull<SeriesBody>;
  readonly links: SeriesLinks;
  readonly kind: KindDescription | null;
  readonly onDone: () => void;
}

export function SeriesReview({ matter, links, kind, onDone }: Props): ReactNode {
  const t = words.useWords();
  const steps = stepsOf(matter.state, links);
  const [at, setAt] = useState<string | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const command = useCommand<SeriesBody>(
    "series",
    useCallback(() => onDone(), [onDone]),
  );
  const waiting = steps.filter((step) => !seen.has(step.key) && !later.has(step.key));
  const step = waiting.find((one) => one.key === at) ?? waiting.at(0) ?? null;
  if (steps.length === 0) return <p className="quiet">{t("decide.nothing")}</p>;
  if (step === null) {
    return (
      <div className="buttons">
        <p>{t("decide.all")}</p>
        <Button
          onClick={() => {
            setSeen(new Set());
            setLater(new Set());
            setAt(null);
          }}
        >
          {t("decide.again")}
        </Button>
      </div>
    );
  }
  const next = (): void => setAt(after(waiting, step.key)?.key ?? null);
  const look = (): Promise<boolean> => {
    setSeen(new Set([...seen, step.key]));
    next();
    return Promise.resolve(true);
  };
  const give = async (name: string, input: object): Promise<boolean> => {
    const done = await command.give({ id: matter.id, command: name, input, version: matter.version });
    if (done) next();
    return done;
  };
  // A report that belongs to a case is looked at as that case: the evidence is the case's.
  const homeOf = (id: string): string => links.homes[id]?.id ?? id;
  const may = (name: string): boolean => matter.commands.some((one) => one.name === name);
  const said = answersOf({ step, matter, kind, links, may, look, give, left: unseen(steps, seen), t });
  return (
    <div className="review">
      <Decide
        key={step.key}
        question={t(`decide.${step.kind}`)}
        progress={t("decide.progress", { n: steps.indexOf(step) + 1, all: steps.length })}
        yes={said.yes}
        no={said.no}
        onLater={
          waiting.length > 1 || step.kind !== "tie"
            ? () => {
                setLater(new Set([...later, step.key]));
                next();
              }
            : null
        }
        busy={command.busy}
        error={command.error}
        onClearError={command.clear}
        note={said.note}
      />
      {step.kind === "whole" ? (
        <Strength permille={matter.body.strengthPermille} />
      ) : (
        <div className="side-by-side">
          <MatterCard key={homeOf(step.pair.a)} id={homeOf(step.pair.a)} side="left" />
          <PairEvidence pair={step.pair} />
          <MatterCard key={homeOf(step.pair.b)} id={homeOf(step.pair.b)} side="right" />
        </div>
      )}
    </div>
  );
}

interface Asked {
  readonly step: Step;
  readonly matter: MatterInFull<SeriesBody>;
  readonly kind: KindDescription | null;
  readonly links: SeriesLinks;
  readonly may: (command: string) => boolean;
  readonly look: () => Promise<boolean>;
  readonly give: (command: string, input: object) => Promise<boolean>;
  /** Pairs that were not looked at yet. */
  readonly left: number;
  readonly t: ReturnType<typeof words.useWords>;
}

interface Answers {
  readonly yes: Answer | null;
  readonly no: Answer | null;
  readonly note: ReactNode;
}

function answersOf({ step, matter, kind, links, may, look, give, left, t }: Asked): Answers {
  const notYours = may("refuse") || may("dissolve") ? null : <p className="quiet">{t("decide.notYours")}</p>;
  if (step.kind === "whole") {
    const yes: Answer | null = may("confirm")
      ? { label: t("decide.wholeYes"), will: t("decide.wholeWill", { n: matter.body.members.length }), form: null, give: () => give("confirm", {}) }
      : null;
    const no: Answer | null = may("dissolve")
      ? { label: t("decide.noDissolve"), will: t("decide.dissolveWill"), form: without(kind?.commands["dissolve"]), danger: true, give: (input) => give("dissolve", input) }
      : null;
    // Nothing is confirmed of which a part was not looked at.
    if (left > 0) return { yes: null, no, note: <p>{t("decide.wholeUnseen", { count: left })}</p> };
    const rest = links.ties.length - TIES_MAX;
    return {
      yes,
      no,
      note: (
        <>
          {rest > 0 && <p>{t("decide.wholeRest", { count: rest })}</p>}
          {yes === null && <p className="quiet">{t("decide.notYours")}</p>}
        </>
      ),
    };
  }
  const { pair } = step;
  const no: Answer | null = may("refuse")
    ? {
        label: t("decide.no"),
        will: t("decide.refuseWill"),
        form: without(kind?.commands["refuse"], "id"),
        danger: true,
        give: (input) => give("refuse", { id: pair.b, ...input }),
      }
    : null;
  if (step.kind === "tie") {
    const weak = matter.state === "hypothesis" ? <p className="quiet">{t("decide.weak", { n: links.confirmPermille })}</p> : null;
    return { yes: { label: t("decide.tieYes"), will: t("decide.tieWill"), form: null, give: look }, no, note: weak ?? notYours };
  }
  if (pair.confirmable)
    return {
      yes: may("accept") ? { label: t("decide.candidateYes"), will: t("decide.candidateWill"), form: null, give: () => give("accept", { id: pair.b }) } : null,
      no,
      note: notYours,
    };
  return {
    yes: may("add")
      ? { label: t("decide.ground"), will: t("decide.groundWill"), form: without(kind?.commands["add"], "id"), give: (input) => give("add", { id: pair.b, ...input }) }
      : null,
    no,
    note: <p className="quiet">{t("decide.candidateWeak")}</p>,
  };
}
