/**
 * A form for any command, made from the description of its input, with what will happen said above its button. A command
 * that takes nothing is a button. Places with a better form of their own use that, and this for the rest.
 */
import type { CommandDescription } from "@duanliu/client";
import { Button, Form } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { languageNow } from "../words/language.ts";
import { Fields, FieldWordsContext, type FieldWords } from "./input-fields.tsx";
import { inputOf, type Values } from "./input-values.ts";
import { ProblemNote } from "./problem.tsx";
import { words } from "./words.ts";

interface Props {
  readonly command: CommandDescription;
  readonly fields: FieldWords;
  /** What will happen, to whom, until when, and how it is undone; said before acts that hurt. */
  readonly warning?: ReactNode;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly error?: unknown;
  readonly initial?: Values;
  readonly onGive: (input: unknown) => void;
  readonly onCancel: () => void;
}

export function CommandForm({ command, fields, warning, danger = false, busy, error = null, initial, onGive, onCancel }: Props): ReactNode {
  const t = words.useWords();
  const [form] = Form.useForm<Values>();
  const box = useRef<HTMLDivElement>(null);
  const language = languageNow();
  // The hands are on the keyboard: the first field is where they go. What stands above stays in sight, where the form is open from the start.
  useEffect(() => box.current?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true }), []);
  return (
    <FieldWordsContext value={fields}>
      <div ref={box} className="command-form" role="group" aria-label={command.words[language]}>
        <h3>{command.words[language]}</h3>
        {error !== null && <ProblemNote error={error} />}
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={busy}
          {...(initial === undefined ? {} : { initialValues: initial })}
          onFinish={(values) => onGive(inputOf(command.input, values) ?? {})}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              onCancel();
            }
            // From inside a text of several lines, too.
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
          }}
        >
          <Fields schema={command.input} />
          {warning !== undefined && <p className="will-happen">{warning}</p>}
          <div className="buttons">
            <Button type="primary" danger={danger} htmlType="submit" loading={busy}>
              {command.words[language]}
            </Button>
            <Button onClick={onCancel}>{t("form.cancel")}</Button>
          </div>
        </Form>
      </div>
    </FieldWordsContext>
  );
}
