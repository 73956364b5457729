/** Where a campaign stands: its steps with their times, the one sentence of what is next, and who applied and who approved. */
import { ROLE_WORDS, type CampaignBody, type HistoryLine, type MatterInFull } from "@duanliu/client";
import { Steps } from "antd";
import type { ReactNode } from "react";
import { Clock } from "../matter/clock.tsx";
import { nameOf, useOrganisations } from "../matter/names.ts";
import { useNow } from "../now.ts";
import { instantText, sinceText } from "../words/format.ts";
import { languageNow } from "../words/language.ts";
import { currentStep, loose, stepsOf, type CampaignStep } from "./campaign.ts";
import { words } from "./words.ts";

const OVER: ReadonlySet<string> = new Set(["declined", "cancelled"]);

export function Progress({ matter }: { readonly matter: MatterInFull<CampaignBody> }): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  const steps = stepsOf(matter);
  const over = OVER.has(matter.state);
  const at = currentStep(steps);
  const { issues } = matter.body;
  const told = (step: CampaignStep): ReactNode => {
    if (step.atMs === null) return null;
    return (
      <>
        <time dateTime={new Date(step.atMs).toISOString()} title={instantText(step.atMs, language)}>
          {sinceText(step.atMs, now, language)}
        </time>
        {step.name === "issued" && (
          <span className="quiet"> {t("step.issuedHow", { leads: issues.reduce((sum, one) => sum + one.leads, 0), units: Math.max(...issues.map((one) => one.units)) })}</span>
        )}
      </>
    );
  };
  return (
    <section className="campaign-steps" aria-label={t("step.title")}>
      <Steps
        size="small"
        responsive
        current={at}
        status={over ? "error" : "process"}
        items={steps.map((step) => ({
          title: t(`step.${step.name}`),
          content: told(step),
          status: step.atMs !== null && step !== steps[at] ? "finish" : step === steps[at] ? (over ? "error" : "process") : "wait",
        }))}
      />
      <p className="next-line">{over ? t("step.ended", { state: matter.stateWords[language] }) : t(`now.${nextWords(matter)}`, { count: loose(matter.body) })}</p>
    </section>
  );
}

function nextWords({ state, body }: MatterInFull<CampaignBody>): Exclude<keyof (typeof words.en)["now"], "verifyingLoose_one" | "verifyingLoose_other"> | "verifyingLoose" {
  switch (state) {
    case "idea":
    case "applied":
    case "approved":
    case "take-down":
    case "settling":
    case "assessed":
    case "closed":
    case "declined":
    case "cancelled":
      return state;
    default:
      if (loose(body) > 0) return "verifyingLoose";
      if (state === "issued") return "issued";
      return body.window === null ? "verifyingNoWindow" : "verifying";
  }
}

/** Who applied and who approved: two hands, always both shown. */
export function TwoSignatures({ matter }: { readonly matter: MatterInFull<CampaignBody> }): ReactNode {
  const t = words.useWords();
  const newest = (command: string): HistoryLine | undefined => matter.history.filter((line) => line.event === command || line.detail["command"] === command).at(-1);
  const { plan, approved } = matter.body;
  return (
    <ol className="signatures" aria-label={t("sign.title")}>
      <li className={plan === null ? "empty-signature" : undefined}>
        <b>① {t("sign.applied")}</b>
        {plan === null ? <span className="quiet">{t("sign.notYet")}</span> : <Who line={newest("apply")} />}
      </li>
      <li className={approved === null ? "empty-signature" : undefined}>
        <b>② {t("sign.approved")}</b>
        {approved !== null ? (
          <Who line={newest("approve")} />
        ) : (
          <span className="quiet">{matter.state === "applied" ? t("sign.waiting") : plan === null ? "–" : t("sign.not")}</span>
        )}
      </li>
    </ol>
  );
}

export function Who({ line }: { readonly line: HistoryLine | undefined }): ReactNode {
  const t = words.useWords();
  const organisations = useOrganisations();
  const language = languageNow();
  if (line === undefined) return <span className="quiet">–</span>;
  const role = Object.hasOwn(ROLE_WORDS, line.role) ? ROLE_WORDS[line.role as keyof typeof ROLE_WORDS][language] : line.role;
  return (
    <span>
      ✓ {t("sign.by", { role, unit: nameOf(organisations, line.unit) })}
      <br />
      <span className="quiet">{instantText(line.occurredAtMs, language)}</span>
    </span>
  );
}

/** The day for all: its bounds, and how long until it opens or closes. */
export function WindowOf({ window, begunAtMs }: Pick<CampaignBody, "window" | "begunAtMs">): ReactNode {
  const t = words.useWords();
  const language = languageNow();
  const now = useNow();
  if (window === null) return <span className="quiet">{t("window.none")}</span>;
  const said = now < window.fromMs ? "opensIn" : now <= window.untilMs ? "closesIn" : null;
  return (
    <>
      <time dateTime={new Date(window.fromMs).toISOString()}>{instantText(window.fromMs, language)}</time> –{" "}
      <time dateTime={new Date(window.untilMs).toISOString()}>{instantText(window.untilMs, language)}</time>{" "}
      {begunAtMs !== null ? (
        <b>{t("window.begun", { at: sinceText(begunAtMs, now, language) })}</b>
      ) : said === null ? (
        <span className="quiet">{t("window.over")}</span>
      ) : (
        <>
          {t(`window.${said}`)} <Clock dueAtMs={said === "opensIn" ? window.fromMs : window.untilMs} bare />
        </>
      )}
    </>
  );
}
