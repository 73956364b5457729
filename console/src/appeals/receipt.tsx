/** What is handed to the person at the counter: the receipt as they are told it, their code large, and the way to their page. */
import type { AppealReceipt } from "@duanliu/client";
import { Alert, Button } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { hashOf } from "../place.ts";
import { languageNow } from "../words/language.ts";
import { words } from "./words.ts";

interface Props {
  readonly id: string;
  readonly serial: string;
  readonly receipt: AppealReceipt | null;
  readonly onAgain: () => void;
}

export function Receipt({ id, serial, receipt, onAgain }: Props): ReactNode {
  const t = words.useWords();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <section className="receipt" aria-labelledby="receipt-title">
      <h1 id="receipt-title" ref={head} tabIndex={-1}>
        {t("counter.receipt")} {serial}
      </h1>
      {receipt === null ? (
        <Alert type="warning" showIcon title={t("counter.noCode")} />
      ) : (
        <>
          <p>{receipt.text[languageNow()]}</p>
          <p className="their-code">
            <span className="quiet">{t("counter.code")}</span> <b>{receipt.code}</b>
          </p>
          {/* Handed over on paper: messages themselves carry no link. */}
          <p>
            {t("counter.link")} <code>{`${location.origin}/my`}</code>
          </p>
          <p className="quiet">{t("counter.hand")}</p>
        </>
      )}
      <div className="buttons">
        {receipt !== null && <Button onClick={() => print()}>{t("counter.print")}</Button>}
        <Button type="primary" onClick={onAgain}>
          {t("counter.again")}
        </Button>
        <a href={hashOf("appeals", id)}>{t("counter.look")}</a>
      </div>
    </section>
  );
}
