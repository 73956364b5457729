/** Asking for papers, once and only from the law's own list; the promised day stays. */
import type { Bilingual } from "@duanliu/client";
import { Button, Checkbox, Form } from "antd";
import type { ReactNode } from "react";
import { atLeastOne } from "../matter/input-fields.tsx";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly appeal: string;
  readonly version: number;
  readonly list: readonly Bilingual[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function AskPapers({ appeal, version, list, onDone, onCancel }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { give, busy, error } = useCommand("appeal", onDone);
  return (
    <section className="command-form" role="group" aria-label={t("papers.title")}>
      <h3>{t("papers.title")}</h3>
      {error !== null && <ProblemNote error={error} />}
      <Form<{ readonly papers: readonly number[] }>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={({ papers }) => void give({ id: appeal, command: "ask-papers", input: { papers }, version })}
      >
        <Form.Item name="papers" label={t("papers.which")} rules={[atLeastOne(t("papers.choose"))]}>
          <Checkbox.Group options={list.map((one, value) => ({ value, label: one[language] }))} />
        </Form.Item>
        <p className="will-happen">{t("papers.will")}</p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("papers.send")}
          </Button>
          <Button onClick={onCancel}>{t("form.cancel")}</Button>
        </div>
      </Form>
    </section>
  );
}
