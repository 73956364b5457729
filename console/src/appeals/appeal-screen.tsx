/**
 * One appeal, reviewed: what restricts the person beside what they say, what was promised to them, whether the reader may
 * decide at all, and one decision at a time with its consequences said before. A partner's desk sees how far it is.
 */
import { AppealsClient, type AppealBody, type AppealOutlook, type Change, type MatterInFull, type Me, type MyAppeal } from "@duanliu/client";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { History } from "../matter/history.tsx";
import { useKind } from "../matter/names.ts";
import { PersonalProvider } from "../matter/personal.tsx";
import { ProblemNote, useCommand } from "../matter/problem.tsx";
import { useKept, useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { useActWords } from "./act-words.tsx";
import { isFastLane, isWhole, waitsForPapers, type AppealSeen } from "./appeal.ts";
import { Decided } from "./decided.tsx";
import { Head } from "./head.tsx";
import { Hands, Limits } from "./limits.tsx";
import { Papers, Reasons, Statements, Who } from "./said.tsx";
import { words } from "./words.ts";

// Forms are heavy, and looking needs none.
const Decide = lazy(async () => ({ default: (await import("./decide.tsx")).Decide }));
const AskPapers = lazy(async () => ({ default: (await import("./ask-papers.tsx")).AskPapers }));
const AddPapers = lazy(async () => ({ default: (await import("./add-papers.tsx")).AddPapers }));

interface Props {
  readonly id: string;
  readonly me: Me;
  readonly onBack: () => void;
}

export function AppealScreen({ id, me, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<AppealSeen>("appeal", id);
  if (matter.kind === "loading") return <Loading rows={14} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["review-right", "audit"]}>
      {isWholeMatter(matter.value) ? (
        <Reviewed matter={matter.value} me={me} onAgain={again} onBack={onBack} />
      ) : (
        <Followed matter={matter.value as MatterInFull<MyAppeal>} onAgain={again} onBack={onBack} />
      )}
    </PersonalProvider>
  );
}

function isWholeMatter(matter: MatterInFull<AppealSeen>): matter is MatterInFull<AppealBody> {
  return isWhole(matter.body);
}

// --- for those who review and check ----------------------------------------------------------------------------------

interface ReviewedProps {
  readonly matter: MatterInFull<AppealBody>;
  readonly me: Me;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

/** Given in their own places; the rest is under what else can be done. */
const PLACED: ReadonlySet<string> = new Set(["take", "decide", "ask-papers", "add-papers"]);

function Reviewed({ matter, me, onAgain, onBack }: ReviewedProps): ReactNode {
  const t = words.useWords();
  const { client } = useSession();
  const kind = useKind("appeal");
  const say = useActWords();
  const { id, body } = matter;
  const [outlook, lookAgain] = useKept<AppealOutlook>(
    useCallback((signal: AbortSignal) => new AppealsClient(client).outlook(id, signal), [client, id]),
    useCallback((change: Change) => change.id === id || change.id === body.against, [id, body.against]),
  );
  const [filling, setFilling] = useState<"papers" | "add" | null>(null);
  const done = useCallback((): void => {
    setFilling(null);
    onAgain();
    lookAgain();
  }, [onAgain, lookAgain]);
  const { give, busy, error, clear } = useCommand<AppealBody>("appeal", done);
  const seen = outlook.kind === "here" ? outlook.value : null;
  const may = useCallback((command: string): boolean => matter.commands.some((one) => one.name === command) && seen?.whyNot === null, [matter.commands, seen]);
  const mine = matter.assignee === me.user.id;
  const take = useCallback(() => void give({ id, command: "take" }), [give, id]);
  const takes = may("take") && !mine;
  const asks = may("ask-papers") && mine && body.papersAsked === null;
  useKeys(useMemo((): KeyTable => ({ ...(takes ? { t: take } : {}), ...(asks ? { a: () => setFilling("papers") } : {}) }), [takes, asks, take]));
  const skip = useMemo(() => new Set([...PLACED, ...(mine && seen?.suspends === true ? [] : ["suspend"])]), [mine, seen]);
  return (
    <>
      <Head matter={matter} title={body.about} marks={<Marks matter={matter} mine={mine} />} opens onBack={onBack} />
      {seen !== null && seen.whyNot !== null && matter.closedAtMs === null && me.roles.some(({ id: role }) => role === "reviewer") && (
        <p role="note" className="why-not">
          ◇ {t("whyNot", { why: seen.whyNot[languageNow()] })}
        </p>
      )}
      {error !== null && <ProblemNote error={error} onClose={clear} />}
      <div className="order-two">
        <div>
          {takes && (
            <div className="buttons">
              <Button type="primary" loading={busy} onClick={take}>
                {t("take")} <kbd aria-hidden="true">t</kbd>
              </Button>
              <span className="quiet">{matter.assignee === null ? t("help.take") : t("takenBy")}</span>
            </div>
          )}
          <div className="appeal-sides">
            {seen === null ? outlook.kind === "failed" ? <Failed detail={outlook.detail} onAgain={lookAgain} /> : <Loading rows={6} /> : <Limits outlook={seen} />}
            <section className="side" aria-labelledby="says-title">
              <h2 id="says-title">{t("says.title")}</h2>
              <Who asker={body.appellant} through={body.through !== null} />
              <h3>{t("says.grounds")}</h3>
              <Reasons of={body.grounds} />
              <h3>{t("says.statement")}</h3>
              <Statements of={body.statements} />
              <Papers of={body.papers} />
              <p className="quiet">{t(`says.channel.${body.channel}`)}</p>
            </section>
          </div>
          {body.decision !== null && <Decided decision={body.decision} currency={body.currency} />}
          <Suspense fallback={<Loading rows={5} />}>
            {filling === "papers" && asks && seen !== null ? (
              <AskPapers appeal={id} version={matter.version} list={seen.rule.papers} onDone={done} onCancel={() => setFilling(null)} />
            ) : filling === "add" ? (
              <AddPapers kind="appeal" id={id} onDone={done} onCancel={() => setFilling(null)} />
            ) : (
              <>
                {mine && may("decide") && seen !== null && <Decide matter={matter} outlook={seen} onDone={done} />}
                <div className="buttons">
                  {asks && (
                    <Button onClick={() => setFilling("papers")}>
                      {t("papers.ask")} <kbd aria-hidden="true">a</kbd>
                    </Button>
                  )}
                  {matter.commands.some(({ name }) => name === "add-papers") && (
                    <Button onClick={() => setFilling("add")}>{kind?.commands["add-papers"]?.words[languageNow()]}</Button>
                  )}
                </div>
                <Acts matter={matter} kind={kind} skip={skip} say={say} onDone={done} />
              </>
            )}
          </Suspense>
          {seen !== null && <Hands against={body.against} kind={body.kind} appeal={matter} otherUnit={seen.rule.otherUnit} />}
          {seen !== null && <Promised matter={matter} outlook={seen} />}
        </div>
        <History matter={matter} kind={kind} />
      </div>
    </>
  );
}

function Marks({ matter, mine }: { readonly matter: MatterInFull<AppealBody>; readonly mine: boolean }): ReactNode {
  const t = words.useWords();
  const { body } = matter;
  return (
    <>
      {isFastLane(body) && (
        <span className="mark lane" title={t("laneTitle")}>
          » {t("lane")}
        </span>
      )}
      {waitsForPapers(body) && matter.closedAtMs === null && <span className="mark">… {t("waits")}</span>}
      {mine && <span className="mark">{t("takenByYou")}</span>}
      {body.overdue > 0 && <span className="mark">▲ {t("overdueUp", { n: body.overdue })}</span>}
    </>
  );
}

/** The day, the law behind it, the fast lane with its reasons, the next instance, and how a second appeal goes. */
function Promised({ matter, outlook }: { readonly matter: MatterInFull<AppealBody>; readonly outlook: AppealOutlook }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const { body } = matter;
  const { rule, goodFaith, earlier } = outlook;
  const assumed = (
    <span className="mark" title={t("promise.assumedHow")}>
      {t("promise.assumed")}
    </span>
  );
  const lane =
    goodFaith === null
      ? t("promise.laneNone")
      : body.goodFaith
        ? t("promise.laneOn", { within: goodFaith.within[language] })
        : t("promise.laneOff", { within: goodFaith.within[language], papers: goodFaith.papers.map((one) => one[language]).join(language === "zh" ? "、" : ", ") });
  return (
    <section aria-labelledby="promise-title">
      <h2 id="promise-title">{t("promise.title")}</h2>
      <dl className="pairs">
        <div>
          <dt>{t("promise.due")}</dt>
          <dd>
            {instantText(body.dueAtMs, language)} · {body.unit[language]}
          </dd>
        </div>
        <div>
          <dt>{t("promise.within")}</dt>
          <dd>
            {rule.within[language]} · {rule.basis[language]} {rule.status === "assumed" && assumed}
          </dd>
        </div>
        <div>
          <dt>{t("promise.lane")}</dt>
          <dd>
            {lane} {goodFaith?.status === "assumed" && assumed}
          </dd>
        </div>
        {body.papersAsked !== null && (
          <div>
            <dt>{t("papers.ask")}</dt>
            <dd>
              {t("papers.already", {
                at: instantText(body.papersAsked.atMs, language),
                papers: body.papersAsked.papers.map((one) => one[language]).join(language === "zh" ? "；" : "; "),
              })}
            </dd>
          </div>
        )}
        <div>
          <dt>{t("promise.next")}</dt>
          <dd>{rule.next[language]}</dd>
        </div>
        <div>
          <dt>{t("promise.earlier")}</dt>
          <dd>
            {earlier.length === 0
              ? t("promise.earlierNone")
              : earlier.map((one) => (
                  <span key={one.id}>
                    <a href={hashOf("appeals", one.id)}>{one.serial}</a> {one.words[language]}{" "}
                  </span>
                ))}
            <br />
            <span className="quiet">{t("promise.again")}</span> {assumed}
          </dd>
        </div>
      </dl>
    </section>
  );
}

// --- for the desk of an institution ----------------------------------------------------------------------------------

interface FollowedProps {
  readonly matter: MatterInFull<MyAppeal>;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function Followed({ matter, onAgain, onBack }: FollowedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const kind = useKind("appeal");
  const say = useActWords();
  const { body } = matter;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Head matter={matter} title={body.about} opens={false} onBack={onBack} />
      <p className="quiet">{t("progressOnly")}</p>
      <div className="order-two">
        <div>
          <section>
            <h2>{t("says.grounds")}</h2>
            <Reasons of={body.grounds} />
          </section>
          <dl className="pairs">
            <div>
              <dt>{t("promise.due")}</dt>
              <dd>
                {body.dueAtMs === null ? "–" : instantText(body.dueAtMs, language)} · {body.unit[language]}
              </dd>
            </div>
            {body.papersAsked.length > 0 && (
              <div>
                <dt>{t("papers.ask")}</dt>
                <dd>{body.papersAsked.map((one) => one[language]).join(language === "zh" ? "；" : "; ")}</dd>
              </div>
            )}
          </dl>
          {body.decision !== null && <Decided decision={body.decision} currency={body.decision.currency} />}
          {adding ? (
            <Suspense fallback={<Loading rows={4} />}>
              <AddPapers
                kind="appeal"
                id={matter.id}
                onDone={() => {
                  setAdding(false);
                  onAgain();
                }}
                onCancel={() => setAdding(false)}
              />
            </Suspense>
          ) : (
            <>
              {body.can.includes("add-papers") && (
                <div className="buttons">
                  <Button onClick={() => setAdding(true)}>{kind?.commands["add-papers"]?.words[language]}</Button>
                </div>
              )}
              <Acts matter={matter} kind={kind} skip={PLACED} say={say} onDone={onAgain} />
            </>
          )}
        </div>
        <History matter={matter} kind={kind} />
      </div>
    </>
  );
}
