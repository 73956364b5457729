/** What the forms of the public page share: a sheet with a heading that can be jumped to, a text, a number, one press a time. */
import type { MyMatter, MyMatterClient } from "@duanliu/client";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { TEXT_MAX } from "./papers-field.tsx";
import { useSay } from "./say.ts";

/** Does what was asked and shows what came of it; true when it was done. */
export type Ask = (task: () => Promise<MyMatter>, done: string) => Promise<boolean>;

export interface FormProps {
  readonly client: MyMatterClient;
  readonly code: string;
  readonly matter: MyMatter;
  readonly ask: Ask;
}

interface SheetProps {
  readonly id: string;
  readonly title: string;
  readonly send: string;
  /** What is still missing, or null when it can be sent. */
  readonly lacking: string | null;
  /** Closed until somebody wants it. */
  readonly folded?: boolean;
  readonly onSend: () => Promise<unknown>;
  readonly children: ReactNode;
}

export function FormSheet({ id, title, folded = false, children, ...rest }: SheetProps): ReactNode {
  const head = (
    <h2 id={id} tabIndex={-1}>
      {title}
    </h2>
  );
  const form = <SendForm {...rest}>{children}</SendForm>;
  return (
    <section className="my-sheet my-form" aria-labelledby={id}>
      {folded ? (
        <details>
          <summary>{head}</summary>
          {form}
        </details>
      ) : (
        <>
          {head}
          {form}
        </>
      )}
    </section>
  );
}

export function SendForm({ send, lacking, onSend, children }: Omit<SheetProps, "id" | "title" | "folded">): ReactNode {
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    // A second press is not a second objection.
    if (lacking !== null || busy) return;
    setBusy(true);
    void onSend().finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} noValidate>
      {children}
      <div role="alert">{tried && lacking !== null && <p className="refused">{lacking}</p>}</div>
      <button type="submit" className="first" disabled={busy}>
        {send}
      </button>
    </form>
  );
}

interface TextProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

export function StatementField({ value, onChange }: TextProps): ReactNode {
  const { w } = useSay();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{w.appeal.statement}</label>
      <textarea id={id} rows={5} maxLength={TEXT_MAX} value={value} onChange={({ target }) => onChange(target.value)} aria-describedby={`${id}how`} />
      <p id={`${id}how`} className="quiet">
        {w.appeal.statementHow}
      </p>
    </>
  );
}

export function ContactField({ value, onChange }: TextProps): ReactNode {
  const { w } = useSay();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{w.appeal.contact}</label>
      <input id={id} type="tel" autoComplete="tel" maxLength={40} value={value} onChange={({ target }) => onChange(target.value)} aria-describedby={`${id}how`} />
      <p id={`${id}how`} className="quiet">
        {w.appeal.contactHow}
      </p>
    </>
  );
}
