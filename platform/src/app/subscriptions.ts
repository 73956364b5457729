/**
 * What happens next: one table from what a slice announces to what other slices do about it, in the same transaction.
 * This is the only place where slices meet, and the whole answer to "and then?".
 */
import type { Announcement, AnnouncementName, AnnouncementOf } from "../domain/announcement.ts";
import { prepareForDelay, prepareForWrong } from "../appeals/consequences.ts";
import { noteWrongful } from "../briefing/wrongful.ts";
import { beginVerifying, endLeads, issueLeads, sendBack, tellLeads, withdrawLeads } from "../campaigns/lead/consequences.ts";
import { cardAppealUpheld } from "../cards/appeals.ts";
import { liftNumbersOfCase, liftUnsupportedNumbers } from "../cards/number-action/consequences.ts";
import { noteOpening, noteTakenUp } from "../cards/opening/consequences.ts";
import { traceInvolved } from "../cards/trace-back/from-involved.ts";
import { caseDeclined, caseEnded, caseFiled, caseMerged, caseMoved, caseUnmerged, compareAgain, reportLeft, reportsJoined } from "../cases/case/consequences.ts";
import { followMoney, followTraced } from "../cases/links/downstream.ts";
import { refuseLinks } from "../cases/links/pairs.ts";
import { compare } from "../cases/links/proposals.ts";
import { reportFromWarning } from "../cases/report/from-warning.ts";
import { reportReceived } from "../cases/report/received.ts";
import { takeUpSeries } from "../cases/series/taken-up.ts";
import { lineAppealUpheld } from "../dissuasion/line-break/consequences.ts";
import { recordOutcomes } from "../dissuasion/precision.ts";
import { warning } from "../dissuasion/warning/kind.ts";
import { kindOfId, type MatterId, type MatterKindName } from "../domain/matter.ts";
import {
  entryAppealRefused,
  entryAppealSuspends,
  entryAppealUpheld,
  moveGrounds,
  proposeInvolved,
  proposeOftenReported,
  proposeTipped,
  proposeWarned,
  replaceWeaker,
  reweighEntries,
} from "../listings/consequences.ts";
import { recordShares } from "../listings/sharing.ts";
import { withdrawSupport } from "../matters/support.ts";
import type { Work } from "../matters/work.ts";
import { orderAppealPartly, orderAppealUpheld } from "../orders/appeals.ts";
import { advanceQueue, endFreezesOfCase, mergeFreezes, moveFreezes, unmergeFreezes } from "../orders/freeze/consequences.ts";
import { holdPayment } from "../orders/hold/consequences.ts";
import { fallWithFreeze, mergeRefunds, moveRefunds, returnFrozen, unmergeRefunds } from "../orders/refund/consequences.ts";
import {
  continuePrevious,
  convertStops,
  moveStops,
  proposeForHops,
  proposeForPayments,
  proposeSecondRound,
  releaseStopsOf,
  releaseUnsupported,
} from "../orders/stop-payment/consequences.ts";
import { keepTexts, publishPack } from "../rulebook/book.ts";
import { proposeTraced } from "../orders/traced-money.ts";
import { keepHops } from "../trace/matter-money.ts";

type Consequence<N extends AnnouncementName> = (work: Work, said: AnnouncementOf<N>) => Promise<void>;

/** Kinds that fall when nothing supports them any more, and take with them what rests on them. */
const ENDS_WITH_ITS_SUPPORT: ReadonlySet<MatterKindName> = new Set(["stop-payment"]);

/** 连带解除: what rests on these is looked at again, and what stands on nothing then falls and takes with it what rests on that. */
async function fall(work: Work, matters: readonly MatterId[], why: string): Promise<void> {
  for (let falling = matters; falling.length > 0;) {
    const unsupported = await withdrawSupport(work, falling, ENDS_WITH_ITS_SUPPORT);
    await releaseUnsupported(
      work,
      unsupported.filter(({ kind }) => kind === "stop-payment").map(({ id }) => id),
    );
    await liftUnsupportedNumbers(
      work,
      unsupported.filter(({ kind }) => kind === "number-action").map(({ id }) => id),
    );
    falling = await reweighEntries(work, falling, why);
  }
}

/** Names without a row have no consequence yet. */
const SUBSCRIPTIONS: { readonly [N in AnnouncementName]?: Consequence<N> } = {
  /** 报案: compared, counted, and the name put apart of who does not want to be known. */
  "report-received": reportReceived,
  "clues-found": (work, { entry, clues, signature }) => compare(work, entry, clues, signature),
  /** 先止付: a stop is proposed for each account before the narrative is finished. */
  "payments-reported": proposeForPayments,
  /** 延迟支付: the payment waits at the bank until a person of the bank has looked. */
  "payment-at-risk": holdPayment,
  /** The warning came too late: what is left is a report, and the money. The warning ends in it. */
  "already-paid": async (work, said) => {
    const { id } = await reportFromWarning(work, said);
    await work.actOne(warning, said.warning, "to-report", { report: id }, "consequence");
  },
  /** What became of a warning counts for or against the rules that raised it. */
  "warning-confirmed": async (work, said) => {
    await recordOutcomes(work, { ...said, outcome: "confirmed" });
    await proposeWarned(work, said);
  },
  "false-alarm": async (work, said) => {
    await recordOutcomes(work, { ...said, outcome: "refuted" });
    await fall(work, [said.warning], "false-alarm");
  },
  /** 名单: many voices or a confirmed tip are watched at the most. */
  "often-reported": proposeOftenReported,
  "tip-corroborated": proposeTipped,

  /** 立案, 不予立案, 移送, 并案: what happens to a case happens to its reports. */
  "reports-joined": reportsJoined,
  "report-left": reportLeft,
  "case-opened": (work, said) => compareAgain(work, said.case),
  "case-filed": caseFiled,
  "case-declined": async (work, said) => {
    await caseDeclined(work, said);
    await releaseStopsOf(work, [said.case, ...said.reports], "case-declined");
    await fall(work, [said.case], "case-declined");
  },
  "case-moved": async (work, said) => {
    await caseMoved(work, said);
    await moveStops(work, said);
    await moveFreezes(work, said);
    await moveRefunds(work, said);
  },
  "case-merged": async (work, said) => {
    await caseMerged(work, said);
    await mergeFreezes(work, said);
    await mergeRefunds(work, said);
    await moveGrounds(work, said.case, said.into, false);
  },
  "case-unmerged": async (work, said) => {
    await caseUnmerged(work, said);
    await unmergeFreezes(work, said);
    await unmergeRefunds(work, said);
    await moveGrounds(work, said.from, said.case, true);
  },
  "case-ended": async (work, said) => {
    if (said.how === "withdrawn") {
      await releaseStopsOf(work, [said.case], "case-withdrawn");
      await liftNumbersOfCase(work, said.case);
    }
    await endFreezesOfCase(work, said);
    await caseEnded(work, said);
    if (said.how === "withdrawn") await fall(work, [said.case], "case-withdrawn");
  },
  /** 排除: what a person refused is not proposed again on the same evidence. */
  "links-refused": (work, { entries, others }) => refuseLinks(work.sql, entries, others, work.nowMs),

  /** 延伸止付: one proposal for each account the money went on to, each with its own clock and its own approval. */
  "money-moved-on": async (work, said) => {
    await keepHops(work, said);
    await followMoney(work, said);
    await proposeForHops(work, said);
  },
  /** 资金穿透: what the stream shows of the next hops is a link and a proposal before the bank tells. */
  "money-traced": async (work, said) => {
    await followTraced(work, said);
    await proposeTraced(work, said);
  },
  /** 再次止付: the last round. It needs its own approval, and the count of rounds decides there. */
  "second-round": proposeSecondRound,
  "stop-continued": continuePrevious,
  /** 止付转冻结: without a gap. */
  "freeze-active": convertStops,
  /** 轮候: the next in the queue takes effect. What was to be returned out of the freeze is planned anew. */
  "freeze-ended": async (work, said) => {
    await advanceQueue(work, said);
    await fallWithFreeze(work, said);
  },
  /** 返还: what went back to those who lost it leaves the freezes. */
  "refund-paid": returnFrozen,
  /** 连带解除: what rested on it alone ends with it. */
  "support-withdrawn": (work, { matter, reason }) => fall(work, [matter], reason),

  /** 涉案必追究: the question how it was opened goes to the institution and the police of the place. */
  "found-involved": async (work, said) => {
    await traceInvolved(work, said);
    // A unit's word about a lead is asked after; on a list it is put for a case alone.
    if (kindOfId(said.matter) === "case") await proposeInvolved(work, said);
  },
  /** 名单条目: the stronger takes the place of the weaker, and what receivers were told is kept. */
  "entry-activated": replaceWeaker,
  "entry-shared": recordShares,
  "opening-taken-up": noteTakenUp,
  "opening-decided": noteOpening,
  /** 集群战役: packages go out, the day is set, what ends takes its leads with it. */
  "campaign-approved": takeUpSeries,
  "packages-issued": issueLeads,
  "lead-signed": beginVerifying,
  "take-down-set": tellLeads,
  "lead-sent-back": sendBack,
  "leads-withdrawn": withdrawLeads,
  "campaign-ended": endLeads,
  /** What was wrong is counted beside what succeeded, and what it cost is stated. */
  "lifted-as-wrong": async (work, said) => {
    await noteWrongful(work, said);
    await prepareForWrong(work, said);
  },
  /** 延迟支付的费用: what waiting cost, as the institution reports it. */
  "delay-costs": prepareForDelay,
  /** 规则发布、回滚: every text is kept, and the book says what is in force. */
  "rule-texts-drafted": (work, { texts }) => keepTexts(work, texts),
  "rules-published": publishPack,
  /** 申诉期间暂停, 申诉未成立恢复. */
  "appeal-suspends": async (work, said) => {
    if (kindOfId(said.against) === "list-entry") await entryAppealSuspends(work, said);
  },
  "appeal-refused": async (work, said) => {
    if (kindOfId(said.against) === "list-entry") await entryAppealRefused(work, said);
  },
  /** 申诉成立: what it is about goes in the same transaction. */
  "appeal-upheld": async (work, said) => {
    await cardAppealUpheld(work, said);
    if (kindOfId(said.against) === "list-entry") await entryAppealUpheld(work, said.against);
    await orderAppealUpheld(work, said);
    await lineAppealUpheld(work, said);
  },
  "appeal-partly": orderAppealPartly,
};

export async function follow(work: Work, announcement: Announcement): Promise<void> {
  const consequence = SUBSCRIPTIONS[announcement.name] as Consequence<AnnouncementName> | undefined;
  await consequence?.(work, announcement);
}
