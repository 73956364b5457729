/**
 * A draft being written: the pack and its examples side by side in one editor, what the checker says while one types, and why
 * the change is needed. What is typed stays when saving fails; leaving with unsaved text is asked about by the browser.
 */
import type { Checked, Finding } from "@duanliu/client";
import { DuanliuProblem, RulebookClient } from "@duanliu/client";
import { Button, Input, Segmented, Select } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { detailOf, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { Differences } from "./differences.tsx";
import { words } from "./words.ts";

const Editor = lazy(async () => ({ default: (await import("./editor.tsx")).Editor }));

export interface Texts {
  readonly text: string;
  readonly examples: string;
}

interface Props {
  readonly pack: string;
  readonly initial: Texts;
  readonly why: string;
  readonly readOnly: boolean;
  /** A rule to begin at. */
  readonly rule?: string;
  readonly saving: boolean;
  readonly error: unknown;
  readonly saveWords: string;
  readonly onSave: (texts: Texts, why: string) => void;
  readonly onDirty?: (dirty: boolean) => void;
}

type FileName = Finding["file"];
/** As long as one pauses between two words; the server allows a burst of checks and then about three in two seconds. */
const PAUSE_MS = 450;
const TOO_FAST_MS = 1_000;

export function Draft({ pack, initial, why: firstWhy, readOnly, rule, saving, error, saveWords, onSave, onDirty }: Props): ReactNode {
  const t = words.useWords();
  const [texts, setTexts] = useState<Texts>({ text: initial.text, examples: initial.examples });
  const [why, setWhy] = useState(firstWhy);
  const [file, setFile] = useState<FileName>("pack.json");
  const [goTo, setGoTo] = useState<{ readonly from: number } | null>(null);
  const { checked, paused, checking } = useChecked(pack, texts, !readOnly);
  const findings = checked?.findings ?? NOTHING;
  const dirty = texts.text !== initial.text || texts.examples !== initial.examples || why !== firstWhy;
  const rules = useMemo(() => rulesIn(texts.text), [texts.text]);
  const save = useCallback(() => {
    if (!saving && !readOnly && why.trim() !== "") onSave(texts, why.trim());
  }, [saving, readOnly, onSave, texts, why]);
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || readOnly) return;
      event.preventDefault();
      save();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [save, readOnly]);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || rule === undefined) return;
    begun.current = true;
    const found = rulesIn(initial.text).find(({ id }) => id === rule);
    if (found !== undefined) setGoTo({ from: found.from });
  }, [rule, initial.text]);
  const jump = (finding: Finding): void => {
    setFile(finding.file);
    setGoTo({ from: finding.from });
  };
  const count = (name: FileName): number => findings.filter((one) => one.file === name).length;
  return (
    <div className="rule-draft">
      <div className="rule-draft-bar">
        <Segmented<FileName>
          value={file}
          onChange={setFile}
          options={(["pack.json", "examples.json"] as const).map((name) => ({
            value: name,
            label: `${t(name === "pack.json" ? "pack" : "examples")}${count(name) > 0 ? ` · ${count(name)}` : ""}`,
          }))}
        />
        <Select
          className="to-rule"
          showSearch
          value={null}
          placeholder={t("toRule")}
          aria-label={t("toRule")}
          options={rules.map(({ id }) => ({ value: id, label: id }))}
          onChange={(id: string | null) => {
            setFile("pack.json");
            const found = rules.find((one) => one.id === id);
            if (found !== undefined) setGoTo({ from: found.from });
          }}
        />
        <span className="grow" />
        {dirty && <span className="quiet">{t("unsaved")}</span>}
        {!readOnly && (
          <Button type="primary" loading={saving} disabled={why.trim() === ""} onClick={save}>
            {saveWords} <kbd aria-hidden="true">Ctrl S</kbd>
          </Button>
        )}
      </div>
      {error !== null && error !== undefined && <ProblemNote error={error} />}
      {!readOnly && (
        <label className="rule-why">
          <b>{t("why")}</b>
          <Input.TextArea value={why} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t("whyHint")} onChange={(event) => setWhy(event.target.value)} />
        </label>
      )}
      <Suspense fallback={<Loading rows={12} />}>
        <div className={file === "pack.json" ? "rule-editor-box" : "unseen-box"}>
          <Editor
            label={t("pack")}
            initial={initial.text}
            readOnly={readOnly}
            findings={useMemo(() => findings.filter((one) => one.file === "pack.json"), [findings])}
            onText={useCallback((text: string) => setTexts((old) => ({ ...old, text })), [])}
            goTo={file === "pack.json" ? goTo : null}
          />
        </div>
        <div className={file === "examples.json" ? "rule-editor-box" : "unseen-box"}>
          <Editor
            label={t("examples")}
            initial={initial.examples}
            readOnly={readOnly}
            findings={useMemo(() => findings.filter((one) => one.file === "examples.json"), [findings])}
            onText={useCallback((examples: string) => setTexts((old) => ({ ...old, examples })), [])}
            goTo={file === "examples.json" ? goTo : null}
          />
        </div>
      </Suspense>
      {!readOnly && (
        <section className="rule-findings" aria-label={t("findings.count", { count: findings.length })}>
          <p role="status" className={findings.some((one) => one.severity === "error") ? "has-errors" : "quiet"}>
            {paused !== null
              ? t("findings.paused", { detail: paused })
              : checked === null || checking
                ? t("findings.checking")
                : findings.length === 0
                  ? `✓ ${t("findings.none")}`
                  : t("findings.count", { count: findings.length })}
          </p>
          <ol>
            {findings.map((one) => (
              <li key={`${one.file}${one.from}${one.code}${one.message.en}`} className={one.severity}>
                <button type="button" className="plain-button" onClick={() => jump(one)}>
                  <span className="finding-place">
                    {one.severity === "error" ? "✕" : "△"} {t("findings.place", { line: one.line, column: one.column })}
                  </span>{" "}
                  <code>{one.path}</code> {one.message[languageNow()]}
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
      {checked !== null && <Differences differences={checked.differences} />}
    </div>
  );
}

const NOTHING: readonly Finding[] = [];

/** What the checker says of the text of a moment ago; asked again after a pause in typing. */
function useChecked(pack: string, texts: Texts, wanted: boolean): { readonly checked: Checked | null; readonly paused: string | null; readonly checking: boolean } {
  const { client } = useSession();
  const book = useMemo(() => new RulebookClient(client), [client]);
  const [said, setSaid] = useState<{ readonly of: Texts; readonly checked: Checked } | null>(null);
  const [paused, setPaused] = useState<string | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const checked = await book.check(pack, texts, controller.signal);
        if (controller.signal.aborted) return;
        setSaid({ of: texts, checked });
        setPaused(null);
      } catch (error) {
        if (controller.signal.aborted) return;
        if (error instanceof DuanliuProblem && error.problem.code === "too-many-attempts") {
          timer = setTimeout(() => void ask(), TOO_FAST_MS);
          return;
        }
        setPaused(detailOf(error));
      }
    };
    timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [book, pack, texts, wanted]);
  return { checked: said?.checked ?? null, paused, checking: said !== null && said.of !== texts };
}

/** Ids of rules, suppressors and typologies with where they stand; also in a text that does not parse. */
function rulesIn(text: string): readonly { readonly id: string; readonly from: number }[] {
  return [...text.matchAll(/"id"\s*:\s*"([A-Za-z][\w.-]{0,47})"/g)].slice(1).map((match) => ({ id: match[1] ?? "", from: match.index }));
}
