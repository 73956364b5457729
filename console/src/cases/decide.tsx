/**
 * One decision: the question, what either answer will mean and how it is undone, said before; two buttons with their keys. A
 * refusal asks for its reason first. Nothing is sent twice by a second press.
 */
import type { CommandDescription } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { useActWords } from "./act-words.ts";
import { words } from "./words.ts";

// Looking needs no form.
const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

/** An answer: given at once, or after its form. */
export interface Answer {
  readonly label: string;
  readonly will: string;
  /** Fields that a person fills in; null where nothing is asked. */
  readonly form: CommandDescription | null;
  readonly danger?: boolean;
  readonly give: (input: Readonly<Record<string, unknown>>) => Promise<boolean>;
}

interface Props {
  readonly question: string;
  /** Which of how many. */
  readonly progress?: string;
  readonly yes: Answer | null;
  readonly no: Answer | null;
  /** Leaves it and goes on; null where there is nothing to go on to. */
  readonly onLater: (() => void) | null;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClearError: () => void;
  /** A second question on a screen leaves the keys to the first. */
  readonly keyless?: boolean;
  /** What is said where nobody here may decide. */
  readonly note?: ReactNode;
}

export function Decide({ question, progress, yes, no, onLater, busy, error, onClearError, keyless = false, note }: Props): ReactNode {
  const t = words.useWords();
  const say = useActWords();
  const [filling, setFilling] = useState<"yes" | "no" | null>(null);
  const answer = filling === "yes" ? yes : filling === "no" ? no : null;
  const begin = useCallback(
    (which: "yes" | "no") => {
      const chosen = which === "yes" ? yes : no;
      if (chosen === null || busy) return;
      onClearError();
      if (chosen.form !== null) setFilling(which);
      else void chosen.give({});
    },
    [yes, no, busy, onClearError],
  );
  // A form that is open has the keys; Escape leaves it.
  useKeys(
    useMemo((): KeyTable => {
      if (filling !== null || keyless) return {};
      return { ...(yes === null ? {} : { y: () => begin("yes") }), ...(no === null ? {} : { x: () => begin("no") }), ...(onLater === null ? {} : { n: onLater }) };
    }, [filling, keyless, yes, no, onLater, begin]),
  );
  useEffect(() => {
    if (filling !== null && answer === null) setFilling(null);
  }, [filling, answer]);
  return (
    <section className="decide" aria-label={t("decide.title")}>
      <h3>
        {question}{" "}
        {progress !== undefined && (
          <span className="quiet" role="status">
            {progress}
          </span>
        )}
      </h3>
      {note !== undefined && note}
      {error !== null && answer === null && <ProblemNote error={error} onClose={onClearError} />}
      {answer === null || answer.form === null ? (
        <>
          <div className="buttons" hidden={yes === null && no === null && onLater === null}>
            {yes !== null && (
              <Button type={keyless ? "default" : "primary"} loading={busy} onClick={() => begin("yes")}>
                {yes.label} {!keyless && <kbd aria-hidden="true">y</kbd>}
              </Button>
            )}
            {no !== null && (
              <Button danger disabled={busy} onClick={() => begin("no")}>
                {no.label} <kbd aria-hidden="true">x</kbd>
              </Button>
            )}
            {onLater !== null && (
              <Button type="text" onClick={onLater}>
                {t("decide.later")} <kbd aria-hidden="true">n</kbd>
              </Button>
            )}
          </div>
          <dl className="decide-will" hidden={yes === null && no === null}>
            {yes !== null && (
              <div>
                <dt>{yes.label}</dt>
                <dd>{yes.will}</dd>
              </div>
            )}
            {no !== null && (
              <div>
                <dt>{no.label}</dt>
                <dd>{no.will}</dd>
              </div>
            )}
          </dl>
        </>
      ) : (
        <Suspense fallback={<Loading rows={3} />}>
          <CommandForm
            key={filling}
            command={{ ...answer.form, words: { zh: answer.label, en: answer.label } }}
            fields={say.fields}
            warning={answer.will}
            danger={answer.danger === true}
            busy={busy}
            error={error}
            onCancel={() => {
              onClearError();
              setFilling(null);
            }}
            onGive={(input) => void answer.give(input as Readonly<Record<string, unknown>>).then((done) => (done ? setFilling(null) : undefined))}
          />
        </Suspense>
      )}
    </section>
  );
}

/** A command's form without what the screen knows already. */
export function without(command: CommandDescription | undefined, ...known: readonly string[]): CommandDescription | null {
  if (command === undefined) return null;
  const { properties = {}, required = [] } = command.input;
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !known.includes(name)));
  return { ...command, input: { ...command.input, properties: rest, required: required.filter((name) => !known.includes(name)) } };
}
