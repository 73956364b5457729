/**
 * The second signature for everything that waits on one report: one press for all, each order still under its own limits. What
 * could not be approved is named with the reason; a missing holder's name can be added where it is missed.
 */
import { Button, Checkbox, Form, Input } from "antd";
import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useKeys, type KeyTable } from "../keys.ts";
import { Money, sumMinor } from "../matter/money.tsx";
import { Personal } from "../matter/personal.tsx";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { exactMoneyText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import type { Stop } from "./stop.ts";
import { words } from "./words.ts";

interface Answer {
  readonly approved: readonly string[];
  readonly refused: readonly { readonly id: string; readonly code: string; readonly detail: string }[];
}

const may = (stop: Stop, command: string): boolean => stop.commands.some((one) => one.name === command);

export function Approve({ stops, onDone }: { readonly stops: readonly Stop[]; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const waiting = useMemo(() => stops.filter((stop) => stop.state === "drafted"), [stops]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const onItsWay = useRef(false);
  const chosen = useMemo(() => waiting.filter((stop) => may(stop, "approve") && stop.body.holderName !== null && !left.has(stop.id)), [waiting, left]);
  const approve = useCallback((): void => {
    if (onItsWay.current || chosen.length === 0) return;
    onItsWay.current = true;
    setBusy(true);
    setError(null);
    client
      .post<Answer>("/v1/stop-payments/approve-many", { ids: chosen.map(({ id }) => id) })
      .then(setAnswer, setError)
      .finally(() => {
        onItsWay.current = false;
        setBusy(false);
        onDone();
      });
  }, [client, chosen, onDone]);
  useKeys(useMemo((): KeyTable => (chosen.length > 0 ? { a: approve } : {}), [chosen.length, approve]));
  const account = (id: string): ReactNode => {
    const stop = stops.find((one) => one.id === id);
    return stop === undefined ? id : <Personal of={stop.body.account} />;
  };
  if (waiting.length === 0 && answer === null && error === null) return null;
  return (
    <section className="approve" aria-labelledby="approve-title">
      <h2 id="approve-title">{t("approve.title")}</h2>
      {error !== null && <ProblemNote error={error} onAgain={approve} />}
      {answer !== null && answer.approved.length > 0 && (
        <p role="status" className="done-note">
          ✓ {t("approve.done", { count: answer.approved.length })}
        </p>
      )}
      {answer !== null && answer.refused.length > 0 && (
        <div role="alert">
          <b>▲ {t("approve.refused")}</b>
          <ul className="plain-list">
            {answer.refused.map((one) => (
              <li key={one.id}>
                {account(one.id)}: {one.detail}
              </li>
            ))}
          </ul>
        </div>
      )}
      {waiting.length > 0 && (
        <>
          <ul className="approve-rows">
            {waiting.map((stop) => (
              <li key={stop.id}>
                <Checkbox
                  checked={chosen.includes(stop)}
                  disabled={busy || !may(stop, "approve") || stop.body.holderName === null}
                  onChange={({ target }) => setLeft((old) => (target.checked ? new Set([...old].filter((id) => id !== stop.id)) : new Set([...old, stop.id])))}
                >
                  <span className="unseen">{t("approve.choose")}</span>
                  <Personal of={stop.body.account} /> · <Money amountMinor={stop.body.amountMinor} currency={stop.body.currency} />
                </Checkbox>
                {stop.body.holderName !== null ? (
                  <Personal of={stop.body.holderName} />
                ) : may(stop, "supply") ? (
                  <Supply stop={stop} onDone={onDone} />
                ) : (
                  <b>▲ {t("approve.noName")}</b>
                )}
              </li>
            ))}
          </ul>
          {chosen.length > 0 ? (
            <>
              <p className="will-happen">{t("approve.will", { count: chosen.length, sum: sums(chosen) })}</p>
              <div className="buttons">
                <Button type="primary" loading={busy} onClick={approve}>
                  {t("approve.all", { count: chosen.length })} <kbd aria-hidden="true">a</kbd>
                </Button>
              </div>
            </>
          ) : (
            waiting.every((stop) => !may(stop, "approve")) && <p className="quiet">◇ {t("approve.byOther")}</p>
          )}
        </>
      )}
    </section>
  );
}

function sums(stops: readonly Stop[]): string {
  return [...Map.groupBy(stops, (stop) => stop.body.currency)]
    .map(([currency, mine]) => exactMoneyText(sumMinor(mine.map((stop) => stop.body.amountMinor)), currency, languageNow()))
    .join(" + ");
}

function Supply({ stop, onDone }: { readonly stop: Stop; readonly onDone: () => void }): ReactNode {
  const t = words.useWords();
  const { give, busy, error } = useCommand("stop-payment", onDone);
  return (
    <>
      <Form<{ readonly holderName: string }>
        layout="inline"
        className="supply"
        disabled={busy}
        onFinish={({ holderName }) => void give({ id: stop.id, command: "supply", input: { holderName: holderName.trim() }, version: stop.version })}
      >
        <Form.Item name="holderName" label={t("approve.holderName")} rules={[{ required: true, whitespace: true, message: t("intake.needed") }]}>
          <Input autoComplete="off" maxLength={120} />
        </Form.Item>
        <Button htmlType="submit" loading={busy}>
          {t("approve.supply")}
        </Button>
      </Form>
      {error !== null && <ProblemNote error={error} />}
    </>
  );
}
