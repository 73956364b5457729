/**
 * A check before something is opened, as a counter makes it: a few facts, the answer at once with what to ask and what to say,
 * and the way to record what was done when something was found. It never refuses by itself, and says so.
 */
import type { Bilingual, Me } from "@duanliu/client";
import { Button, Checkbox, Form, Input, InputNumber, Radio } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { goTo } from "../place.ts";
import { useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const PRODUCTS = {
  telcoOps: ["sim", "esim", "iot-sim", "sim-replacement"],
  bankOps: ["account", "corporate-account", "wallet"],
} as const;

interface Typed {
  readonly subject: string;
  readonly product: string;
  readonly branch?: string;
  readonly contactNumber?: string;
  readonly cardsHeld?: number;
  readonly groupSize?: number;
  readonly signs?: readonly string[];
}

interface Answer {
  readonly check: string;
  readonly words: Bilingual;
  readonly reasons: readonly { readonly rule: string; readonly words: Bilingual }[];
  readonly questions: readonly Bilingual[];
  readonly grounds: readonly { readonly key: string; readonly words: Bilingual; readonly basis: Bilingual }[];
  readonly say: Bilingual;
  readonly objection: Bilingual;
  readonly opening: string | null;
}

const SIGNS = ["escorted", "outOfTown", "highLimits"] as const;

export function OpeningCheck({ me, onBack }: { readonly me: Me; readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const [form] = Form.useForm<Typed>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const onItsWay = useRef(false);
  const products = me.roles.flatMap(({ id }) => (id === "telcoOps" || id === "bankOps" ? PRODUCTS[id] : []));
  const run = ({ signs = [], ...facts }: Typed): void => {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    const said = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== ""));
    client
      .post<Answer>("/v1/opening-checks", { ...said, ...Object.fromEntries(signs.map((sign) => [sign, true])) })
      .then(setAnswer, setError)
      .finally(() => {
        onItsWay.current = false;
        setBusy(false);
      });
  };
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{t("check.title")}</h1>
        </div>
        <p className="quiet">{t("check.what")}</p>
      </header>
      {answer === null ? (
        <Form<Typed>
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={busy}
          className="opening-form"
          onFinish={run}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
          }}
        >
          {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
          <Form.Item name="product" label={t("check.product")} rules={[{ required: true, message: t("answer.needed") }]}>
            <Radio.Group options={products.map((value) => ({ value, label: t(`check.kind.${value}`) }))} />
          </Form.Item>
          <div className="answer-fields">
            <Form.Item name="subject" label={t("check.subject")} rules={[{ required: true, whitespace: true, message: t("answer.needed") }]}>
              <Input autoComplete="off" maxLength={64} />
            </Form.Item>
            <Form.Item name="contactNumber" label={t("check.contactNumber")}>
              <Input inputMode="tel" autoComplete="off" maxLength={40} />
            </Form.Item>
            <Form.Item name="branch" label={t("check.branch")}>
              <Input autoComplete="off" maxLength={64} />
            </Form.Item>
            <Form.Item name="cardsHeld" label={t("check.cardsHeld")}>
              <InputNumber min={0} precision={0} />
            </Form.Item>
            <Form.Item name="groupSize" label={t("check.groupSize")}>
              <InputNumber min={0} precision={0} />
            </Form.Item>
          </div>
          <Form.Item name="signs">
            <Checkbox.Group options={SIGNS.map((value) => ({ value, label: t(`check.${value}`) }))} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("check.run")} <kbd aria-hidden="true">Ctrl ↵</kbd>
          </Button>
        </Form>
      ) : (
        <Told
          answer={answer}
          onAgain={() => {
            form.resetFields();
            setAnswer(null);
          }}
        />
      )}
    </>
  );
}

function Told({ answer, onAgain }: { readonly answer: Answer; readonly onAgain: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return (
    <section className="check-answer" role="status">
      <h2>{answer.words[language]}</h2>
      <ul className="plain-list">
        {answer.reasons.map((one) => (
          <li key={one.rule}>{one.words[language]}</li>
        ))}
      </ul>
      {answer.questions.length > 0 && (
        <>
          <h3>{t("check.ask")}</h3>
          <ul className="plain-list">
            {answer.questions.map((one) => (
              <li key={one.en}>{one[language]}</li>
            ))}
          </ul>
        </>
      )}
      {answer.grounds.length > 0 && (
        <>
          <h3>{t("check.grounds")}</h3>
          <ul className="plain-list">
            {answer.grounds.map((one) => (
              <li key={one.key}>
                {one.words[language]} <span className="quiet">({one.basis[language]})</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t("check.say")}</h3>
      <p>{answer.say[language]}</p>
      <p className="quiet">{answer.objection[language]}</p>
      <div className="buttons">
        {answer.opening === null ? (
          <span className="quiet">{t("check.noMatter")}</span>
        ) : (
          <Button type="primary" onClick={() => goTo("partner", answer.opening ?? "")}>
            {t("check.toMatter")}
          </Button>
        )}
        <Button onClick={onAgain}>{t("check.again")}</Button>
      </div>
    </section>
  );
}
