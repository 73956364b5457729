/**
 * One lead as its unit sees it: what to do, what is known, what it rests on (of a protected source only that there is one), its
 * three clocks, what was found; and for whoever stands above, the means to supervise. People stay masked until a purpose is given.
 */
import type { LeadBody, MatterInFull } from "@duanliu/client";
import { Button } from "antd";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { Failed, Loading } from "../frame/states.tsx";
import { History, MatterClock } from "../matter/history.tsx";
import { LevelMark, StateTag } from "../matter/marks.tsx";
import { nameOf, useKind, useOrganisations } from "../matter/names.ts";
import { OpenPersonal, Personal, PersonalProvider } from "../matter/personal.tsx";
import { useMatter } from "../matter/use-matters.ts";
import { Acts } from "../orders/acts.tsx";
import { hashOf } from "../place.ts";
import { useLoaded, useSession } from "../session.tsx";
import { languageNow } from "../words/language.ts";
import { askedOf, CLOCKS, isWorked, lateOf } from "./campaign.ts";
import { GiveForm } from "./give-form.tsx";
import { Evidence, Found, Subjects } from "./lead-parts.tsx";
import { ClockCell, LateMark } from "./packages.tsx";
import { WindowOf } from "./progress.tsx";
import { fieldsOf, helpOf, HURTS, placeText, useCampaignWords, wordIn } from "./speak.ts";
import { words } from "./words.ts";

/** Asked for by the unit's name, so it has a form of its own. */
const ELSEWHERE: ReadonlySet<string> = new Set(["pass-on"]);
/** Whoever stands above supervises; the work is the unit's own. */
const THEIRS: ReadonlySet<string> = new Set(["sign", "pass-on", "verify", "act", "return", "amend"]);

interface Props {
  readonly id: string;
  /** The reader's unit. */
  readonly unit: string;
  readonly onBack: () => void;
}

export function LeadScreen({ id, unit, onBack }: Props): ReactNode {
  const [matter, again] = useMatter<LeadBody>("lead", id);
  if (matter.kind === "loading") return <Loading rows={12} />;
  if (matter.kind === "failed") return <Failed detail={matter.detail} onAgain={again} />;
  return (
    <PersonalProvider matter={id} purposes={["investigate", "audit"]}>
      <Worked matter={matter.value} stale={matter.stale} unit={unit} onBack={onBack} onAgain={again} />
    </PersonalProvider>
  );
}

interface WorkedProps {
  readonly matter: MatterInFull<LeadBody>;
  readonly stale: string | null;
  readonly unit: string;
  readonly onBack: () => void;
  readonly onAgain: () => void;
}

function Worked({ matter, stale, unit, onBack, onAgain }: WorkedProps): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const { body } = matter;
  const [first] = body.subjects;
  const late = lateOf(matter);
  // The unit that works on it sees its own lead and nothing else of the campaign.
  const seesCampaign = unit === body.leadOrg || unit !== matter.org;
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <Button className="to-queue" onClick={onBack}>
            ‹ {t("back")}
          </Button>
          <h1>{first === undefined ? matter.serial : <Personal of={first.ref} />}</h1>
          <StateTag matter={matter} />
          {isWorked(matter.state) && (
            <>
              <LevelMark level={matter.level} />
              {late !== null && (
                <>
                  <LateMark lead={matter} /> <span className="quiet">{t("late.nextUp")}</span>
                </>
              )}
              <MatterClock matter={matter} />
            </>
          )}
        </div>
        <div className="order-line">
          <span className="quiet">
            {matter.serial} · {seesCampaign ? <a href={hashOf("campaigns", body.campaign)}>{body.campaignName}</a> : body.campaignName} ·{" "}
            {t("lead.from", { unit: nameOf(organisations, body.leadOrg) })} · {t("lead.with", { unit: nameOf(organisations, matter.org) })}
          </span>
          <OpenPersonal />
        </div>
      </header>
      {stale !== null && (
        <p role="status" className="stale">
          {t("stale", { detail: stale })}
        </p>
      )}
      <div className="order-two">
        <div>
          <dl className="pairs lead-task">
            <div className="wide">
              <dt>{t("lead.task")}</dt>
              <dd>
                <b>{body.task}</b>
              </dd>
            </div>
            <div className="wide">
              <dt>{t("lead.intelligence")}</dt>
              <dd>{body.intelligence}</dd>
            </div>
            <div>
              <dt>{t("lead.subjects")}</dt>
              <dd>
                <Subjects body={body} all={all} />
              </dd>
            </div>
            <div>
              <dt>{t("lead.evidence")}</dt>
              <dd>
                <Evidence body={body} all={all} />
              </dd>
            </div>
          </dl>
          <Doing key={matter.state} matter={matter} own={matter.org === unit} onAgain={onAgain} />
          <Clocks matter={matter} />
          <dl className="pairs lead-task">
            <div>
              <dt>{t("lead.objective")}</dt>
              <dd>
                {[wordIn(all?.OBJECTIVE_WORDS, body.objective), body.segment && wordIn(all?.SEGMENT_WORDS, body.segment), body.group && wordIn(all?.GROUP_WORDS, body.group)]
                  .filter((one) => one !== null && one !== "")
                  .join(" · ")}
              </dd>
            </div>
            <div>
              <dt>{t("lead.window")}</dt>
              <dd>
                <WindowOf window={body.window} begunAtMs={body.begunAtMs} /> {body.begunAtMs === null && <span className="quiet">{t("lead.windowHow")}</span>}
              </dd>
            </div>
            <div>
              <dt>{t("form.place")}</dt>
              <dd>
                {placeText(t, organisations, body.target)} {body.passedOn > 0 && <span className="quiet">{t("lead.passedOn", { count: body.passedOn })}</span>}
              </dd>
            </div>
          </dl>
          <Found matter={matter} all={all} />
        </div>
        <History matter={matter} kind={useKind("lead")} />
      </div>
    </>
  );
}

/** Begun anew with every state, so that the next thing that is asked stands open. */
function Doing({ matter, own, onAgain }: { readonly matter: MatterInFull<LeadBody>; readonly own: boolean; readonly onAgain: () => void }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const all = useCampaignWords();
  const kind = useKind("lead");
  const [passing, setPassing] = useState(false);
  const { subjects } = matter.body;
  const offers = useMemo(() => ({ involved: subjects.map(({ ref }) => ({ value: ref.token, label: ref.masked })) }), [subjects]);
  const say = useMemo(() => ({ fields: fieldsOf(t, all, { offers }), help: (command: string) => helpOf(t, "lead", command), hurts: HURTS }), [t, all, offers]);
  const asked = own ? askedOf(matter) : null;
  const passOn = matter.commands.some(({ name }) => name === "pass-on") ? kind?.commands["pass-on"] : undefined;
  const placeOf = useCallback((id: unknown) => organisations.find((one) => one.id === id)?.territory ?? "", [organisations]);
  const close = useCallback(() => setPassing(false), []);
  return (
    <>
      {passing && passOn !== undefined ? (
        <GiveForm
          matter={matter}
          name="pass-on"
          command={passOn}
          known={{}}
          fields={fieldsOf(t, all, { organisations: { territory: (one) => one.kind === "police" && one.id !== matter.org } })}
          warning={helpOf(t, "lead", "pass-on")}
          made={(input) => ({ ...input, territory: placeOf(input["territory"]) })}
          onDone={onAgain}
          onClose={close}
        />
      ) : (
        <>
          {!own && isWorked(matter.state) && <p className="quiet">{t("lead.superviseHow")}</p>}
          <Acts matter={matter} kind={kind} skip={own ? ELSEWHERE : THEIRS} say={say} openFirst={asked} onDone={onAgain} />
          {passOn !== undefined && own && (
            <div className="buttons">
              <Button onClick={() => setPassing(true)}>{passOn.words[languageNow()]}</Button>
            </div>
          )}
        </>
      )}
    </>
  );
}

/** Each of the three with how firmly its time rests. */
function Clocks({ matter }: { readonly matter: MatterInFull<LeadBody> }): ReactNode {
  const t = words.useWords();
  const { keeping } = useSession();
  const [law] = useLoaded(useCallback((signal: AbortSignal) => keeping.law(signal), [keeping]));
  const assumed = (key: string): boolean => law.kind === "here" && law.value.values.some(({ path, status }) => path.endsWith(`.${key}`) && status === "assumed");
  if (matter.body.steps.length === 0) return null;
  return (
    <section className="lead-clocks" aria-label={t("lead.clocks")}>
      <dl>
        {CLOCKS.map((key) => (
          <div key={key}>
            <dt>
              {t(`clock.${key}`)}{" "}
              {assumed(key) && (
                <span className="mark" title={t("clock.assumedHow")}>
                  {t("clock.assumed")}
                </span>
              )}
            </dt>
            <dd>
              <ClockCell lead={matter} of={key} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
