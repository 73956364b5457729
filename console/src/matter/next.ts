/**
 * Taking the next task without the mouse: one press, one task, which nobody else gets. While one is being taken another
 * press does nothing; that there is none is said.
 */
import { useCallback, useRef, useState } from "react";
import { withPatience } from "./patience.ts";

export interface NextTask {
  readonly take: () => void;
  readonly busy: boolean;
  /** There was no free task when it was asked for last. */
  readonly none: boolean;
  readonly error: unknown;
}

/** `ask` gives the id of the task that is now the reader's, or null when there is none. */
export function useNextTask(ask: () => Promise<string | null>, onTaken: (id: string) => void): NextTask {
  const [state, setState] = useState<Omit<NextTask, "take">>({ busy: false, none: false, error: null });
  const onItsWay = useRef(false);
  const take = useCallback(() => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setState({ busy: true, none: false, error: null });
    withPatience(ask).then(
      (id) => {
        onItsWay.current = false;
        setState({ busy: false, none: id === null, error: null });
        if (id !== null) onTaken(id);
      },
      (error: unknown) => {
        onItsWay.current = false;
        setState({ busy: false, none: false, error });
      },
    );
  }, [ask, onTaken]);
  return { take, ...state };
}
