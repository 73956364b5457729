/**
 * One command in its own place on the screen, where part of what it takes is known already (which lead, which conflict): the
 * rest is asked, with what will happen said before it is done.
 */
import type { CommandDescription, Matter, MatterKind } from "@duanliu/client";
import { lazy, Suspense, useCallback, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import type { FieldWords } from "../matter/input-fields.tsx";
import { useCommand } from "../matter/problem.tsx";
import { HURTS, without } from "./speak.ts";

const CommandForm = lazy(async () => ({ default: (await import("../matter/command-form.tsx")).CommandForm }));

interface Props {
  readonly matter: Pick<Matter, "id" | "version"> & { readonly kind: MatterKind };
  readonly name: string;
  readonly command: CommandDescription;
  /** What is known: these fields are not asked. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly fields: FieldWords;
  readonly warning: ReactNode;
  /** From what was filled in to what the command takes. */
  readonly made?: (input: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function GiveForm({ matter, name, command, known, fields, warning, made, onDone, onClose }: Props): ReactNode {
  const { give, busy, error, clear } = useCommand(
    matter.kind,
    useCallback(() => onDone(), [onDone]),
  );
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <CommandForm
        command={without(command, ...Object.keys(known))}
        fields={fields}
        warning={warning}
        danger={HURTS.has(name)}
        busy={busy}
        error={error}
        onCancel={() => {
          clear();
          onClose();
        }}
        onGive={(filled) => {
          const typed = (filled ?? {}) as Readonly<Record<string, unknown>>;
          const input = { ...(made === undefined ? typed : made(typed)), ...known };
          void give({ id: matter.id, command: name, input, version: matter.version }).then((done) => (done ? onClose() : undefined));
        }}
      />
    </Suspense>
  );
}
