/** Grounds in a form: one row each, with the fields of its kind, and what it carries by itself said beside it. */
import type { EntryGround } from "@duanliu/client";
import { Button, Checkbox, Form, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { words } from "./words.ts";

export const GROUND_KINDS = ["case", "authority", "signals", "decision", "report", "entry"] as const satisfies readonly EntryGround["kind"][];
const FAMILIES = ["call", "message", "web", "app", "payment", "account", "opening", "report", "analyst"] as const;
const GROUNDS_MAX = 20;

/** As the form holds a ground: what its kind does not have is left out when it is sent. */
export interface GroundValues {
  readonly kind?: EntryGround["kind"];
  readonly matter?: string;
  readonly authority?: string;
  readonly document?: string;
  readonly families?: readonly string[];
  readonly scorePermille?: number;
  readonly rules?: readonly string[];
  readonly event?: string;
  readonly reporters?: number;
  readonly stories?: number;
}

export function groundsOf(rows: readonly GroundValues[]): readonly unknown[] {
  const text = (value: string | undefined): string | undefined => (value === undefined || value.trim() === "" ? undefined : value.trim());
  return rows.map(({ kind, matter, authority, document, families, scorePermille, rules, event, reporters, stories }) => {
    switch (kind) {
      case "authority":
        return { kind, authority: text(authority), document: text(document) };
      case "signals":
        return { kind, families, scorePermille: scorePermille ?? 0, rules: rules ?? [], event: text(event), matter: text(matter) };
      case "report":
        return { kind, matter: text(matter), reporters: reporters ?? 1, stories: stories ?? 1 };
      case "case":
      case "decision":
      case "entry":
      case undefined:
        return { kind, matter: text(matter) };
    }
  });
}

export function GroundRows(): ReactNode {
  const t = words.useWords();
  return (
    <Form.List name="grounds">
      {(rows, { add, remove }) => (
        <fieldset className="fields">
          <legend>{t("field.grounds")}</legend>
          {rows.map((row, n) => (
            <div key={row.key} className="ground-row" role="group" aria-label={t("ground.one", { n: n + 1 })}>
              <Row at={row.name} />
              {rows.length > 1 && (
                <Button size="small" onClick={() => remove(row.name)}>
                  {t("ground.remove")}
                </Button>
              )}
            </div>
          ))}
          {rows.length < GROUNDS_MAX && (
            <Button size="small" onClick={() => add({ kind: "authority" })}>
              {t("ground.add")}
            </Button>
          )}
        </fieldset>
      )}
    </Form.List>
  );
}

function Row({ at }: { readonly at: number }): ReactNode {
  const t = words.useWords();
  const form = Form.useFormInstance();
  const kind = Form.useWatch<EntryGround["kind"] | undefined>(["grounds", at, "kind"], form);
  const needed = [{ required: true, message: t("form.needed") }];
  const matter = (how: keyof typeof words.en.matterHow, required: boolean): ReactNode => (
    <Form.Item name={[at, "matter"]} label={t("field.matter")} rules={required ? needed : []}>
      <Input placeholder={t(`matterHow.${how}`)} autoComplete="off" spellCheck={false} />
    </Form.Item>
  );
  return (
    <>
      <Form.Item name={[at, "kind"]} label={t("field.kind")} rules={needed} extra={kind === undefined ? undefined : t("ground.carries", { what: t(`carry.${CARRY[kind]}`) })}>
        <Select options={GROUND_KINDS.map((value) => ({ value, label: t(`ground.${value}`) }))} />
      </Form.Item>
      {kind === "authority" && (
        <>
          <Form.Item name={[at, "authority"]} label={t("field.authority")} rules={needed}>
            <Input maxLength={120} autoComplete="off" />
          </Form.Item>
          <Form.Item name={[at, "document"]} label={t("field.document")} rules={needed}>
            <Input maxLength={128} autoComplete="off" />
          </Form.Item>
        </>
      )}
      {kind === "signals" && (
        <>
          <Form.Item name={[at, "families"]} label={t("field.families")} rules={needed}>
            <Checkbox.Group options={FAMILIES.map((value) => ({ value, label: t(`family.${value}`) }))} />
          </Form.Item>
          <Form.Item name={[at, "scorePermille"]} label={t("field.scorePermille")} rules={needed}>
            <InputNumber min={0} max={1000} precision={0} />
          </Form.Item>
          <Form.Item name={[at, "rules"]} label={t("field.rules")}>
            <Select mode="tags" open={false} suffixIcon={null} />
          </Form.Item>
          {matter("signals", false)}
          <Form.Item
            name={[at, "event"]}
            label={t("field.event")}
            dependencies={[["grounds", at, "matter"]]}
            rules={[
              {
                validator: (_, value: unknown) => {
                  const warning = form.getFieldValue(["grounds", at, "matter"]) as unknown;
                  const given = [value, warning].some((one) => typeof one === "string" && one.trim() !== "");
                  return given ? Promise.resolve() : Promise.reject(new Error(t("proposing.eventOrMatter")));
                },
              },
            ]}
          >
            <Input maxLength={128} autoComplete="off" spellCheck={false} />
          </Form.Item>
        </>
      )}
      {kind === "report" && (
        <>
          {matter("report", true)}
          <Form.Item name={[at, "reporters"]} label={t("field.reporters")} initialValue={1}>
            <InputNumber min={1} precision={0} />
          </Form.Item>
          <Form.Item name={[at, "stories"]} label={t("field.stories")} initialValue={1}>
            <InputNumber min={1} precision={0} />
          </Form.Item>
        </>
      )}
      {(kind === "case" || kind === "decision" || kind === "entry") && matter(kind, true)}
    </>
  );
}

const CARRY: Readonly<Record<EntryGround["kind"], keyof typeof words.en.carry>> = {
  case: "block",
  authority: "block",
  signals: "signals",
  decision: "flag",
  report: "watch",
  entry: "watch",
};
