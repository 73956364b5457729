/**
 * What somebody asked for and how far it is: an appeal, a complaint, a claim, each with who answers and by which day, what was
 * handed in and asked for, the decision with its reasons and what can still be done; and adding papers or withdrawing.
 */
import type { MyAppeal, MyComplaint, MyCompensation, MyPaper, PaperGiven } from "@duanliu/client";
import { useState, type ReactNode } from "react";
import { Fact } from "./fact.tsx";
import { SendForm, StatementField, type FormProps } from "./form.tsx";
import { PapersField, papersSent, spoken } from "./papers-field.tsx";
import { useSay } from "./say.ts";

type ItemProps<T> = FormProps & { readonly one: T };

export function AppealItem({ one, ...form }: ItemProps<MyAppeal>): ReactNode {
  const { w, start, moment, money } = useSay();
  const { decision } = one;
  return (
    <Item title={w.progress.appeal} one={one} {...form}>
      <Fact name={w.progress.received}>{moment(one.receivedAtMs)}</Fact>
      <Due one={one} />
      <Fact name={w.progress.said}>{one.grounds.map(start).join(" · ")}</Fact>
      <Papers papers={one.papers} />
      {one.papersAsked.length > 0 && <Fact name={w.progress.asked}>{one.papersAsked.map(start).join(" · ")}</Fact>}
      {one.eased && <Fact name={w.progress.decision}>{w.progress.eased}</Fact>}
      {decision !== null && (
        <>
          <Decided {...decision} />
          {decision.keepMinor !== null && <Fact name={w.progress.keep}>{money(decision.keepMinor, decision.currency)}</Fact>}
        </>
      )}
    </Item>
  );
}

export function ComplaintItem({ one, ...form }: ItemProps<MyComplaint>): ReactNode {
  const { w, start, moment } = useSay();
  return (
    <Item title={w.progress.complaint} one={one} {...form}>
      <Fact name={w.progress.subject}>{start(one.subject)}</Fact>
      <Fact name={w.progress.received}>{moment(one.receivedAtMs)}</Fact>
      <Due one={one} />
      <Papers papers={one.papers} />
      {one.answer !== null && <Decided {...one.answer} />}
    </Item>
  );
}

export function CompensationItem({ one, ...form }: ItemProps<MyCompensation>): ReactNode {
  const { w, start, moment, money } = useSay();
  const { cost, currency, decision } = one;
  const stated = BigInt(cost.interestMinor ?? "0") + BigInt(cost.feesMinor ?? "0");
  return (
    <Item title={w.progress.compensation} one={one} {...form}>
      <Fact name={w.why}>{start(one.why)}</Fact>
      {stated > 0n && <Fact name={w.progress.stated}>{money(stated.toString(), currency)}</Fact>}
      {one.losses.length > 0 && <Fact name={w.progress.losses}>{one.losses.map(({ kind, amountMinor }) => `${start(kind)} ${money(amountMinor, currency)}`).join(" · ")}</Fact>}
      {one.claimedMinor !== null && <Fact name={w.progress.claimed}>{money(one.claimedMinor, currency)}</Fact>}
      {one.can.includes("claim") && one.dueAtMs !== null ? <Fact name={w.progress.claimBy}>{moment(one.dueAtMs)}</Fact> : <Due one={one} />}
      <Papers papers={one.papers} />
      {decision !== null && (
        <>
          <Decided {...decision} />
          {decision.result === "granted" && <Fact name={w.progress.granted}>{money(decision.amountMinor, currency)}</Fact>}
        </>
      )}
      {one.paidAtMs !== null && <Fact name={w.progress.paid}>{moment(one.paidAtMs)}</Fact>}
    </Item>
  );
}

type Asked = Pick<MyAppeal, "id" | "serial" | "words" | "unit"> & { readonly can: readonly string[] };

function Item({ title, one, children, client, code, ask }: ItemProps<Asked> & { readonly title: string; readonly children: ReactNode }): ReactNode {
  const { w, of } = useSay();
  return (
    <article className="asked">
      <h3>
        {title} <span className="state">{of(one.words)}</span>
      </h3>
      <dl>
        {children}
        <Fact name={w.serial}>{one.serial}</Fact>
      </dl>
      {one.can.includes("add-papers") && <More id={one.id} client={client} code={code} ask={ask} />}
      {one.can.includes("withdraw") && <Withdraw onYes={() => ask(() => client.withdraw(code, one.id), w.withdraw.done)} />}
    </article>
  );
}

function Due({ one }: { readonly one: Pick<MyAppeal, "dueAtMs" | "late" | "unit"> }): ReactNode {
  const { w, of, moment } = useSay();
  return (
    <>
      <Fact name={w.progress.unit}>{of(one.unit)}</Fact>
      {one.dueAtMs !== null && (
        <Fact name={w.progress.due}>
          <b>{moment(one.dueAtMs)}</b>
          {one.late && (
            <>
              <br />
              {w.progress.late}
            </>
          )}
        </Fact>
      )}
    </>
  );
}

function Papers({ papers }: { readonly papers: readonly MyPaper[] }): ReactNode {
  const { w, start } = useSay();
  if (papers.length === 0) return null;
  return (
    <Fact name={w.progress.handedIn}>
      <ul>
        {papers.map((paper) => (
          <li key={paper.sha256}>
            {start(paper)} <code>{paper.sha256.slice(0, 16)}…</code>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

type DecidedProps = Pick<NonNullable<MyAppeal["decision"]>, "reasons" | "decider" | "atMs" | "remedy">;

function Decided({ reasons, decider, atMs, remedy }: DecidedProps): ReactNode {
  const { w, of, start, moment } = useSay();
  return (
    <>
      <Fact name={w.progress.decidedAt}>
        {moment(atMs)} · {of(decider)}
      </Fact>
      <Fact name={w.progress.reasons}>{reasons.map(start).join(" · ")}</Fact>
      {remedy !== null && <Fact name={w.progress.next}>{start(remedy)}</Fact>}
    </>
  );
}

function More({ id, client, code, ask }: Omit<FormProps, "matter"> & { readonly id: string }): ReactNode {
  const { w } = useSay();
  const [statement, setStatement] = useState("");
  const [papers, setPapers] = useState<readonly PaperGiven[]>([]);
  const send = async (): Promise<void> => {
    if (!(await ask(() => client.addPapers(code, id, { statement: spoken(statement), papers: papersSent(papers) }), w.more.sent))) return;
    setStatement("");
    setPapers([]);
  };
  const lacking = papers.length === 0 && spoken(statement) === undefined ? w.more.needed : null;
  return (
    <details className="my-form">
      <summary>{w.more.title}</summary>
      <SendForm send={w.more.send} lacking={lacking} onSend={send}>
        <PapersField papers={papers} onChange={setPapers} />
        <StatementField value={statement} onChange={setStatement} />
      </SendForm>
    </details>
  );
}

function Withdraw({ onYes }: { readonly onYes: () => Promise<unknown> }): ReactNode {
  const { w } = useSay();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const yes = (): void => {
    setBusy(true);
    void onYes().finally(() => setBusy(false));
  };
  if (!sure) {
    return (
      <div className="my-acts">
        <button type="button" onClick={() => setSure(true)}>
          {w.withdraw.ask}
        </button>
      </div>
    );
  }
  return (
    <div className="my-acts" role="group" aria-label={w.withdraw.ask}>
      <p>{w.withdraw.sure}</p>
      <button type="button" disabled={busy} onClick={yes}>
        {w.withdraw.yes}
      </button>
      <button type="button" disabled={busy} onClick={() => setSure(false)}>
        {w.withdraw.no}
      </button>
    </div>
  );
}
