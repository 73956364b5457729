/**
 * Entering an appeal or a complaint for somebody who stands at a counter or is on the phone: one form for both, nothing asked
 * that is not needed, and at the end the code by which the person follows it. The code is shown once and kept nowhere.
 */
import { AppealsClient, type AppealReceipt, type PaperGiven } from "@duanliu/client";
import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { atLeastOne } from "../matter/input-fields.tsx";
import { ProblemNote } from "../matter/problem.tsx";
import { withPatience } from "../matter/patience.ts";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { PapersInput } from "./papers-input.tsx";
import { Receipt } from "./receipt.tsx";
import { useAppealWords } from "./use-appeal-words.ts";
import { words } from "./words.ts";

interface Typed {
  readonly what: "appeal" | "complaint";
  readonly code?: string;
  readonly against?: string;
  readonly grounds?: readonly string[];
  readonly subject?: string;
  readonly place?: string;
  readonly statement?: string;
  readonly papers?: readonly PaperGiven[];
  readonly name?: string;
  readonly contact?: string;
  readonly agent?: boolean;
  readonly agentGround?: string;
  readonly authority?: string;
}

interface Entered {
  readonly id: string;
  readonly serial: string;
  /** Null where it could not be shown: it goes to the person by message all the same. */
  readonly receipt: AppealReceipt | null;
}

interface Props {
  /** The measure, when somebody comes from there. */
  readonly about: string | null;
  readonly onBack: () => void;
}

export function Counter({ about, onBack }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { desk, client } = useSession();
  const known = useAppealWords();
  const [form] = Form.useForm<Typed>();
  const what = Form.useWatch("what", form) as Typed["what"] | undefined;
  const agent = Form.useWatch("agent", form) as boolean | undefined;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [entered, setEntered] = useState<Entered | null>(null);
  const onItsWay = useRef(false);
  const enter = async (typed: Typed): Promise<void> => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    try {
      const { id, serial } = await withPatience(() => desk.open(typed.what, inputOf(typed)));
      const receipt = await new AppealsClient(client).receipt(typed.what, id).catch(() => null);
      setEntered({ id, serial, receipt });
    } catch (caught) {
      setError(caught);
    }
    onItsWay.current = false;
    setBusy(false);
  };
  if (entered !== null) {
    return (
      <Receipt
        {...entered}
        onAgain={() => {
          form.resetFields();
          setEntered(null);
        }}
      />
    );
  }
  const options = (table: Readonly<Record<string, { readonly zh: string; readonly en: string }>> | undefined) =>
    Object.entries(table ?? {}).map(([value, said]) => ({ value, label: said[language] }));
  const needed = [{ required: true, message: t("form.needed") }];
  return (
    <section className="counter" aria-labelledby="counter-title">
      <header className="order-line">
        <Button className="to-queue" onClick={onBack}>
          ‹ {t("back")}
        </Button>
        <h1 id="counter-title">{t("counter.title")}</h1>
      </header>
      <p className="quiet">{t("counter.how")}</p>
      {error !== null && <ProblemNote error={error} />}
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{ what: "appeal", ...(about === null ? {} : { against: about }) }}
        onFinish={(typed) => void enter(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        <Form.Item name="what" label={t("counter.what")}>
          <Radio.Group options={(["appeal", "complaint"] as const).map((value) => ({ value, label: t(`counter.${value}`) }))} />
        </Form.Item>
        <div className="counter-two">
          <Form.Item
            name="code"
            label={t("field.code")}
            extra={t("counter.codeHow")}
            dependencies={["against", "what"]}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value?: string) =>
                  getFieldValue("what") === "complaint" || (value ?? "").trim() !== "" || String(getFieldValue("against") ?? "").trim() !== ""
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("counter.needOne"))),
              }),
            ]}
          >
            <Input autoComplete="off" spellCheck={false} maxLength={40} placeholder="AB12-CD34-EF56" autoFocus />
          </Form.Item>
          <Form.Item name="against" label={t(what === "complaint" ? "field.about" : "field.against")} extra={t("counter.orId")}>
            <Input autoComplete="off" spellCheck={false} maxLength={60} placeholder="stp_…" />
          </Form.Item>
        </div>
        {what === "complaint" ? (
          <div className="counter-two">
            <Form.Item name="subject" label={t("counter.subject")} rules={needed}>
              <Radio.Group vertical options={options(known?.SUBJECT_WORDS)} />
            </Form.Item>
            <Form.Item name="place" label={t("counter.place")}>
              <Input autoComplete="off" maxLength={100} placeholder="37/3702/370202" />
            </Form.Item>
          </div>
        ) : (
          <Form.Item name="grounds" label={t("counter.grounds")} rules={[atLeastOne(t("form.needed"))]}>
            <Checkbox.Group className="column" options={options(known?.GROUND_WORDS)} />
          </Form.Item>
        )}
        <Form.Item name="statement" label={t("field.statement")}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={8000} />
        </Form.Item>
        <Form.Item name="papers" label={t("field.papers")}>
          <PapersInput known={known} />
        </Form.Item>
        <fieldset className="fields">
          <legend>{t("counter.who")}</legend>
          <div className="counter-two">
            <Form.Item name="name" label={t("field.name")}>
              <Input autoComplete="off" maxLength={120} />
            </Form.Item>
            <Form.Item name="contact" label={t("field.contact")} extra={t("counter.contactHow")}>
              <Input autoComplete="off" inputMode="tel" maxLength={40} />
            </Form.Item>
          </div>
          <Form.Item name="agent" valuePropName="checked">
            <Checkbox>{t("counter.agent")}</Checkbox>
          </Form.Item>
          {agent === true && (
            <div className="counter-two">
              <Form.Item name="agentGround" label={t("counter.agentGround")} rules={needed}>
                <Radio.Group options={options(known?.AGENT_WORDS)} />
              </Form.Item>
              <Form.Item name="authority" label={t("counter.authority")} rules={needed}>
                <Input autoComplete="off" maxLength={200} />
              </Form.Item>
            </div>
          )}
        </fieldset>
        <div className="buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("counter.send")} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </Button>
          <Button onClick={onBack}>{t("form.cancel")}</Button>
        </div>
      </Form>
    </section>
  );
}

/** What was left empty is not sent; a code is enough to say what it is about. */
function inputOf({ what, code, against, grounds, subject, place, statement, papers = [], name, contact, agent, agentGround, authority }: Typed): object {
  const said = (field: string, value: string | undefined): object => ((value ?? "").trim() === "" ? {} : { [field]: (value ?? "").trim() });
  const coded = (code ?? "").trim() !== "";
  return {
    ...(coded ? said("code", code) : said(what === "appeal" ? "against" : "about", against)),
    ...(what === "appeal" ? { grounds } : { subject, ...said("place", place) }),
    ...said("statement", statement),
    papers,
    ...said("name", name),
    ...said("contact", contact),
    ...(agent === true ? { agent: { ground: agentGround, authority: (authority ?? "").trim() } } : {}),
  };
}
