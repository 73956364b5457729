/**
 * Everything that the reader may do with an order now, as buttons; what takes more opens its form, with what will happen said
 * before it is done. A command that somebody else changed the order under is not given, and that is said.
 */
import type { KindDescription, Matter, MatterKind } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { FieldWords } from "../matter/input-fields.tsx";
import type { Values } from "../matter/input-values.ts";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { languageNow } from "../words/language.ts";
import { helpFor, orderFields } from "./fields.ts";
import { words } from "./words.ts";
import "./orders.css";

// Forms are heavy, and looking needs none.
const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

const HURTS: ReadonlySet<string> = new Set(["decline", "withdraw", "release", "reduce", "lift", "refuse", "impose", "seize", "cancel"]);
const FIRST: ReadonlySet<string> = new Set(["approve", "answer"]);

export interface ActWords {
  readonly fields: FieldWords;
  readonly help: (command: string) => ReactNode;
  /** Commands that take something from somebody, or cannot be taken back. */
  readonly hurts: ReadonlySet<string>;
  /** Commands that are the usual next step. */
  readonly first?: ReadonlySet<string>;
}

interface Props {
  readonly matter: Matter;
  readonly kind: KindDescription | null;
  /** Commands that stand elsewhere on the screen. */
  readonly skip?: ReadonlySet<string>;
  /** Words of a place whose matters are no orders: its fields, and what is said before an act. */
  readonly say?: ActWords;
  /** What a form begins with. */
  readonly initial?: (command: string) => Values | undefined;
  /** Opened at once: the one thing that is asked of the reader. */
  readonly openFirst?: string | null;
  readonly onDone: () => void;
}

export function Acts({ matter, kind, skip, say, initial, openFirst = null, onDone }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [filling, setFilling] = useState<string | null>(openFirst);
  const { give, busy, error, clear } = useCommand(
    matter.kind as MatterKind,
    useCallback(() => onDone(), [onDone]),
  );
  const possible = matter.commands.filter((one) => skip?.has(one.name) !== true);
  const may = possible.some((one) => one.name === filling);
  useEffect(() => {
    if (filling !== null && !may) setFilling(null);
  }, [filling, may]);
  const form = filling === null || !may ? null : (kind?.commands[filling] ?? null);
  const begin = initial?.(filling ?? "");
  if (possible.length === 0) return error === null ? null : <ProblemNote error={error} onClose={clear} />;
  return (
    <section className="order-acts" aria-label={t("acts")}>
      {error !== null && form === null && <ProblemNote error={error} onClose={clear} />}
      {form === null || filling === null ? (
        <div className="buttons">
          {possible.map((one) => (
            <Button
              key={one.name}
              type={(say?.first ?? FIRST).has(one.name) ? "primary" : "default"}
              disabled={busy || kind === null}
              onClick={() => {
                clear();
                setFilling(one.name);
              }}
            >
              {one.words[language]}
            </Button>
          ))}
        </div>
      ) : (
        <Suspense fallback={<Loading rows={3} />}>
          <CommandForm
            key={filling}
            command={form}
            fields={say?.fields ?? orderFields(t)}
            warning={(say === undefined ? helpFor(filling, t) : say.help(filling)) ?? undefined}
            danger={(say?.hurts ?? HURTS).has(filling)}
            busy={busy}
            error={error}
            {...(begin === undefined ? {} : { initial: begin })}
            onCancel={() => {
              clear();
              setFilling(null);
            }}
            onGive={(input) => {
              void give({ id: matter.id, command: filling, input, version: matter.version }).then((done) => (done ? setFilling(null) : undefined));
            }}
          />
        </Suspense>
      )}
    </section>
  );
}
