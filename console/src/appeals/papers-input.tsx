/**
 * Papers chosen from this machine: their fingerprints are computed here and only these are given on, with the kind of paper
 * and, where it is short, what it says. The files stay where they are.
 */
import type { AppealWords, PaperGiven } from "@duanliu/client";
import { Button, Input, Select, Upload } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { fingerprintOf, isPaperFile, PAPER_TYPES } from "../my/fingerprint.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly known: AppealWords | null;
  // Given by the form.
  readonly value?: readonly PaperGiven[];
  readonly onChange?: (papers: readonly PaperGiven[]) => void;
}

/** The most that a text beside a paper holds. */
const TEXT_MAX = 8_000;

export function PapersInput({ known, value = [], onChange }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const [bad, setBad] = useState<string | null>(null);
  // Several files are read at once: each is added to what the one before left.
  const now = useRef(value);
  now.current = value;
  const set = (papers: readonly PaperGiven[]): void => {
    now.current = papers;
    onChange?.(papers);
  };
  const add = async (file: File): Promise<void> => {
    if (!isPaperFile(file)) return setBad(file.name);
    const sha256 = await fingerprintOf(file);
    setBad(null);
    if (now.current.every((one) => one.sha256 !== sha256)) set([...now.current, { kind: "other", sha256, type: file.type, bytes: file.size, name: file.name.slice(0, 200) }]);
  };
  const change = (sha256: string, more: Partial<PaperGiven>): void => set(now.current.map((one) => (one.sha256 === sha256 ? { ...one, ...more } : one)));
  const kinds = known === null ? [] : Object.entries(known.PAPER_WORDS).map(([kind, words]) => ({ value: kind, label: words[language] }));
  return (
    <div className="papers-input">
      <Upload
        multiple
        accept={[...PAPER_TYPES].join(",")}
        showUploadList={false}
        beforeUpload={(file) => {
          add(file).catch(() => setBad(file.name));
          return false;
        }}
      >
        <Button>{t("counter.files")}</Button>
      </Upload>
      <span className="quiet">{t("counter.filesHow")}</span>
      {bad !== null && (
        <p role="alert" className="bad">
          ▲ {t("counter.fileBad", { name: bad })}
        </p>
      )}
      {value.map((paper, i) => (
        <div key={paper.sha256} className="paper-row">
          <span>
            {paper.name} <code>{paper.sha256.slice(0, 12)}…</code>
          </span>
          <Select aria-label={`${t("counter.fileKind")} ${i + 1}`} value={paper.kind} options={kinds} onChange={(kind) => change(paper.sha256, { kind })} />
          <Input.TextArea
            aria-label={`${t("counter.fileText")} ${i + 1}`}
            placeholder={t("counter.fileText")}
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={TEXT_MAX}
            value={paper.text ?? ""}
            onChange={({ target }) => change(paper.sha256, { text: target.value === "" ? undefined : target.value })}
          />
          <Button size="small" onClick={() => set(now.current.filter((one) => one.sha256 !== paper.sha256))}>
            {t("counter.remove")}
          </Button>
        </div>
      ))}
    </div>
  );
}
