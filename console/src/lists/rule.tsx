/**
 * A rule that was wrong: what rests on its hits, and taking them back. Entries that rest on nothing else fall at once, and the
 * table shows how far institutions have taken each of them back.
 */
import type { ListingsClient, Me, Register } from "@duanliu/client";
import { Button, Form, Input } from "antd";
import { useCallback, useState, type ReactNode } from "react";
import { useKeys } from "../keys.ts";
import { ProblemNote } from "../matter/problem.tsx";
import { goTo } from "../place.ts";
import { ruleTitle, useBook } from "../session.tsx";
import { numberText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { RegisterTable } from "./register.tsx";
import { words } from "./words.ts";

const back = (): void => goTo("lists", "receivers");
const KEYS = { Escape: back };

interface Props {
  readonly rule: string;
  readonly listings: ListingsClient;
  readonly me: Me;
}

export function RuleScreen({ rule, listings, me }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const book = useBook();
  const [open, setOpen] = useState<number | null>(null);
  const [fallen, setFallen] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useKeys(KEYS);
  const shown = useCallback(({ parts }: Register) => setOpen(parts.proposed + parts.standing), []);
  const give = async ({ why }: { readonly why: string }): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      setFallen((await listings.withdrawRule(rule, why)).fallen.length);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  const title = ruleTitle(rule, book.kind === "here" ? book.value : null)[language];
  const leads = me.roles.some(({ id }) => id === "dutyLead");
  return (
    <article className="lists-part">
      <header className="order-line">
        <Button onClick={back}>‹ {t("tabs.receivers")}</Button>
        <h2>{t("rule.head", { rule })}</h2>
        {title !== rule && <span className="quiet">{title}</span>}
      </header>
      {fallen !== null && (
        <p role="status" className="done-note">
          ✓ {t("rule.done", { n: numberText(fallen, language) })}
        </p>
      )}
      {!leads && <p className="quiet">{t("rule.only")}</p>}
      {leads && fallen === null && open !== null && open > 0 && (
        <div className="command-form" role="group" aria-label={t("rule.title")}>
          {error !== null && <ProblemNote error={error} onClose={() => setError(null)} />}
          <Form<{ readonly why: string }> layout="vertical" requiredMark={false} disabled={busy} onFinish={(values) => void give(values)}>
            <Form.Item name="why" label={t("field.why")} rules={[{ required: true, whitespace: true, message: t("form.needed") }]}>
              <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} />
            </Form.Item>
            <p className="will-happen">{t("rule.help", { n: numberText(open, language) })}</p>
            <div className="buttons">
              <Button danger type="primary" htmlType="submit" loading={busy}>
                {t("rule.give")}
              </Button>
            </div>
          </Form>
        </div>
      )}
      <RegisterTable listings={listings} part="all" rule={rule} onShown={shown} />
    </article>
  );
}
