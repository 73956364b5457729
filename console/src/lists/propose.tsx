/** An entry is proposed in one form: what it names, what it should do, on which grounds, and whom it may be given to. Another decides. */
import type { EntryStrength, ListedType, ListEntryBody, SharingMark } from "@duanliu/client";
import { Button, Form, Input, Radio, Select } from "antd";
import { useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { goTo } from "../place.ts";
import { useSession } from "../session.tsx";
import { GroundRows, groundsOf, type GroundValues } from "./ground-fields.tsx";
import { SHAPE } from "./lists.ts";
import { words } from "./words.ts";

const TYPES: readonly ListedType[] = ["number", "account", "device", "host", "url", "certificate"];
const STRENGTHS: readonly EntryStrength[] = ["block", "flag", "watch"];
const MARKS: readonly SharingMark[] = ["amber", "green", "clear", "red"];
/** Money is held by an order, never by an entry. */
const NO_BLOCK: ReadonlySet<ListedType> = new Set(["account", "device"]);

interface Values {
  readonly type: ListedType;
  readonly identifier: string;
  readonly strength: EntryStrength;
  readonly grounds: readonly GroundValues[];
  readonly sharing: SharingMark;
  readonly note?: string;
}

export function Propose({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const t = words.useWords();
  const { desk } = useSession();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const type = Form.useWatch("type", form) ?? "number";
  const strength = Form.useWatch("strength", form) ?? "flag";
  const needed = [{ required: true, message: t("form.needed") }];
  const give = async ({ grounds, note, ...rest }: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const said = note?.trim() ?? "";
      const { id } = await desk.open<ListEntryBody>("list-entry", { ...rest, grounds: groundsOf(grounds), ...(said === "" ? {} : { note: said }) });
      goTo("lists", id);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <article className="lists-part">
      <h2>{t("proposing.title")}</h2>
      <p className="quiet">{t("proposing.intro")}</p>
      <Form<Values>
        form={form}
        className="lists-form"
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ type: "number", strength: "flag", sharing: "amber", grounds: [{ kind: "authority" }] }}
        onValuesChange={(changed: Partial<Values>) => {
          if (changed.type !== undefined && NO_BLOCK.has(changed.type) && form.getFieldValue("strength") === "block") form.setFieldValue("strength", "flag");
        }}
        onFinish={(values) => void give(values)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        <div className="lists-form-row">
          <Form.Item name="type" label={t("field.type")}>
            <Select options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} />
          </Form.Item>
          <Form.Item name="identifier" label={t("field.identifier")} rules={needed}>
            <Input placeholder={t(`identifierHow.${type}`)} autoComplete="off" spellCheck={false} maxLength={500} autoFocus />
          </Form.Item>
        </div>
        <Form.Item name="strength" label={t("field.strength")} extra={NO_BLOCK.has(type) ? t("proposing.noBlock") : undefined}>
          <Radio.Group
            vertical
            options={STRENGTHS.map((value) => ({
              value,
              disabled: value === "block" && NO_BLOCK.has(type),
              label: `${SHAPE[value]} ${t(`strength.${value}`)} · ${t(`does.${value}`)}`,
            }))}
          />
        </Form.Item>
        <GroundRows />
        <p className="quiet">{t("proposing.carries")}</p>
        <div className="lists-form-row">
          <Form.Item name="sharing" label={t("field.sharing")}>
            <Select options={MARKS.map((value) => ({ value, label: t(`sharing.${value}`) }))} />
          </Form.Item>
          <Form.Item name="note" label={t("field.note")}>
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={2000} />
          </Form.Item>
        </div>
        {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
        <p className="will-happen">
          {t("proposing.after")} {t("proposing.approved", { does: t(`does.${strength}`) })}
        </p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("proposing.give")}
          </Button>
          <Button onClick={onCancel}>{t("form.cancel")}</Button>
        </div>
      </Form>
    </article>
  );
}
