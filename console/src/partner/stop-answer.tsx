/**
 * A bank's answer to a stop, on one screen: stopped in full or in part, not matching, no funds, refused with the reason; and
 * where the money had gone on to, typed or pasted. What the law forbids is said before it is sent.
 */
import type { MatterInFull } from "@duanliu/client";
import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { nowMs } from "../now.ts";
import { BankInput, bankCode } from "../statement/bank-input.tsx";
import { PasteStatement } from "../statement/paste.tsx";
import type { StatementRow } from "../statement/statement.ts";
import { exactMoneyText, minorOf } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { answerOf, MATCHED, RESULTS, type AnswerTyped, type HopTyped } from "./partner.ts";
import { words } from "./words.ts";

/** Lines of the form; the interface takes more. */
const HOPS_MAX = 50;

interface StopOrder {
  readonly amountMinor: string;
  readonly currency: string;
}

/** `2026-11-26T10:05:03` of this desk's clock. */
function localNow(): string {
  const now = new Date(nowMs());
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function StopAnswer({ matter, onDone }: { readonly matter: MatterInFull<StopOrder>; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const [form] = Form.useForm<AnswerTyped>();
  const result = Form.useWatch("result", form);
  const { give, busy, error, clear } = useCommand<StopOrder>("stop-payment", onDone);
  const box = useRef<HTMLDivElement>(null);
  const { amountMinor, currency } = matter.body;
  useEffect(() => box.current?.querySelector<HTMLElement>("input")?.focus(), []);
  const stopped = result === "full" || result === "part";
  const needed = { required: true, message: t("answer.needed") };
  const amountRule = {
    validator: (_: unknown, value: unknown) =>
      typeof value !== "string" || value === "" || minorOf(value, currency) !== null ? Promise.resolve() : Promise.reject(new Error(t("badAmount"))),
  };
  const takeRows = (rows: readonly StatementRow[]): void => {
    const there = ((form.getFieldValue("next") as readonly HopTyped[] | undefined) ?? []).filter((hop) =>
      Object.values(hop ?? {}).some((value) => value !== undefined && value !== ""),
    );
    form.setFieldsValue({ next: [...there, ...rows.map(hopOf)].slice(0, HOPS_MAX) });
    void form.validateFields([["next"]], { recursive: true }).catch(() => undefined);
  };
  return (
    <div ref={box} className="stop-answer" role="group" aria-labelledby="stop-answer-title">
      <h2 id="stop-answer-title">{t("answer.title")}</h2>
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form<AnswerTyped>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        scrollToFirstError={{ block: "center" }}
        initialValues={{ at: localNow(), next: [] }}
        onFinish={(typed) => void give({ id: matter.id, command: "answer", input: answerOf(typed, matter.body, bankCode), version: matter.version })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        <Form.Item name="result" label={t("answer.result")} rules={[needed]}>
          <Radio.Group vertical options={RESULTS.map((value) => ({ value, label: t(`answer.${value}`) }))} />
        </Form.Item>
        {stopped && (
          <div className="answer-fields">
            <Form.Item name="at" label={t("answer.at")} rules={[needed]}>
              <Input type="datetime-local" step={1} />
            </Form.Item>
            {result === "part" && (
              <Form.Item
                name="held"
                label={t("answer.held")}
                extra={t("answer.heldWhy", { sum: exactMoneyText(amountMinor, currency, languageNow()) })}
                rules={[
                  needed,
                  amountRule,
                  {
                    validator: (_, value: unknown) => {
                      const minor = typeof value === "string" ? minorOf(value, currency) : null;
                      if (minor === null || BigInt(minor) < BigInt(amountMinor)) return Promise.resolve();
                      return Promise.reject(new Error(t(BigInt(minor) > BigInt(amountMinor) ? "answer.tooMuch" : "answer.notBoth")));
                    },
                  },
                ]}
              >
                <Input inputMode="decimal" autoComplete="off" />
              </Form.Item>
            )}
            <Form.Item name="balance" label={t("answer.balance")} rules={[amountRule]}>
              <Input inputMode="decimal" autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="match"
              label={t("answer.match")}
              rules={[
                {
                  validator: (_, value: unknown) => (Array.isArray(value) && value.length === MATCHED.length ? Promise.resolve() : Promise.reject(new Error(t("answer.matchAll")))),
                },
              ]}
            >
              <Checkbox.Group options={MATCHED.map((value) => ({ value, label: t(`answer.field.${value}`) }))} />
            </Form.Item>
          </div>
        )}
        {result === "mismatch" && (
          <Form.Item name="fields" label={t("answer.fields")} rules={[needed]}>
            <Checkbox.Group options={MATCHED.map((value) => ({ value, label: t(`answer.field.${value}`) }))} />
          </Form.Item>
        )}
        {result === "impossible" && (
          <Form.Item name="why" label={t("answer.why")} rules={[{ ...needed, whitespace: true }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} />
          </Form.Item>
        )}
        {(stopped || result === "no-funds") && (
          <fieldset className="fields">
            <legend>{t("answer.next")}</legend>
            <p className="quiet">{t("answer.nextHow")}</p>
            <PasteStatement max={HOPS_MAX} disabled={busy} onRows={takeRows} />
            <Hops amountRule={amountRule} />
          </fieldset>
        )}
        {result !== undefined && <p className="will-happen">{t("answer.will")}</p>}
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("answer.send")} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </Button>
        </div>
      </Form>
    </div>
  );
}

function Hops({ amountRule }: { readonly amountRule: object }): ReactNode {
  const t = words.useWords();
  const needed = { required: true, message: t("answer.needed") };
  return (
    <Form.List name="next">
      {(rows, { add, remove }) => (
        <>
          {rows.map((row, n) => (
            <fieldset key={row.key} className="hop-row">
              <legend>{t("answer.hop", { n: n + 1 })}</legend>
              <Form.Item name={[row.name, "when"]} label={t("answer.when")} rules={[needed]}>
                <Input type="datetime-local" step={1} />
              </Form.Item>
              <Form.Item name={[row.name, "amount"]} label={t("answer.amount")} rules={[needed, amountRule]}>
                <Input inputMode="decimal" autoComplete="off" />
              </Form.Item>
              <Form.Item name={[row.name, "bank"]} label={t("answer.bank")} rules={[needed]}>
                <BankInput />
              </Form.Item>
              <Form.Item name={[row.name, "account"]} label={t("answer.account")} rules={[needed]}>
                <Input inputMode="numeric" autoComplete="off" spellCheck={false} />
              </Form.Item>
              <Form.Item name={[row.name, "name"]} label={t("answer.name")}>
                <Input autoComplete="off" maxLength={120} />
              </Form.Item>
              <Button aria-label={t("answer.removeHop", { n: n + 1 })} onClick={() => remove(row.name)}>
                ×
              </Button>
            </fieldset>
          ))}
          {rows.length < HOPS_MAX && <Button onClick={() => add({})}>+ {t("answer.addHop")}</Button>}
        </>
      )}
    </Form.List>
  );
}

function hopOf(row: StatementRow): HopTyped {
  return {
    ...(row.paidAt === null ? {} : { when: row.paidAt }),
    ...(row.amount === null ? {} : { amount: row.amount }),
    ...(row.to.bank === null ? {} : { bank: row.to.bank }),
    ...(row.to.account === null ? {} : { account: row.to.account }),
    ...(row.to.name === null ? {} : { name: row.to.name }),
  };
}
