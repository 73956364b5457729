/**
 * Papers that somebody adds: chosen from their device, their fingerprint (SHA-256) computed here, in the browser. The file
 * itself is not sent, and the field says so; what it says can be written beside it.
 */
import type { PaperGiven } from "@duanliu/client";
import { useId, useState, type ReactNode } from "react";
import { fingerprintOf, PAPER_BYTES_MAX, PAPER_TYPES } from "./fingerprint.ts";
import { useSay } from "./say.ts";
import { words } from "./words.ts";

const PAPERS_MAX = 40;
export const TEXT_MAX = 8_000;

type PaperKind = keyof typeof words.en.paper;
const PAPER_KINDS = Object.keys(words.en.paper) as readonly PaperKind[];

interface Props {
  readonly papers: readonly PaperGiven[];
  readonly onChange: (papers: readonly PaperGiven[]) => void;
}

export function PapersField({ papers, onChange }: Props): ReactNode {
  const { w, fill } = useSay();
  const id = useId();
  const [computing, setComputing] = useState(false);
  const [wrong, setWrong] = useState<{ readonly why: "wrongType" | "wrongSize" | "unread" | "tooMany"; readonly name: string } | null>(null);
  // Only there over https and on this machine.
  const able = (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
  const add = async (files: readonly File[]): Promise<void> => {
    setWrong(null);
    setComputing(true);
    let all = papers;
    for (const file of files) {
      const { name, type, size } = file;
      if (!PAPER_TYPES.has(type)) setWrong({ why: "wrongType", name });
      else if (size === 0 || size > PAPER_BYTES_MAX) setWrong({ why: "wrongSize", name });
      else if (all.length >= PAPERS_MAX) setWrong({ why: "tooMany", name });
      else {
        try {
          const sha256 = await fingerprintOf(file);
          if (!all.some((one) => one.sha256 === sha256)) all = [...all, { kind: "other", sha256, type, bytes: size, name: name.slice(0, 200) }];
        } catch {
          setWrong({ why: "unread", name });
        }
      }
    }
    onChange(all);
    setComputing(false);
  };
  const change = (sha256: string, more: Partial<PaperGiven>): void => onChange(papers.map((one) => (one.sha256 === sha256 ? { ...one, ...more } : one)));
  return (
    <fieldset>
      <legend>{w.papers.title}</legend>
      <p id={`${id}how`}>{able ? w.papers.stays : w.papers.none}</p>
      {able && (
        <>
          <label htmlFor={id}>{w.papers.choose}</label>
          <input
            id={id}
            type="file"
            multiple
            accept={[...PAPER_TYPES].join(",")}
            aria-describedby={`${id}how ${id}types`}
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              target.value = "";
              void add(files);
            }}
          />
          <p id={`${id}types`} className="quiet">
            {w.papers.types}
          </p>
        </>
      )}
      <div role="status">{computing && <p>{w.papers.computing}</p>}</div>
      <div role="alert">{wrong !== null && <p className="refused">{fill(w.papers[wrong.why], { name: wrong.name })}</p>}</div>
      {papers.map(({ sha256, name = "", kind, text = "" }, i) => (
        <div key={sha256} className="paper">
          <b>{name}</b>
          <label htmlFor={`${id}kind${i}`}>{fill(w.papers.kind, { name })}</label>
          <select id={`${id}kind${i}`} value={kind} onChange={({ target }) => change(sha256, { kind: target.value })}>
            {PAPER_KINDS.map((one) => (
              <option key={one} value={one}>
                {w.paper[one]}
              </option>
            ))}
          </select>
          <label htmlFor={`${id}text${i}`}>{w.papers.says}</label>
          <textarea id={`${id}text${i}`} rows={2} maxLength={TEXT_MAX} value={text} onChange={({ target }) => change(sha256, { text: target.value })} />
          <p className="quiet">
            {w.papers.fingerprint} <code>{sha256}</code>
          </p>
          <button type="button" onClick={() => onChange(papers.filter((one) => one.sha256 !== sha256))}>
            {fill(w.papers.remove, { name })}
          </button>
        </div>
      ))}
    </fieldset>
  );
}

/** As they are sent: what is empty is left out. */
export function papersSent(papers: readonly PaperGiven[]): readonly PaperGiven[] {
  return papers.map((one) => ({ ...one, text: spoken(one.text ?? "") }));
}

export const spoken = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());
