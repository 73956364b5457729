/**
 * A report in the golden time, in one form: who, when, how much, from where, to whom, typed or pasted. Sending it opens the
 * report and proposes a stop for every account; what could not be proposed is said with the reason.
 */
import { SCAM_CATEGORY_NAMES, type Matter } from "@duanliu/client";
import { Button, Form, Input, Radio, Select } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { nowMs } from "../now.ts";
import { goTo } from "../place.ts";
import { detailOf, useSession } from "../session.tsx";
import { BankInput, bankCode } from "../statement/bank-input.tsx";
import { PasteStatement } from "../statement/paste.tsx";
import type { StatementRow } from "../statement/statement.ts";
import { minorOf } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { PaymentTyped, RootBody } from "./stop.ts";
import { notProposed } from "./stop.ts";
import { words } from "./words.ts";

/** As many as a report takes. */
const PAYMENTS_MAX = 50;
const CHANNELS = ["hotline", "counter", "online", "partner", "warning", "grid"] as const;
const ROLES = ["victim", "relative", "institution", "witness", "informer"] as const;
const SPEAKS_FOR_MONEY: ReadonlySet<string> = new Set(["victim", "relative", "institution"]);
const CURRENCIES = ["CNY", "USD", "HKD", "EUR", "GBP"];

interface Person {
  readonly name?: string;
  readonly number?: string;
}

interface Typed {
  readonly channel: (typeof CHANNELS)[number];
  readonly role: (typeof ROLES)[number];
  readonly reporter?: Person;
  readonly victim?: Person;
  readonly currency: string;
  readonly payments: readonly PaymentTyped[];
  readonly narrative?: string;
  readonly lure?: string;
}

interface Outcome {
  readonly id: string;
  readonly serial: string;
  readonly proposed: number;
  readonly failures: readonly string[];
}

export function Intake({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { desk } = useSession();
  const [form] = Form.useForm<Typed>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const onItsWay = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const role = Form.useWatch("role", form) ?? "victim";
  useEffect(() => box.current?.querySelector<HTMLElement>("textarea")?.focus(), []);

  const send = async (typed: Typed): Promise<void> => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    try {
      const payments = typed.payments.map((one) => paymentOf(one, typed.currency));
      const report = await desk.open<RootBody>("report", {
        channel: typed.channel,
        role: typed.role,
        ...personIn("reporter", typed.reporter),
        ...(typed.role === "victim" ? {} : personIn("victim", typed.victim)),
        ...(typed.lure === undefined ? {} : { axes: { lure: typed.lure } }),
        payments,
        ...(filled(typed.narrative) === undefined ? {} : { narrative: filled(typed.narrative) }),
      });
      const failures: string[] = [];
      if (SPEAKS_FOR_MONEY.has(typed.role)) {
        // The program proposes what left within the golden time; a person may ask for what is older.
        for (const i of notProposed(report.body.payments ?? [])) {
          const payment = payments[i];
          if (payment === undefined) continue;
          try {
            await desk.open("stop-payment", {
              parent: report.id,
              account: payment.to,
              ...(payment.toName === undefined ? {} : { holderName: payment.toName }),
              amountMinor: payment.amountMinor,
              currency: payment.currency,
              paidAt: payment.paidAt,
              reason: "reported-payment",
            });
          } catch (caught) {
            failures.push(`${report.body.payments?.[i]?.to.masked ?? ""}: ${detailOf(caught)}`);
          }
        }
      }
      if (failures.length === 0) goTo("stop", report.id);
      else setOutcome(await outcomeOf(report, failures));
    } catch (caught) {
      setError(caught);
    } finally {
      onItsWay.current = false;
      setBusy(false);
    }
  };
  const outcomeOf = async (report: Matter<RootBody>, failures: readonly string[]): Promise<Outcome> => ({
    id: report.id,
    serial: report.serial,
    proposed: (await desk.list("stop-payment", { parent: report.id, limit: 200 })).items.length,
    failures,
  });

  const takeRows = (rows: readonly StatementRow[]): void => {
    const there = (form.getFieldValue("payments") as readonly PaymentTyped[] | undefined) ?? [];
    const typed = there.filter((one) => one !== undefined && Object.values(one).some((value) => filled(value) !== undefined));
    const currency = rows.find((row) => row.currency !== null)?.currency;
    form.setFieldsValue({ payments: [...typed, ...rows.map(typedOf)].slice(0, PAYMENTS_MAX), ...(currency === null || currency === undefined ? {} : { currency }) });
    // What a row lacks is marked at once.
    void form.validateFields([["payments"]], { recursive: true }).catch(() => undefined);
  };

  if (outcome !== null) {
    return (
      <div className="intake" role="status">
        <h1>{t("intake.opened", { serial: outcome.serial })}</h1>
        <p>{t("intake.proposed", { count: outcome.proposed })}</p>
        <p>
          <b>▲ {t("intake.notProposed")}</b>
        </p>
        <ul className="plain-list">
          {outcome.failures.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <div className="buttons">
          <Button type="primary" autoFocus onClick={() => goTo("stop", outcome.id)}>
            {t("intake.toRace")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={box} className="intake">
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onCancel}>
            ‹ {t("back")}
          </Button>
          <h1>{t("intake.title")}</h1>
        </div>
        <p className="quiet">
          {t("intake.what")} {t("intake.zone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
        </p>
      </header>
      {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        scrollToFirstError={{ block: "center" }}
        initialValues={{ channel: "hotline", role: "victim", currency: "CNY", payments: [{}] }}
        onFinish={(typed) => void send(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
          if (event.key === "Escape") onCancel();
        }}
      >
        <PasteStatement max={PAYMENTS_MAX} disabled={busy} onRows={takeRows} />
        <div className="intake-payments-head">
          <h2>{t("intake.payments")}</h2>
          <Form.Item name="currency" label={t("intake.currency")} layout="horizontal">
            <Select options={CURRENCIES.map((value) => ({ value, label: value }))} />
          </Form.Item>
        </div>
        <Payments />
        <div className="intake-who">
          <Form.Item name="role" label={t("intake.role")}>
            <Radio.Group options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
          </Form.Item>
          <Form.Item name="channel" label={t("intake.channel")}>
            <Radio.Group options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} />
          </Form.Item>
        </div>
        <div className="intake-people">
          <Somebody of="reporter" legend={t(role === "victim" ? "intake.victim" : "intake.reporter")} />
          {role !== "victim" && <Somebody of="victim" legend={t("intake.victim")} />}
          <Form.Item name="lure" label={t("intake.lure")}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              options={Object.entries(SCAM_CATEGORY_NAMES).map(([value, name]) => ({ value, label: name[language] }))}
            />
          </Form.Item>
        </div>
        <Form.Item name="narrative" label={t("intake.narrative")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={8_000} />
        </Form.Item>
        <p className="will-happen">{t(SPEAKS_FOR_MONEY.has(role) ? "intake.will" : "intake.witness")}</p>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("intake.submit")} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </Button>
          <Button onClick={onCancel}>{t("intake.cancel")}</Button>
        </div>
      </Form>
    </div>
  );
}

function Somebody({ of, legend }: { readonly of: "reporter" | "victim"; readonly legend: string }): ReactNode {
  const t = words.useWords();
  return (
    <fieldset className="fields">
      <legend>{legend}</legend>
      <Form.Item name={[of, "name"]} label={t("intake.name")}>
        <Input autoComplete="off" maxLength={120} />
      </Form.Item>
      <Form.Item name={[of, "number"]} label={t("intake.number")} rules={[{ pattern: /^\s*\+?[\d\s-]{5,20}\s*$/, message: t("intake.badNumber") }]}>
        <Input inputMode="tel" autoComplete="off" maxLength={40} />
      </Form.Item>
    </fieldset>
  );
}

function Payments(): ReactNode {
  const t = words.useWords();
  const needed = { required: true, message: t("intake.needed") };
  const account = { pattern: /^[\dA-Za-z][\dA-Za-z -]{3,63}$/, message: t("intake.badAccount") };
  return (
    <Form.List
      name="payments"
      rules={[{ validator: (_, rows: readonly unknown[] | undefined) => ((rows?.length ?? 0) > 0 ? Promise.resolve() : Promise.reject(new Error(t("intake.paymentsNeeded")))) }]}
    >
      {(rows, { add, remove }, { errors }) => (
        <>
          {rows.map((row, n) => (
            <fieldset key={row.key} className="payment-row">
              <legend>{t("intake.row", { n: n + 1 })}</legend>
              <Form.Item
                name={[row.name, "paidAt"]}
                label={t("intake.paidAt")}
                rules={[
                  needed,
                  {
                    validator: (_, value: unknown) =>
                      typeof value !== "string" || value === "" || new Date(value).getTime() <= nowMs() + 60_000
                        ? Promise.resolve()
                        : Promise.reject(new Error(t("intake.future"))),
                  },
                ]}
              >
                <Input type="datetime-local" step={1} />
              </Form.Item>
              <Form.Item
                name={[row.name, "amount"]}
                label={t("intake.amount")}
                rules={[
                  needed,
                  {
                    validator: (_, value: unknown) =>
                      typeof value !== "string" || value === "" || minorOf(value, "CNY") !== null ? Promise.resolve() : Promise.reject(new Error(t("badAmount"))),
                  },
                ]}
              >
                <Input inputMode="decimal" autoComplete="off" className="amount" />
              </Form.Item>
              <Bank name={[row.name, "toBank"]} label={t("intake.toBank")} required />
              <Form.Item name={[row.name, "toAccount"]} label={t("intake.toAccount")} rules={[needed, account]}>
                <Input inputMode="numeric" autoComplete="off" spellCheck={false} />
              </Form.Item>
              <Form.Item name={[row.name, "toName"]} label={t("intake.toName")} tooltip={t("intake.nameWhy")}>
                <Input autoComplete="off" maxLength={120} />
              </Form.Item>
              <Bank name={[row.name, "fromBank"]} label={t("intake.fromBank")} />
              <Form.Item name={[row.name, "fromAccount"]} label={t("intake.fromAccount")} rules={[account]}>
                <Input inputMode="numeric" autoComplete="off" spellCheck={false} />
              </Form.Item>
              <Form.Item name={[row.name, "transfer"]} label={t("intake.transfer")}>
                <Input autoComplete="off" maxLength={128} spellCheck={false} />
              </Form.Item>
              {rows.length > 1 && (
                <Button className="remove-row" aria-label={t("intake.removeRow", { n: n + 1 })} onClick={() => remove(row.name)}>
                  ×
                </Button>
              )}
            </fieldset>
          ))}
          <Form.ErrorList errors={errors} />
          {rows.length < PAYMENTS_MAX && <Button onClick={() => add({})}>+ {t("intake.addRow")}</Button>}
        </>
      )}
    </Form.List>
  );
}

/** Required where the order goes to. */
function Bank({ name, label, required = false }: { readonly name: [number, string]; readonly label: string; readonly required?: boolean }): ReactNode {
  const t = words.useWords();
  const rules = [{ pattern: /^\s*[A-Za-z\d][A-Za-z\d._-]*\s*$/, transform: bankCode, message: t("intake.badBank") }];
  return (
    <Form.Item name={name} label={label} rules={required ? [{ required: true, message: t("intake.needed") }, ...rules] : rules}>
      <BankInput />
    </Form.Item>
  );
}

function filled(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function personIn(key: "reporter" | "victim", person: Person | undefined): object {
  const name = filled(person?.name);
  const number = filled(person?.number)?.replace(/[\s-]/g, "");
  return name === undefined && number === undefined ? {} : { [key]: { ...(name === undefined ? {} : { name }), ...(number === undefined ? {} : { number }) } };
}

interface PaymentSent {
  readonly from?: string;
  readonly to: string;
  readonly toName?: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly paidAt: string;
  readonly transfer?: string;
}

/** The form has checked what is needed. */
function paymentOf(typed: PaymentTyped, currency: string): PaymentSent {
  const account = (bank: string | undefined, number: string | undefined): string | undefined =>
    filled(bank) === undefined || filled(number) === undefined ? undefined : `${bankCode(bank ?? "")}:${(number ?? "").replace(/[\s-]/g, "")}`;
  const from = account(typed.fromBank, typed.fromAccount);
  const toName = filled(typed.toName);
  const transfer = filled(typed.transfer);
  return {
    ...(from === undefined ? {} : { from }),
    to: account(typed.toBank, typed.toAccount) ?? "",
    ...(toName === undefined ? {} : { toName }),
    amountMinor: minorOf(typed.amount ?? "", currency) ?? "",
    currency,
    paidAt: new Date(typed.paidAt ?? "").toISOString(),
    ...(transfer === undefined ? {} : { transfer }),
  };
}

function typedOf(row: StatementRow): PaymentTyped {
  const some = (key: keyof PaymentTyped, value: string | null): object => (value === null ? {} : { [key]: value });
  return {
    ...some("paidAt", row.paidAt),
    ...some("amount", row.amount),
    ...some("toBank", row.to.bank),
    ...some("toAccount", row.to.account),
    ...some("toName", row.to.name),
    ...some("fromBank", row.from.bank),
    ...some("fromAccount", row.from.account),
    ...some("transfer", row.transfer),
  };
}
