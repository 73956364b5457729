/** What the parts of the administration share: asking and asking again, an act that says first what it does, and what is shown once. */
import { Alert, Button, Input, Modal, Space } from "antd";
import { useCallback, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

export interface Acting {
  readonly busy: boolean;
  readonly error: unknown;
  readonly clear: () => void;
  /** True when it was done. */
  readonly run: (act: () => Promise<void>) => Promise<boolean>;
}

export function useActing(): Acting {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(async (act: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, error, clear: useCallback(() => setError(null), []), run };
}

interface SureProps {
  readonly label: string;
  readonly title: string;
  /** What happens, and how it is undone. */
  readonly what: readonly string[];
  readonly danger?: boolean;
  readonly act: () => Promise<void>;
}

/** A button whose act says in full what it will do before it does it, and afterwards what went wrong. */
export function Sure({ label, title, what, danger = false, act }: SureProps): ReactNode {
  const t = words.useWords();
  const [open, setOpen] = useState(false);
  const { busy, error, clear, run } = useActing();
  const shut = (): void => {
    setOpen(false);
    clear();
  };
  return (
    <>
      <Button danger={danger} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Modal
          open
          title={title}
          okText={label}
          cancelText={t("cancel")}
          okButtonProps={{ danger, loading: busy }}
          onOk={() => void run(act).then((done) => done && shut())}
          onCancel={shut}
          destroyOnHidden
        >
          {what.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {error !== null && <ProblemNote error={error} onClose={clear} />}
        </Modal>
      )}
    </>
  );
}

export interface Secret {
  readonly title: string;
  readonly text: string;
  readonly untilMs: number | null;
}

/** A link or token, on the screen once and then gone from the page. */
export function ShownOnce({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }): ReactNode {
  const t = words.useWords();
  const [copied, setCopied] = useState(false);
  const copy = (): void =>
    void navigator.clipboard.writeText(secret.text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Modal
      open
      title={`${secret.title} · ${t("once")}`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
      destroyOnHidden
    >
      <Alert
        type="warning"
        showIcon
        title={t("onceHow")}
        description={secret.untilMs === null ? undefined : t("onceUntil", { time: instantText(secret.untilMs, languageNow()) })}
      />
      <Space.Compact block className="secret-once">
        <Input readOnly value={secret.text} aria-label={secret.title} onFocus={(event) => event.currentTarget.select()} />
        <Button onClick={copy}>{copied ? t("copied") : t("copy")}</Button>
      </Space.Compact>
    </Modal>
  );
}
