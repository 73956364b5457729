/**
 * People, masked. Whoever needs to see says for what, once for each matter; from then on what was opened is shown with the
 * purpose beside it, until it is masked again or the matter is left. Nothing opened is kept anywhere else.
 */
import { PURPOSE_WORDS, type OpenedValue, type PersonalRef, type Purpose } from "@duanliu/client";
import { Button, Popover, Radio } from "antd";
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { ProblemNote } from "./problem.tsx";
import { words } from "./words.ts";

interface Opened {
  readonly purpose: Purpose | null;
  readonly values: ReadonlyMap<string, OpenedValue>;
  readonly purposes: readonly Purpose[];
  readonly open: (purpose: Purpose) => Promise<void>;
  readonly hide: () => void;
}

/** What a telephone can dial as it stands. */
const DIALLED = /^\+?\d{3,15}$/;

const OpenedContext = createContext<Opened | null>(null);

interface ProviderProps {
  readonly matter: string;
  /** Purposes that somebody who works here can have, the usual one first. */
  readonly purposes: readonly [Purpose, ...Purpose[]];
  readonly children: ReactNode;
}

/** Give it `key={matter}`: what was opened for one matter is not shown in another. */
export function PersonalProvider({ matter, purposes, children }: ProviderProps): ReactNode {
  const { desk } = useSession();
  const [opened, setOpened] = useState<{ readonly purpose: Purpose; readonly values: ReadonlyMap<string, OpenedValue> } | null>(null);
  const open = useCallback(
    async (purpose: Purpose): Promise<void> => {
      const values = await desk.openPersonal(matter, purpose);
      setOpened({ purpose, values: new Map(values.map((one) => [one.token, one])) });
    },
    [desk, matter],
  );
  const value = useMemo(
    () => ({ purpose: opened?.purpose ?? null, values: opened?.values ?? new Map<string, OpenedValue>(), purposes, open, hide: () => setOpened(null) }),
    [opened, purposes, open],
  );
  return <OpenedContext value={value}>{children}</OpenedContext>;
}

function useOpened(): Opened {
  const opened = useContext(OpenedContext);
  if (opened === null) throw new Error("bug: personal data is shown inside a PersonalProvider");
  return opened;
}

/** What was opened, by token; empty as long as nothing was. */
export function useOpenedValues(): ReadonlyMap<string, OpenedValue> {
  return useOpened().values;
}

/** One identifier: masked, or its value once a purpose was given. */
export function Personal({ of }: { readonly of: PersonalRef }): ReactNode {
  const { values } = useOpened();
  const found = values.get(of.token);
  if (found === undefined) return <span className="personal masked">{of.masked}</span>;
  // Whoever stands at the door calls with one thumb; a desk's own telephone takes the same link.
  if (found.type === "number" && DIALLED.test(found.value)) {
    return (
      <a className="personal opened" href={`tel:${found.value}`}>
        {found.value}
      </a>
    );
  }
  return <b className="personal opened">{found.value}</b>;
}

/** The way to see what is masked in this matter, and afterwards what it was opened for. */
export function OpenPersonal(): ReactNode {
  const t = words.useWords();
  const opened = useOpened();
  const [asking, setAsking] = useState(false);
  const language = languageNow();
  if (opened.purpose !== null) {
    return (
      <span className="personal-purpose">
        {t("personal.shownFor", { purpose: PURPOSE_WORDS[opened.purpose][language] })}{" "}
        <Button size="small" type="link" onClick={opened.hide}>
          {t("personal.hide")}
        </Button>
      </span>
    );
  }
  return (
    <Popover trigger="click" placement="bottomLeft" destroyOnHidden open={asking} onOpenChange={setAsking} content={<Ask onDone={() => setAsking(false)} />}>
      <Button size="small">{t("personal.open")}</Button>
    </Popover>
  );
}

function Ask({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const opened = useOpened();
  const [purpose, setPurpose] = useState<Purpose>(opened.purposes[0] ?? "warn-and-dissuade");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const language = languageNow();
  const show = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await opened.open(purpose);
      onDone();
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <form
      className="personal-ask"
      onSubmit={(event) => {
        event.preventDefault();
        void show();
      }}
    >
      <b>{t("personal.purpose")}</b>
      <Radio.Group
        vertical
        value={purpose}
        onChange={(event) => setPurpose(event.target.value as Purpose)}
        options={opened.purposes.map((one) => ({ value: one, label: PURPOSE_WORDS[one][language] }))}
      />
      <p className="quiet">{t("personal.recorded")}</p>
      {error !== null && <ProblemNote error={error} />}
      <div className="buttons">
        <Button type="primary" htmlType="submit" loading={busy} autoFocus>
          {t("personal.show")}
        </Button>
        <Button onClick={onDone}>{t("personal.cancel")}</Button>
      </div>
    </form>
  );
}
