/** Papers and words that somebody adds to what was entered already; the answer never comes later for it. */
import type { PaperGiven } from "@duanliu/client";
import { Button, Form, Input } from "antd";
import type { ReactNode } from "react";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { PapersInput } from "./papers-input.tsx";
import { useAppealWords } from "./use-appeal-words.ts";
import { words } from "./words.ts";

interface Props {
  readonly kind: "appeal" | "complaint" | "compensation";
  readonly id: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function AddPapers({ kind, id, onDone, onCancel }: Props): ReactNode {
  const t = words.useWords();
  const known = useAppealWords();
  const { give, busy, error } = useCommand(kind, onDone);
  return (
    <section className="command-form" role="group" aria-label={t("field.papers")}>
      {error !== null && <ProblemNote error={error} />}
      <Form<{ readonly statement?: string; readonly papers?: readonly PaperGiven[] }>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={({ statement = "", papers = [] }) =>
          void give({ id, command: "add-papers", input: { papers, ...(statement.trim() === "" ? {} : { statement: statement.trim() }) } })
        }
      >
        <Form.Item name="statement" label={t("field.statement")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={8000} />
        </Form.Item>
        <Form.Item name="papers" label={t("field.papers")}>
          <PapersInput known={known} />
        </Form.Item>
        <p className="will-happen">{t("help.add-papers")}</p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("form.add")}
          </Button>
          <Button onClick={onCancel}>{t("form.cancel")}</Button>
        </div>
      </Form>
    </section>
  );
}
