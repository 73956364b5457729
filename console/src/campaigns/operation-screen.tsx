/**
 * One special operation: its goals and how far they are reached, the campaigns under it, and beside the success always what its
 * cases took from people and what of that was wrong. Goals never count how many were limited.
 */
import { CampaignClient, type CampaignBody, type Change, type GoalProgress, type MatterInFull, type OperationBody, type OperationFigures } from "@duanliu/client";
import { Button, Progress, Steps, Table } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History } from "../matter/history.tsx";
import { StateTag } from "../matter/marks.tsx";
import { Money } from "../matter/money.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { useKept, useMatter, useMatters } from "../matter/use-matters.ts";
import { useNow } from "../now.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import { instantText, numberText, shareText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { OPERATION_STEPS, operationStepTimes } from "./campaign.ts";
import { Figures } from "./figures.tsx";
import { Who } from "./progress.tsx";
import { fieldsOf, helpOf, HURTS, unitsOffered, useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

export function OperationScreen({ id, onBack }: { readonly id: string; readonly onBack: () => void }): ReactNode {
  const [matter, again] = useMatter<OperationBody>("operation", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return <Worked matter={matter.value} stale={matter.stale} onBack={onBack} onAgain={again} />;
}

interface WorkedProps {
  readonly matter: MatterInFull<OperationBody>;
  readonly stale: string | null;
  readonly onBack: () => void;
  readonly onAgain: () => void;
}

function Worked({ matter, stale, onBack, onAgain }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const kind = useKind("operation");
  const { id, body } = matter;
  const figures = useFigures(id);
  const say = useMemo(
    () => ({ fields: fieldsOf(t, all, { offers: { units: unitsOffered(organisations) } }), help: (command: string) => helpOf(t, "operation", command), hurts: HURTS }),
    [t, all, organisations],
  );
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{body.name}</h1>
          <StateTag matter={matter} />
        </div>
        <span className="quiet">
          {matter.serial} · {t("ledBy", { unit: nameOf(organisations, matter.org) })} ·{" "}
          {t("op.span", { from: instantText(body.fromMs, language), until: instantText(body.untilMs, language) })}
        </span>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      <OperationSteps matter={matter} />
      <div className="order-two">
        <div>
          <Acts matter={matter} kind={kind} say={say} onDone={onAgain} />
          <section className="campaign-part" aria-label={t("op.goals")}>
            <h2>{t("op.goals")}</h2>
            <Goals progress={figures.kind === "here" ? figures.value.figures.progress : null} body={body} />
          </section>
          {figures.kind === "here" ? <Beside figures={figures.value.figures} assessed={figures.value.assessed} /> : <Loading rows={4} />}
          <section className="order-facts" aria-label={t("about")}>
            <dl className="pairs">
              <div className="wide">
                <dt>{t("op.units")}</dt>
                <dd>{body.units.map((unit) => nameOf(organisations, unit)).join(language === "zh" ? "、" : ", ")}</dd>
              </div>
              {body.cases.length > 0 && (
                <div className="wide">
                  <dt>{t("op.cases")}</dt>
                  <dd className="links">
                    {body.cases.map((one) => (
                      <a key={one} href={hashOf("cases", one)}>
                        {one}
                      </a>
                    ))}
                  </dd>
                </div>
              )}
              {body.outcome !== null && (
                <div>
                  <dt>{t("outcome")}</dt>
                  <dd>{body.outcome}</dd>
                </div>
              )}
            </dl>
          </section>
          <Signed matter={matter} />
        </div>
        <History matter={matter} kind={kind} />
      </div>
      <Campaigns id={id} />
      {figures.kind === "here" && (
        <section className="campaign-part" aria-label={t("results.title")}>
          <h2>{t("results.title")}</h2>
          <Figures figures={figures.value.figures.rollUp} assessed={figures.value.assessed?.rollUp ?? null} />
        </section>
      )}
    </>
  );
}

function useFigures(id: string) {
  const { client } = useSession();
  const campaigns = useMemo(() => new CampaignClient(client), [client]);
  const [figures] = useKept(
    useCallback((signal: AbortSignal) => campaigns.operationRollUp(id, signal), [campaigns, id]),
    useCallback((change: Change) => change.id === id || change.kind === "campaign" || change.kind === "lead", [id]),
  );
  return figures;
}

function OperationSteps({ matter }: { readonly matter: MatterInFull<OperationBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  const times = operationStepTimes(matter);
  const at = OPERATION_STEPS.findIndex((name) => name === matter.state);
  const cancelled = matter.state === "cancelled";
  return (
    <section className="campaign-steps" aria-label={t("step.title")}>
      <Steps
        size="small"
        responsive
        current={matter.state === "closed" ? OPERATION_STEPS.length : at < 0 ? times.indexOf(null) : at}
        status={cancelled ? "error" : "process"}
        items={OPERATION_STEPS.map((name, i) => {
          const atMs = times[i] ?? null;
          return { title: t(`op.step.${name}`), content: atMs === null ? null : <span title={instantText(atMs, language)}>{sinceText(atMs, now, language)}</span> };
        })}
      />
      <p className="next-line">{t(`op.now.${nextWords(matter.state)}`, { from: instantText(matter.body.fromMs, language) })}</p>
    </section>
  );
}

function nextWords(state: string): keyof (typeof words.en)["op"]["now"] {
  return Object.hasOwn(words.en.op.now, state) ? (state as keyof (typeof words.en)["op"]["now"]) : "running";
}

/** Until figures are there, the goals with nothing reached would lie: only what is wanted is shown. */
function Goals({ progress, body }: { readonly progress: readonly GoalProgress[] | null; readonly body: OperationBody }): ReactNode {
  const t = words.useWords();
  const all = useCampaignWords();
  const amount = (value: string, money: string | null): ReactNode => (money === null ? numberText(Number(value), languageNow()) : <Money amountMinor={value} currency={money} />);
  return (
    <ul className="goals">
      {body.goals.map((goal, i) => {
        const one = progress?.[i] ?? null;
        const money = goal.measure === "money-returned" ? body.currency : null;
        const percent = one === null ? 0 : Math.min(100, Math.floor((Number(one.reached) / Number(one.target)) * 100));
        const name = wordIn(all?.GOAL_WORDS, goal.measure);
        return (
          <li key={`${goal.measure} ${goal.target}`}>
            <span>{name}</span>
            <span className="figure">
              {one === null ? "–" : <b>{amount(one.reached, money)}</b>} / {amount(goal.target, money)}
            </span>
            <Progress percent={percent} size="small" aria-label={`${t("op.goals")}: ${name}`} showInfo={one !== null} />
          </li>
        );
      })}
    </ul>
  );
}

/** Success and its price, side by side. */
function Beside({ figures, assessed }: { readonly figures: OperationFigures; readonly assessed: OperationFigures | null }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const n = (value: number): string => numberText(value, language);
  const { leads } = figures.rollUp;
  const { restrictions, liftedAsWrong } = figures.rights;
  return (
    <section className="campaign-part" aria-label={t("op.rights")}>
      <dl className="pairs">
        <div>
          <dt>{t("op.leads")}</dt>
          <dd>
            {n(leads.issued)} · {n(leads.verified.true)} · {n(leads.returned)}
          </dd>
        </div>
        <div>
          <dt>{t("op.restrictions")}</dt>
          <dd>
            {n(restrictions)} · {t("op.wrong")} <b>{n(liftedAsWrong)}</b> ({shareText(liftedAsWrong, restrictions, language)})
            {assessed !== null && (
              <span className="quiet">
                {" "}
                · {t("results.assessed")} {n(assessed.rights.liftedAsWrong)}
              </span>
            )}
          </dd>
        </div>
      </dl>
      <p className="quiet">{t("op.noGoalsOf")}</p>
      <p className="quiet">{t("packages.cutOff", { at: instantText(figures.cutOffMs, language) })}</p>
    </section>
  );
}

function Signed({ matter }: { readonly matter: MatterInFull<OperationBody> }): ReactNode {
  const t = words.useWords();
  return (
    <ol className="signatures" aria-label={t("sign.title")}>
      <li>
        <b>① {t("op.step.planned")}</b>
        <Who line={matter.history.find(({ event }) => event === "open")} />
      </li>
      <li className={matter.body.approved === null ? "empty-signature" : undefined}>
        <b>② {t("sign.approved")}</b>
        {matter.body.approved === null ? (
          <span className="quiet">{matter.state === "planned" ? t("sign.waiting") : t("sign.not")}</span>
        ) : (
          <Who line={matter.history.find(({ event }) => event === "approve")} />
        )}
      </li>
    </ol>
  );
}

function Campaigns({ id }: { readonly id: string }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const [page] = useMatters<CampaignBody>("campaign", { parent: id, limit: 200 });
  const rows = page.kind === "here" ? page.value.items : [];
  return (
    <section className="campaign-part" aria-label={t("op.campaigns")}>
      <h2>{t("op.campaigns")}</h2>
      {page.kind === "loading" ? (
        <Loading rows={3} />
      ) : rows.length === 0 ? (
        <p className="quiet">{t("op.noCampaigns")}</p>
      ) : (
        <Table
          size="small"
          rowKey="id"
          pagination={false}
          scroll={{ x: "max-content" }}
          dataSource={[...rows]}
          columns={[
            { title: t("part.campaigns"), key: "name", render: (_, one) => <a href={hashOf("campaigns", one.id)}>{one.body.name}</a> },
            { title: t("step.title"), key: "state", render: (_, one) => one.stateWords[language] },
            { title: t("packages.unit"), key: "unit", render: (_, one) => nameOf(organisations, one.org) },
            {
              title: t("packages.leads"),
              key: "leads",
              align: "right",
              render: (_, one) =>
                numberText(
                  one.body.issues.reduce((sum, issue) => sum + issue.leads, 0),
                  language,
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
