/** More time for an entry: new grounds and why. Somebody else decides, and until then nothing changes. */
import type { ListEntryBody, MatterInFull } from "@duanliu/client";
import { Button, Form, Input } from "antd";
import { useCallback, type ReactNode } from "react";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { GroundRows, groundsOf, type GroundValues } from "./ground-fields.tsx";
import { words } from "./words.ts";

interface Values {
  readonly grounds: readonly GroundValues[];
  readonly note: string;
}

interface Props {
  readonly entry: MatterInFull<ListEntryBody>;
  readonly onClose: (done: boolean) => void;
}

export function Extension({ entry, onClose }: Props): ReactNode {
  const t = words.useWords();
  const { give, busy, error } = useCommand<ListEntryBody>(
    "list-entry",
    useCallback(() => undefined, []),
  );
  return (
    <div className="command-form" role="group" aria-label={t("asked.title")}>
      <h3>{t("asked.title")}</h3>
      {error !== null && <ProblemNote error={error} />}
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ grounds: [{ kind: "authority" }] }}
        onFinish={({ grounds, note }) =>
          void give({ id: entry.id, command: "ask-extension", input: { grounds: groundsOf(grounds), note }, version: entry.version }).then((done) =>
            done ? onClose(true) : undefined,
          )
        }
      >
        <GroundRows />
        <Form.Item name="note" label={t("field.why")} rules={[{ required: true, message: t("form.needed") }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <p className="will-happen">{t("help.ask-extension")}</p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("asked.title")}
          </Button>
          <Button onClick={() => onClose(false)}>{t("form.cancel")}</Button>
        </div>
      </Form>
    </div>
  );
}
