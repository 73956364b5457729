/**
 * One campaign for whoever leads, approves or watches it: where it stands and what is next, the two signatures, the packages with
 * their supervision, conflicts, the day for all, what was found, and everything the reader may do with it now.
 */
import { CampaignClient, type CampaignBody, type Change, type MatterInFull, type OperationBody } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { useKeys, type KeyTable } from "../keys.ts";
import { History } from "../matter/history.tsx";
import { StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { useKept, useMatter, useMatters } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { goTo, hashOf } from "../place.ts";
import { useSession } from "../session.tsx";
import { instantText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { Conflicts } from "./conflicts.tsx";
import { Figures } from "./figures.tsx";
import { Packages } from "./packages.tsx";
import { Progress, TwoSignatures, WindowOf } from "./progress.tsx";
import { fieldsOf, helpOf, HURTS, placeText, useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

/** These stand beside what they are about. */
const ELSEWHERE = ["settle-conflict", "send-lead-back", "withdraw-leads"] as const;
const TAKES_LEADS: ReadonlySet<string> = new Set(["idea", "applied", "approved", "issued", "verifying"]);

interface Props {
  readonly id: string;
  /** Whether the reader is one of those who draft leads. */
  readonly drafts: boolean;
  readonly onBack: () => void;
}

export function CampaignScreen({ id, drafts, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<CampaignBody>("campaign", id);
  if (matter.kind === "loading") return <Loading rows={14} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return <Worked matter={matter.value} stale={matter.stale} drafts={drafts} onBack={onBack} onAgain={again} />;
}

interface WorkedProps {
  readonly matter: MatterInFull<CampaignBody>;
  readonly stale: string | null;
  readonly drafts: boolean;
  readonly onBack: () => void;
  readonly onAgain: () => void;
}

function Worked({ matter, stale, drafts, onBack, onAgain }: WorkedProps): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const kind = useKind("campaign");
  const { id, body } = matter;
  const [state, figures, more] = useCampaign(id);
  const [operations] = useMatters<OperationBody>("operation", { open: true, limit: 100 });
  const offered = useMemo(() => (operations.kind === "here" ? operations.value.items.map((one) => ({ value: one.id, label: one.body.name })) : []), [operations]);
  const leads = state.kind === "here" ? state.value : [];
  const draftsNow = drafts && TAKES_LEADS.has(matter.state);
  const draft = useCallback(() => goTo("campaigns", id, "lead"), [id]);
  useKeys(useMemo((): KeyTable => (draftsNow ? { l: draft } : {}), [draftsNow, draft]));
  const drafted = leads.filter((lead) => lead.state === "drafted").length;
  // What would only be refused is not offered: nothing to hand out, no day to begin.
  const skip = useMemo(() => new Set<string>([...ELSEWHERE, ...(drafted === 0 ? ["issue", "apply"] : []), ...(body.window === null ? ["take-down"] : [])]), [drafted, body.window]);
  const reach = placeText(t, organisations, body.approved?.span ?? body.plan?.span ?? matter.territory);
  const say = useMemo(
    () => ({ fields: fieldsOf(t, all, { offers: { operation: offered } }), help: (command: string) => helpOf(t, "campaign", command, { n: drafted, reach }), hurts: HURTS }),
    [t, all, offered, drafted, reach],
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
          {body.objectives.map((one) => (
            <span key={one} className="mark">
              {wordIn(all?.OBJECTIVE_WORDS, one)}
            </span>
          ))}
        </div>
        <span className="quiet">
          {matter.serial} · {t("ledBy", { unit: nameOf(organisations, matter.org) })}
        </span>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      <Progress matter={matter} />
      <div className="order-two">
        <div>
          <Acts matter={matter} kind={kind} skip={skip} say={say} onDone={onAgain} />
          <section className="order-facts" aria-label={t("about")}>
            <dl className="pairs">
              <div className="wide">
                <dt>{t("idea")}</dt>
                <dd>{body.idea}</dd>
              </div>
              {body.plan !== null && (
                <div className="wide">
                  <dt>{t("plan")}</dt>
                  <dd>{body.plan.text}</dd>
                </div>
              )}
              <div>
                <dt>{t(body.approved === null ? "reach" : "approvedReach")}</dt>
                <dd>{reach}</dd>
              </div>
              <div>
                <dt>{t("window.title")}</dt>
                <dd>
                  <WindowOf window={body.window} begunAtMs={body.begunAtMs} />
                </dd>
              </div>
              <Links name={t("series")} place="cases" ids={body.series} />
              <Links name={t("cases")} place="cases" ids={body.cases} />
              <div>
                <dt>{t("operation")}</dt>
                <dd>
                  {matter.parent === null ? <span className="quiet">{t("none")}</span> : <a href={hashOf("campaigns", matter.parent)}>{operationName(offered, matter.parent)}</a>}
                </dd>
              </div>
              {body.outcome !== null && (
                <div>
                  <dt>{t("outcome")}</dt>
                  <dd>{body.outcome}</dd>
                </div>
              )}
            </dl>
          </section>
        </div>
        <TwoSignatures matter={matter} />
      </div>
      <section className="campaign-part" aria-label={t("packages.title")}>
        <div className="part-head">
          <h2>{t("packages.title")}</h2>
          {figures !== null && <span className="quiet">{t("packages.cutOff", { at: instantText(figures.figures.cutOffMs, language) })}</span>}
          <span className="grow" />
          {draftsNow && (
            <Button onClick={draft}>
              {t("newLead")} <kbd aria-hidden="true">l</kbd>
            </Button>
          )}
        </div>
        {state.kind === "loading" ? (
          <Loading rows={6} />
        ) : state.kind === "failed" ? (
          <Failed detail={state.detail} onAgain={more.again} />
        ) : (
          <Packages matter={matter} kind={kind} leads={leads} more={more.more} figures={figures?.figures ?? null} onDone={onAgain} />
        )}
      </section>
      <Conflicts matter={matter} kind={kind} onDone={onAgain} />
      {figures !== null && figures.figures.leads.issued > 0 && (
        <section className="campaign-part" aria-label={t("results.title")}>
          <h2>{t("results.title")}</h2>
          <Figures figures={figures.figures} assessed={figures.assessed} />
        </section>
      )}
      <Assessments body={body} />
      <History matter={matter} kind={kind} />
    </>
  );
}

/** Leads and figures of a campaign, asked again when one of its leads may have changed. */
function useCampaign(id: string) {
  const { client } = useSession();
  const campaigns = useMemo(() => new CampaignClient(client), [client]);
  const concerns = useCallback((change: Change) => change.kind === "lead" || change.id === id, [id]);
  const [leads, again] = useKept(
    useCallback((signal: AbortSignal) => campaigns.leads(id, null, signal), [campaigns, id]),
    concerns,
  );
  const [rolled] = useKept(
    useCallback((signal: AbortSignal) => campaigns.rollUp(id, signal), [campaigns, id]),
    concerns,
  );
  const state = leads.kind === "here" ? { kind: "here" as const, value: leads.value.items } : leads;
  return [state, rolled.kind === "here" ? rolled.value : null, { more: leads.kind === "here" && leads.value.next !== null, again }] as const;
}

function operationName(offered: readonly { readonly value: string; readonly label: string }[], id: string): string {
  return offered.find(({ value }) => value === id)?.label ?? id;
}

function Links({ name, place, ids }: { readonly name: string; readonly place: "cases"; readonly ids: readonly string[] }): ReactNode {
  if (ids.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="links">
        {ids.map((id) => (
          <a key={id} href={hashOf(place, id)}>
            {id}
          </a>
        ))}
      </dd>
    </div>
  );
}

function Assessments({ body }: { readonly body: CampaignBody }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  return body.assessments.toReversed().map((one) => (
    <section key={one.rollUp.cutOffMs} className="campaign-part" aria-label={t("assessment.title")}>
      <h2>
        {t("assessment.title")} <span className="quiet">{t("assessment.cutOff", { at: instantText(one.rollUp.cutOffMs, language) })}</span>
      </h2>
      <dl className="pairs">
        <div className="wide">
          <dt>{t("assessment.summary")}</dt>
          <dd>{one.summary}</dd>
        </div>
        <div className="wide">
          <dt>{t("assessment.lessons")}</dt>
          <dd>{one.lessons}</dd>
        </div>
        {one.unfinished !== null && (
          <div className="wide">
            <dt>{t("assessment.unfinished")}</dt>
            <dd>{one.unfinished}</dd>
          </div>
        )}
      </dl>
    </section>
  ));
}
