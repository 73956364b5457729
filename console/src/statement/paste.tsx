/**
 * A box to paste a statement into, and what came of it: how many payments were read, which lack something, and every line that
 * was not taken over with the reason. The rows go to whoever asks for them.
 */
import { Button, Input } from "antd";
import { useId, useState, type ReactNode } from "react";
import { missingIn, readStatement, type Statement, type StatementRow } from "./statement.ts";
import { words } from "./words.ts";
import "./statement.css";

interface Props {
  /** Rows that fit; more are named as left out. */
  readonly max: number;
  readonly disabled?: boolean;
  readonly onRows: (rows: readonly StatementRow[]) => void;
}

export function PasteStatement({ max, disabled = false, onRows }: Props): ReactNode {
  const t = words.useWords();
  const id = useId();
  const [text, setText] = useState("");
  const [read, setRead] = useState<Statement | null>(null);
  const take = (from: string): void => {
    if (from.trim() === "") return;
    const statement = readStatement(from);
    setRead(statement);
    if (statement.rows.length > 0) onRows(statement.rows.slice(0, max));
  };
  const lacking = read?.rows.filter((row) => missingIn(row).length > 0).length ?? 0;
  return (
    <div className="paste">
      <label htmlFor={id}>{t("paste")}</label>
      <Input.TextArea
        id={id}
        value={text}
        disabled={disabled}
        autoSize={{ minRows: 2, maxRows: 8 }}
        aria-describedby={`${id}-how`}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          // What is pasted into an empty box is read at once: one step less while the money moves.
          if (text !== "") return;
          const pasted = event.clipboardData.getData("text");
          event.preventDefault();
          setText(pasted);
          take(pasted);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          // Here it reads; outside this box it sends the form.
          event.stopPropagation();
          event.preventDefault();
          take(text);
        }}
      />
      <p id={`${id}-how`} className="quiet">
        {t("pasteHow")}
      </p>
      <div className="buttons">
        <Button disabled={disabled || text.trim() === ""} onClick={() => take(text)}>
          {t("read")}
        </Button>
        {text !== "" && (
          <Button
            type="text"
            disabled={disabled}
            onClick={() => {
              setText("");
              setRead(null);
            }}
          >
            {t("clear")}
          </Button>
        )}
      </div>
      {read !== null && (
        <div role="status" className="paste-outcome">
          <p>
            {read.rows.length === 0 ? <b>{t("nothing")}</b> : <b>✓ {t("took", { count: Math.min(max, read.rows.length) })}</b>}
            {lacking > 0 && <span> · {t("lacking", { count: lacking })}</span>}
          </p>
          {read.rows.length > max && <p>{t("tooMany", { n: max })}</p>}
          {read.refused.length > 0 && (
            <details open>
              <summary>{t("refused", { count: read.refused.length })}</summary>
              <ul>
                {read.refused.map((one) => (
                  <li key={one.line}>
                    <span className="quiet">
                      {t("line", { line: one.line })} · {t(`why.${one.why}`)}:
                    </span>{" "}
                    <code>{one.text}</code>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
    </div>
  );
}
