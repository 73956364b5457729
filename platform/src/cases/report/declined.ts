/**
 * A report that becomes no case, and the way to have that looked at again: by the unit, then by the one above. The time to
 * object begins when the reporter was told, never before; silence of ours is an alarm, silence of theirs ends it. And how
 * a reporter is told that their case was withdrawn. Pure.
 */
import { ProblemError } from "../../base/problem.ts";
import { durationInWords } from "../../domain/notice-text.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { ArmDeadline, Decision, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import { CODE_PLACE } from "../../matters/tracking.ts";
import { mustDecide } from "../chiefs.ts";
import type { Facts, Input, ReportMatter } from "./decide.ts";
import { contactOf } from "./open.ts";
import type { Report } from "./report.ts";

const TOLD = "case.declineNotice" as const;
const APPLY = "case.declineReviewApply" as const;
const DECIDE = "case.declineReviewDecide" as const;
const WITHDRAWN = "case.withdrawNotice" as const;

/** The decision and its notice. */
export function declined(report: ReportMatter, reason: string, context: Context<unknown>): Decision<Report> {
  if (report.body.mustFile) throw new ProblemError({ code: "limit-of-law", detail: "a review has decided that a case is opened", expected: "a case for it" });
  return {
    event: "decline",
    body: { ...report.body, declined: { reason, decider: context.orgName, atMs: context.nowMs }, toldAtMs: null, outcome: reason },
    ...basisAt(context.profile),
    arm: clock(TOLD, "check-told", context.nowMs, context.profile),
    notices: tell(report, { zh: reason, en: reason }, "review", context.profile),
    // What was stopped or entered on its account alone is looked at again at once, not when its time is over.
    announces: [{ name: "support-withdrawn", matter: report.id, reason: "declined" }],
  };
}

/** The case was withdrawn: the reporter is told within the law's days. */
export function withdrawn(report: ReportMatter, context: Context<unknown>): Decision<Report> {
  const recipient = report.body.reporter?.number ?? null;
  const rule = context.profile.deadlines[WITHDRAWN];
  return {
    event: "case-withdrawn",
    body: { ...report.body, outcome: "case withdrawn", toldAtMs: null },
    ...basisAt(context.profile, WITHDRAWN),
    arm: clock(WITHDRAWN, "check-told", context.nowMs, context.profile),
    notices:
      recipient === null
        ? []
        : [
            {
              template: "report.case-withdrawn",
              recipient,
              slots: {
                decider: context.orgName,
                basis: rule === undefined ? { zh: "", en: "" } : context.profile.sources[rule.basis].title,
                remedy: remedy("none", context.profile),
              },
              via: { kind: "messenger", channel: "sms" },
              purpose: "review-right",
            },
          ],
  };
}

export const decideDeclined = {
  told(report: ReportMatter, input: Input<"told">, context: Context<Facts>): Decision<Report> {
    if (input.at > context.nowMs || input.at < (report.body.declined?.atMs ?? report.openedAtMs))
      throw new ProblemError({
        code: "malformed-input",
        detail: "at: nobody was told before the decision or after now",
        at: { field: "at" },
        expected: "when the reporter was told",
      });
    return { ...told(report, input.at, context.profile), detail: { how: input.how } };
  },

  /** The days for telling are over: either the notice has arrived, or somebody has to go and tell. */
  "check-told"(report: ReportMatter, input: Input<"check-told">, context: Context<Facts>): Decision<Report> {
    const { deliveredAtMs } = context.facts;
    if (report.body.toldAtMs !== null) return { event: null, detail: { told: true } };
    return deliveredAtMs === null ? { event: null, level: 3, detail: { overdue: input.key } } : told(report, deliveredAtMs, context.profile);
  },

  "ask-review"(_report: ReportMatter, input: Input<"ask-review">, context: Context<Facts>): Decision<Report> {
    return asked("ask-review", input.ground, context);
  },

  "decide-review"(report: ReportMatter, input: Input<"decide-review">, context: Context<Facts>): Decision<Report> {
    mustDecide(context, "decide a review");
    return input.result === "overturned" ? overturned(report, input.reason) : stands(report, input.reason, "re-review", context);
  },

  "ask-re-review"(_report: ReportMatter, input: Input<"ask-re-review">, context: Context<Facts>): Decision<Report> {
    return asked("ask-re-review", input.ground, context);
  },

  "decide-re-review"(report: ReportMatter, input: Input<"decide-re-review">, context: Context<Facts>): Decision<Report> {
    const above = context.org !== report.org && (context.territory === "" || report.territory.startsWith(`${context.territory}/`));
    if (!above) throw new ProblemError({ code: "not-allowed", detail: "the unit that decided does not decide about itself", expected: "a reviewer of the unit above" });
    return input.result === "overturned" ? overturned(report, input.reason) : stands(report, input.reason, "none", context);
  },

  lapse(_report: ReportMatter, _input: Input<"lapse">): Decision<Report> {
    return { event: "lapse" };
  },
};

/** The reporter knows: from then on the time to object runs, where there is one. */
function told(report: ReportMatter, atMs: number, profile: JurisdictionProfile): Decision<Report> {
  const objects = report.state !== "case-withdrawn";
  return { event: "told", body: { ...report.body, toldAtMs: atMs }, disarm: [TOLD, WITHDRAWN], arm: objects ? clock(APPLY, "lapse", atMs, profile) : [] };
}

function asked(event: string, ground: string, context: Context<Facts>): Decision<Report> {
  return {
    event,
    ...basisAt(context.profile, APPLY),
    disarm: [TOLD, APPLY],
    arm: clock(DECIDE, "overdue", context.occurredAtMs, context.profile),
    level: 2,
    // The reporter's own words stay out of the history; that they gave some does not.
    detail: { words: [...ground].length },
    mentions: [{ ref: context.identify("narrative", ground, "ground"), role: "review-ground" }],
  };
}

function stands(report: ReportMatter, reason: string, next: "re-review" | "none", context: Context<Facts>): Decision<Report> {
  return {
    event: "stand",
    body: { ...report.body, toldAtMs: null, outcome: reason },
    ...basisAt(context.profile, DECIDE),
    disarm: [DECIDE],
    arm: next === "none" ? [] : clock(TOLD, "check-told", context.nowMs, context.profile),
    notices: tell(report, { zh: reason, en: reason }, next, context.profile),
    detail: { reason },
  };
}

function overturned(report: ReportMatter, reason: string): Decision<Report> {
  return { event: "overturn", body: { ...report.body, declined: null, mustFile: true, outcome: null }, disarm: [DECIDE], level: 3, detail: { reason } };
}

function clock(key: ArmDeadline["key"], command: string, startMs: number, profile: JurisdictionProfile): readonly ArmDeadline[] {
  return profile.deadlines[key] === undefined ? [] : [{ key, startMs, command }];
}

function basisAt(profile: JurisdictionProfile, key: ArmDeadline["key"] = TOLD): Pick<Decision, "basis"> {
  const rule = profile.deadlines[key];
  return rule === undefined ? {} : { basis: rule.basis };
}

function tell(report: ReportMatter, reason: Bilingual, next: "review" | "re-review" | "none", profile: JurisdictionProfile): readonly NoticeDraft[] {
  const recipient = report.body.reporter?.number ?? null;
  if (recipient === null) return [];
  const rule = profile.deadlines[TOLD];
  const basis: Bilingual = rule === undefined ? { zh: "", en: "" } : profile.sources[rule.basis].title;
  return [
    {
      template: "report.declined",
      recipient,
      slots: { reason, basis, remedy: remedy(next, profile) },
      via: { kind: "messenger", channel: "sms" },
      purpose: "review-right",
    },
  ];
}

/** What can be done about it, with the time there is for it. */
function remedy(next: "review" | "re-review" | "none", profile: JurisdictionProfile): Bilingual {
  const contact = contactOf(profile);
  if (next === "none") return { zh: `可凭查询码 ${CODE_PLACE} 查看经过，或拨打 ${contact} 咨询`, en: `you can follow it with the code ${CODE_PLACE}, or call ${contact}` };
  const rule = profile.deadlines[APPLY];
  const time = rule === undefined ? { zh: "", en: "" } : durationInWords(rule.duration);
  const within = { zh: time.zh === "" ? "" : `在知道之日起 ${time.zh} 内`, en: time.en === "" ? "" : ` within ${time.en} of being told` };
  return next === "review"
    ? {
        zh: `可凭查询码 ${CODE_PLACE} ${within.zh}免费申请复议，或拨打 ${contact}`,
        en: `you can ask for a review free of charge${within.en} with the code ${CODE_PLACE}, or call ${contact}`,
      }
    : {
        zh: `可凭查询码 ${CODE_PLACE} ${within.zh}向上一级机关免费申请复核，或拨打 ${contact}`,
        en: `you can ask the unit above free of charge${within.en} with the code ${CODE_PLACE}, or call ${contact}`,
      };
}
