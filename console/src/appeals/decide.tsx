/**
 * The decision: a result, its reasons, and what will happen, which the platform finds by making the decision and keeping
 * nothing of it. It is given only after that was seen for just what is chosen.
 */
import { AppealsClient, type AppealBody, type AppealForeseen, type AppealOutlook, type AppealWords, type MatterInFull } from "@duanliu/client";
import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { useSession } from "../session.tsx";
import { exactMoneyText, minorOf } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { decisionOf, type Choice } from "./appeal.ts";
import { Foreseen } from "./foreseen.tsx";
import { useAppealWords } from "./use-appeal-words.ts";
import { words } from "./words.ts";

const RESULTS = ["upheld", "partly", "rejected"] as const;
type Result = (typeof RESULTS)[number];
const REASONS_MAX = 3;

interface Props {
  readonly matter: MatterInFull<AppealBody>;
  readonly outlook: AppealOutlook;
  readonly onDone: () => void;
}

interface Typed {
  readonly result?: Result;
  readonly reasons?: readonly string[];
  readonly keep?: string;
  readonly note?: string;
}

/** What would come of it, for just this input; of another one nothing is shown. */
interface Looked {
  readonly of: string;
  readonly seen: AppealForeseen | null;
  readonly error: unknown;
}

/** Typing goes on before it is asked what would come of it. */
const PAUSE_MS = 250;

export function Decide({ matter, outlook, onDone }: Props): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const known = useAppealWords();
  const [form] = Form.useForm<Typed>();
  const typed = Form.useWatch((values: Typed) => values, form) as Typed | undefined;
  const { give, busy, error, clear } = useCommand<AppealBody>("appeal", onDone);
  const { partly } = outlook;
  const choice = useMemo(() => choiceOf(typed ?? {}, partly), [typed, partly]);
  const decision = decisionOf(choice);
  const looked = useForeseen(matter, decision === null ? null : decision.input);
  const ready = decision !== null && !decision.lacksNote && looked?.seen !== undefined && looked.seen !== null;
  useKeys(
    useMemo((): KeyTable => {
      const choose = (result: Result) => (): void => {
        if (result === "partly" && partly === null) return;
        form.setFieldsValue({ result, reasons: [] });
        requestAnimationFrame(() => document.querySelector<HTMLElement>(".decide-reasons input")?.focus());
      };
      return { 1: choose("upheld"), 2: choose("partly"), 3: choose("rejected") };
    }, [form, partly]),
  );
  const reasons = known === null || choice.result === undefined ? [] : reasonsOf(known, choice.result);
  const finish = (): void => {
    if (decision !== null && ready) void give({ id: matter.id, command: "decide", input: decision.input, version: matter.version });
  };
  return (
    <section className="decide" aria-labelledby="decide-title">
      <h2 id="decide-title">{t("decide.title")}</h2>
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        onFinish={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        <Form.Item name="result">
          <Radio.Group aria-label={t("decide.title")} onChange={() => form.setFieldsValue({ reasons: [] })}>
            {RESULTS.map((result, i) => (
              <Radio key={result} value={result} disabled={result === "partly" && partly === null}>
                <b>{t(`decide.result.${result}`)}</b> <kbd aria-hidden="true">{i + 1}</kbd>
                <span className="quiet"> {result === "partly" && partly === null ? t("decide.cannotPart") : t(`decide.how.${result}`)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {reasons.length > 0 && (
          <Form.Item name="reasons" label={t("decide.reasons")} className="decide-reasons" rules={[{ type: "array", max: REASONS_MAX }]}>
            <Checkbox.Group options={reasons.map(([value, label]) => ({ value, label: label[language] }))} />
          </Form.Item>
        )}
        {choice.result === "partly" && partly !== null && (
          <Form.Item
            name="keep"
            label={t("decide.keep", { currency: partly.currency })}
            extra={t("decide.keepHow", { held: exactMoneyText(partly.heldMinor, partly.currency, language) })}
            validateStatus={(typed?.keep ?? "") !== "" && choice.keepMinor === null ? "error" : ""}
            {...((typed?.keep ?? "") !== "" && choice.keepMinor === null
              ? { help: t("decide.keepBad", { held: exactMoneyText(partly.heldMinor, partly.currency, language) }) }
              : {})}
          >
            <Input inputMode="decimal" autoComplete="off" className="amount" />
          </Form.Item>
        )}
        {decision === null || choice.result === undefined ? (
          <p className="quiet">{t("decide.look")}</p>
        ) : (
          <>
            {looked === null ? (
              <Loading rows={4} />
            ) : looked.seen === null ? (
              <ProblemNote error={looked.error} />
            ) : (
              <Foreseen seen={looked.seen} appeal={matter.id} result={choice.result} />
            )}
            <Form.Item name="note" label={t("decide.note")} {...(choice.result === "rejected" ? { extra: t("decide.noteNeeded") } : {})}>
              <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
            </Form.Item>
            <p className="will-happen">{t("decide.stays", { next: outlook.rule.next[language] })}</p>
            <div className="buttons">
              <Button type="primary" danger={choice.result === "rejected"} htmlType="submit" disabled={!ready} loading={busy}>
                {t("decide.give", { result: t(`decide.result.${choice.result}`) })}
              </Button>
              <Button onClick={() => form.resetFields()}>{t("decide.cancel")}</Button>
            </div>
          </>
        )}
      </Form>
    </section>
  );
}

function choiceOf({ result, reasons, keep = "", note }: Typed, partly: AppealOutlook["partly"]): Choice {
  const minor = partly === null ? null : minorOf(keep, partly.currency);
  const keepMinor = minor !== null && partly !== null && BigInt(minor) < BigInt(partly.heldMinor) ? minor : null;
  return { ...(result === undefined ? {} : { result }), reasons: reasons ?? [], keepMinor, ...(note === undefined ? {} : { note }) };
}

function reasonsOf(known: AppealWords, result: Result): readonly (readonly [string, { readonly zh: string; readonly en: string }])[] {
  return Object.entries({ upheld: known.UPHELD_WORDS, partly: known.PARTLY_WORDS, rejected: known.REJECTED_WORDS }[result]);
}

/** Null while nothing is chosen or it is not known yet. What is only for colleagues changes nothing of it. */
function useForeseen(matter: MatterInFull<AppealBody>, input: object | null): Looked | null {
  const { client } = useSession();
  const [looked, setLooked] = useState<Looked | null>(null);
  // The restriction may go meanwhile: then what would come of it is another thing.
  const of = input === null ? null : JSON.stringify([matter.version, { ...input, note: "–" }]);
  useEffect(() => {
    if (of === null) return;
    let gone = false;
    const [, wanted] = JSON.parse(of) as [number, object];
    const timer = setTimeout(() => {
      new AppealsClient(client).foresee(matter.id, wanted).then(
        (seen) => {
          if (!gone) setLooked({ of, seen, error: null });
        },
        (error: unknown) => {
          if (!gone) setLooked({ of, seen: null, error });
        },
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, matter.id, of]);
  return looked?.of === of ? looked : null;
}
