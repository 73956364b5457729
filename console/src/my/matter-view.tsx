/**
 * One matter as its holder sees it: what limits them, what they can do, what they asked for and how far it is, what they were
 * told; and the forms for what can be done. Every answer brings the whole matter anew, so nothing here is guessed.
 */
import type { MyMatter, MyMatterClient, MyRestriction } from "@duanliu/client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useNow } from "../now.ts";
import { AppealForm } from "./appeal-form.tsx";
import { ClaimForm } from "./claim-form.tsx";
import { ComplaintForm } from "./complaint-form.tsx";
import { Fact } from "./fact.tsx";
import type { Ask } from "./form.tsx";
import { AppealItem, ComplaintItem, CompensationItem } from "./progress.tsx";
import { RefusedLine, refusedIn, type Refused } from "./refused.tsx";
import { useSay } from "./say.ts";

interface Props {
  readonly client: MyMatterClient;
  readonly code: string;
  readonly matter: MyMatter;
  readonly busy: boolean;
  readonly refused: Refused | null;
  readonly onSeen: (matter: MyMatter) => void;
  readonly onAgain: () => Promise<void>;
  readonly onLeave: () => void;
}

export function MatterView({ client, code, matter, busy, refused, onSeen, onAgain, onLeave }: Props): ReactNode {
  const { w, of, fill, moment } = useSay();
  const head = useRef<HTMLHeadingElement>(null);
  const [done, setDone] = useState<string | null>(null);
  const [failed, setFailed] = useState<Refused | null>(null);
  useEffect(() => head.current?.focus(), []);
  const ask: Ask = async (task, said) => {
    setDone(null);
    setFailed(null);
    try {
      onSeen(await task());
      setDone(said);
      return true;
    } catch (error) {
      const why = refusedIn(error);
      setFailed(why);
      if (why.kind === "notNow") await onAgain();
      return false;
    }
  };
  const again = (): void => {
    setDone(null);
    setFailed(null);
    void onAgain();
  };
  const form = { client, code, matter, ask };
  const asked = [
    ...matter.appeals.map((one) => <AppealItem key={one.id} {...form} one={one} />),
    ...matter.compensations.map((one) => <CompensationItem key={one.id} {...form} one={one} />),
    ...matter.complaints.map((one) => <ComplaintItem key={one.id} {...form} one={one} />),
  ];
  return (
    <>
      <div className="my-sheet">
        <h1 ref={head} tabIndex={-1}>
          {w.page}
        </h1>
        <p>
          {of(matter.kind)} · {w.serial} {matter.serial}
          <br />
          <span className="quiet">{fill(w.asOf, { time: moment(matter.atMs) })}</span>
        </p>
        <div className="my-acts">
          <button type="button" disabled={busy} onClick={again}>
            {w.again}
          </button>
          <button type="button" onClick={() => print()}>
            {w.print}
          </button>
          <button type="button" onClick={onLeave}>
            {w.leave}
          </button>
        </div>
        <div role="status">{done !== null && <p className="done">{done}</p>}</div>
        <div role="alert">
          <RefusedLine refused={failed ?? refused} />
        </div>
      </div>
      <section className="my-sheet" aria-labelledby="limits">
        <h2 id="limits">{w.limits}</h2>
        {matter.restrictions.length === 0 && <p>{w.nothing}</p>}
        {matter.restrictions.map((one) => (
          <Restriction key={one.serial} one={one} />
        ))}
      </section>
      <section className="my-sheet" aria-labelledby="can">
        <h2 id="can">{w.canDo}</h2>
        <CanDo matter={matter} />
      </section>
      {asked.length > 0 && (
        <section className="my-sheet" aria-labelledby="asked">
          <h2 id="asked">{w.progress.title}</h2>
          {asked}
        </section>
      )}
      {matter.can.includes("appeal") && <AppealForm {...form} />}
      {matter.can.includes("claim") && <ClaimForm {...form} />}
      <section className="my-sheet" aria-labelledby="notices">
        <h2 id="notices">{w.notices}</h2>
        {matter.notices.length === 0 && <p>{w.noNotices}</p>}
        {matter.notices.map(({ atMs, text }, i) => (
          <article key={i} className="notice">
            <p className="quiet">{moment(atMs)}</p>
            <p>{of(text)}</p>
          </article>
        ))}
      </section>
      {matter.can.includes("complain") && <ComplaintForm {...form} />}
    </>
  );
}

function Restriction({ one }: { readonly one: MyRestriction }): ReactNode {
  const { w, of, start, moment, money } = useSay();
  const state = one.inForce ? w.inForce : one.endedAtMs === null ? w.pending : w.over;
  return (
    <article className={one.inForce ? "limit" : "limit over"}>
      <h3>
        {start(one.words)} <span className="state">{state}</span>
      </h3>
      <dl>
        <Fact name={w.what}>{one.about}</Fact>
        {one.heldMinor !== null && <Fact name={one.inForce ? w.held : w.heldBefore}>{money(one.heldMinor, one.currency)}</Fact>}
        {one.reason !== null && <Fact name={w.why}>{start(one.reason)}</Fact>}
        {one.decider !== null && <Fact name={w.whoDecided}>{of(one.decider)}</Fact>}
        <Fact name={w.basis}>{of(one.basis)}</Fact>
        {one.startedAtMs !== null && <Fact name={w.since}>{moment(one.startedAtMs)}</Fact>}
        {one.endedAtMs !== null && <Fact name={w.endedAt}>{moment(one.endedAtMs)}</Fact>}
        {one.inForce && (
          <Fact name={w.until}>
            {one.endsAtMs === null ? (
              w.noEnd
            ) : (
              <>
                <b>{moment(one.endsAtMs)}</b> · <Left untilMs={one.endsAtMs} />
                <br />
                {w.byItself}
              </>
            )}
          </Fact>
        )}
        <Fact name={w.serial}>{one.serial}</Fact>
      </dl>
    </article>
  );
}

function Left({ untilMs }: { readonly untilMs: number }): ReactNode {
  const { w, fill, left } = useSay();
  const now = useNow();
  return <span className="left">{untilMs <= now ? w.soon : fill(w.left, { left: left(untilMs - now) })}</span>;
}

function CanDo({ matter }: { readonly matter: MyMatter }): ReactNode {
  const { w, of, fill } = useSay();
  const { can, remedy, helpline } = matter;
  // What was decided names its next instance itself.
  const answerComes = can.includes("appeal") || matter.appeals.some(({ dueAtMs }) => dueAtMs !== null);
  return (
    <ul>
      {can.includes("appeal") && remedy !== null && (
        <li>
          <a href="#appeal" onClick={jumpTo("appeal")}>
            {w.appeal.title}
          </a>
          {" – "}
          {fill(w.yourCan.appeal, { within: of(remedy.answeredWithin) })}
        </li>
      )}
      {can.includes("claim") && (
        <li>
          <a href="#claim" onClick={jumpTo("claim")}>
            {w.claim.title}
          </a>
          {" – "}
          {w.yourCan.claim}
        </li>
      )}
      {remedy !== null && answerComes && <li>{fill(w.yourCan.next, { next: of(remedy.next) })}</li>}
      {helpline !== null && <li>{fill(w.yourCan.call, { number: helpline.number, title: of(helpline.title) })}</li>}
      {can.includes("complain") && (
        <li>
          <a href="#complain" onClick={jumpTo("complain")}>
            {w.complain.title}
          </a>
          {" – "}
          {w.yourCan.complain}
        </li>
      )}
    </ul>
  );
}

/** Without a change of the address, which is for codes. */
function jumpTo(id: string): (event: { preventDefault(): void }) => void {
  return (event) => {
    event.preventDefault();
    const target = document.getElementById(id);
    target?.closest("details")?.setAttribute("open", "");
    target?.focus();
    target?.scrollIntoView();
  };
}
