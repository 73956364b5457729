/** An operator's word that numbers have new holders. What it ends, and that the answer tells nothing of entries, is said before. */
import { ListingsClient } from "@duanliu/client";
import { Button, Form, Input } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { ProblemNote } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

const AT_ONCE_MAX = 1_000;

const numbersIn = (text: string): readonly string[] => text.split(/[\s,;，；]+/).filter((one) => one !== "");

export function Reassigned({ onBack }: { readonly onBack: () => void }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { client } = useSession();
  const listings = useMemo(() => new ListingsClient(client), [client]);
  const [form] = Form.useForm<{ readonly numbers: string }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [told, setTold] = useState<number | null>(null);
  const give = async (text: string): Promise<void> => {
    setBusy(true);
    setError(null);
    setTold(null);
    try {
      setTold((await listings.reassigned(numbersIn(text))).numbers);
      form.resetFields();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t("reassigned.title")}>
      <header className="order-line">
        <Button onClick={onBack}>‹ {t("reassigned.back")}</Button>
        <h2>{t("reassigned.title")}</h2>
      </header>
      <p className="quiet">{t("reassigned.intro")}</p>
      {told !== null && (
        <p role="status" className="done-note">
          ✓ {t("reassigned.done", { n: numberText(told, language) })}
        </p>
      )}
      {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
      <Form<{ readonly numbers: string }> form={form} layout="vertical" requiredMark={false} disabled={busy} onFinish={({ numbers }) => void give(numbers)}>
        <Form.Item
          name="numbers"
          label={t("reassigned.numbers")}
          rules={[
            {
              validator: (_, value: unknown) => {
                const count = typeof value === "string" ? numbersIn(value).length : 0;
                if (count === 0) return Promise.reject(new Error(t("reassigned.none")));
                return count > AT_ONCE_MAX ? Promise.reject(new Error(t("reassigned.tooMany"))) : Promise.resolve();
              },
            },
          ]}
        >
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} spellCheck={false} autoFocus />
        </Form.Item>
        <p className="will-happen">{t("reassigned.help")}</p>
        <div className="buttons">
          <Button type="primary" danger htmlType="submit" loading={busy}>
            {t("reassigned.give")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
