/** Claiming what it cost: the computed sum comes by itself, losses of one's own are added line by line, with papers. */
import type { PaperGiven } from "@duanliu/client";
import { useState, type ReactNode } from "react";
import { minorOf } from "../words/format.ts";
import { FormSheet, StatementField, type FormProps } from "./form.tsx";
import { PapersField, papersSent, spoken } from "./papers-field.tsx";
import { useSay } from "./say.ts";
import { words } from "./words.ts";

type LossKind = keyof typeof words.en.loss;
const LOSS_KINDS = Object.keys(words.en.loss) as readonly LossKind[];
/** What the platform takes. */
const LOSSES_MAX = 20;

interface Line {
  readonly n: number;
  readonly kind: LossKind;
  readonly typed: string;
}

export function ClaimForm({ client, code, matter, ask }: FormProps): ReactNode {
  const { w, fill, money } = useSay();
  const prepared = matter.compensations.find(({ can }) => can.includes("claim"));
  const currency = prepared?.currency ?? matter.restrictions.find((one) => one.currency !== null)?.currency ?? "CNY";
  const [lines, setLines] = useState<readonly Line[]>([{ n: 0, kind: "fees", typed: "" }]);
  const [statement, setStatement] = useState("");
  const [papers, setPapers] = useState<readonly PaperGiven[]>([]);
  const filled = lines.filter(({ typed }) => typed.trim() !== "").map(({ kind, typed }) => ({ kind, amountMinor: minorOf(typed, currency) }));
  const losses = filled.flatMap(({ kind, amountMinor }) => (amountMinor === null ? [] : [{ kind, amountMinor }]));
  const lacking = losses.length < filled.length ? w.claim.wrong : prepared === undefined && losses.length === 0 ? w.claim.needed : null;
  const change = (n: number, more: Partial<Line>): void => setLines(lines.map((one) => (one.n === n ? { ...one, ...more } : one)));
  const send = (): Promise<unknown> => ask(() => client.claim(code, { losses, statement: spoken(statement), papers: papersSent(papers) }), w.claim.sent);
  const stated = prepared === undefined ? null : (BigInt(prepared.cost.interestMinor ?? "0") + BigInt(prepared.cost.feesMinor ?? "0")).toString();
  return (
    <FormSheet id="claim" title={w.claim.title} send={w.claim.send} lacking={lacking} onSend={send}>
      <p>{stated === null ? w.claim.intro : fill(w.claim.stated, { sum: money(stated, currency) })}</p>
      {lines.map(({ n, kind, typed }) => (
        <div key={n} className="paper">
          <label htmlFor={`loss-kind${n}`}>{w.claim.kind}</label>
          <select id={`loss-kind${n}`} value={kind} onChange={({ target }) => change(n, { kind: target.value as LossKind })}>
            {LOSS_KINDS.map((one) => (
              <option key={one} value={one}>
                {w.loss[one]}
              </option>
            ))}
          </select>
          <label htmlFor={`loss${n}`}>{fill(w.claim.amount, { currency })}</label>
          <input id={`loss${n}`} inputMode="decimal" autoComplete="off" maxLength={20} value={typed} onChange={({ target }) => change(n, { typed: target.value })} />
          {lines.length > 1 && (
            <button type="button" onClick={() => setLines(lines.filter((one) => one.n !== n))}>
              {w.claim.remove}
            </button>
          )}
        </div>
      ))}
      {lines.length < LOSSES_MAX && (
        <button type="button" onClick={() => setLines([...lines, { n: (lines.at(-1)?.n ?? 0) + 1, kind: "other", typed: "" }])}>
          {w.claim.add}
        </button>
      )}
      <StatementField value={statement} onChange={setStatement} />
      <PapersField papers={papers} onChange={setPapers} />
    </FormSheet>
  );
}
