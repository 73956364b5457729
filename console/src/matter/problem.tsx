/**
 * What went wrong with something a person did, in the words that help: changed by somebody else meanwhile, against the law,
 * the server busy, no answer at all. `useCommand` gives a command with the version that was looked at.
 */
import { DuanliuProblem, DuanliuUnreachable, type Matter, type MatterKind, type Order } from "@duanliu/client";
import { Alert, Button } from "antd";
import { useCallback, useRef, useState, type ReactNode } from "react";
import { useSession } from "../session.tsx";
import { withPatience } from "./patience.ts";
import { words } from "./words.ts";

interface Trouble {
  readonly type: "warning" | "error" | "info";
  readonly title: "conflict" | "refused" | "law" | "overload" | "lost" | "signIn";
  readonly how: "conflictHow" | "overloadHow" | "lostHow" | null;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof DuanliuUnreachable) return { type: "error", title: "lost", how: "lostHow" };
  if (!(error instanceof DuanliuProblem)) return { type: "error", title: "refused", how: null };
  switch (error.problem.code) {
    case "changed-meanwhile":
      return { type: "info", title: "conflict", how: "conflictHow" };
    case "limit-of-law":
      return { type: "warning", title: "law", how: null };
    case "overloaded":
    case "store-unreachable":
    case "too-many-attempts":
      return { type: "warning", title: "overload", how: "overloadHow" };
    case "not-signed-in":
      return { type: "error", title: "signIn", how: null };
    default:
      return { type: "warning", title: "refused", how: null };
  }
}

interface Props {
  readonly error: unknown;
  readonly onAgain?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
}

export function ProblemNote({ error, onAgain, onClose }: Props): ReactNode {
  const t = words.useWords();
  const { type, title, how } = troubleOf(error);
  const detail = error instanceof DuanliuProblem ? [error.problem.detail, error.problem.expected].filter((part) => part !== undefined && part !== "").join(" · ") : null;
  const action =
    title === "signIn" ? (
      <Button href="/sign-in">{t("door.enter")}</Button>
    ) : onAgain === undefined ? (
      onClose !== undefined && <Button onClick={onClose}>{t("error.dismiss")}</Button>
    ) : (
      <Button onClick={onAgain}>{t("error.again")}</Button>
    );
  const description = (
    <>
      {how !== null && <span>{t(`error.${how}`)} </span>}
      {title !== "conflict" && detail !== null && <span>{detail}</span>}
    </>
  );
  return <Alert className="problem-note" type={type} showIcon title={t(`error.${title}`)} description={description} action={action} />;
}

/** Whether an error says that what was looked at is not what is there. */
export function isConflict(error: unknown): boolean {
  return error instanceof DuanliuProblem && error.problem.code === "changed-meanwhile";
}

export interface Commanding {
  /** Gives commands, one after the other; true when all were done. Nothing is sent while others are on their way. */
  readonly give: (...orders: readonly Order[]) => Promise<boolean>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly clear: () => void;
}

/** `onDone` hears of what the matter is afterwards, and with null that it is not what it was: look again. */
export function useCommand<Body>(kind: MatterKind, onDone: (matter: Matter<Body> | null) => void): Commanding {
  const { desk } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const onItsWay = useRef(false);
  const give = useCallback(
    async (...orders: readonly Order[]): Promise<boolean> => {
      // A second press of a key is not a second command.
      if (onItsWay.current) return false;
      onItsWay.current = true;
      setBusy(true);
      setError(null);
      try {
        let matter: Matter<Body> | null = null;
        for (const order of orders) matter = await withPatience(() => desk.act<Body>(kind, order));
        onDone(matter);
        return true;
      } catch (caught) {
        setError(caught);
        onDone(null);
        return false;
      } finally {
        onItsWay.current = false;
        setBusy(false);
      }
    },
    [desk, kind, onDone],
  );
  return { give, busy, error, clear: useCallback(() => setError(null), []) };
}
