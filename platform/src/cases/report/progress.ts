/**
 * What the reporter sees of their report: in plain words how far it is, what was decided, what they can do and until when.
 * Nothing about other people, and nothing that would tell somebody else what was reported about them.
 */
import type { Bilingual } from "../../domain/verdict.ts";
import type { ReportMatter } from "./decide.ts";
import type { ReportState } from "./states.ts";

const STEP: Readonly<Record<ReportState, Bilingual>> = {
  received: { zh: "已收到，正在查看", en: "Received, being looked at" },
  "info-only": { zh: "已记录，谢谢您提供的情况", en: "Noted, thank you for telling us" },
  duplicate: { zh: "此前已有相同报案，合并办理", en: "Reported before; both are handled together" },
  "tip-open": { zh: "正在核查", en: "Being checked" },
  corroborated: { zh: "已查实，谢谢您", en: "Found true, thank you" },
  unsubstantiated: { zh: "暂未查实，有新情况可补充", en: "Could not be confirmed so far; you can add what you learn" },
  "malice-alleged": { zh: "正在核查", en: "Being checked" },
  malicious: { zh: "已办结", en: "Closed" },
  accepted: { zh: "已受案", en: "Accepted" },
  filed: { zh: "已立案，正在办理", en: "A case is open and being worked on" },
  "case-withdrawn": { zh: "案件已撤销", en: "The case was withdrawn" },
  "admin-handled": { zh: "已转行政处理", en: "Handled as an administrative matter" },
  declined: { zh: "决定不予立案，可以申请复议", en: "No case will be opened; you can ask for a review" },
  review: { zh: "复议中", en: "Under review" },
  "review-stood": { zh: "复议维持原决定，可以向上一级申请复核", en: "The review left the decision as it was; you can ask the unit above" },
  "re-review": { zh: "上级复核中", en: "The unit above is reviewing it" },
  "declined-final": { zh: "不予立案，已终结", en: "No case is opened; this is final" },
  closed: { zh: "已办结", en: "Closed" },
  "not-competent": { zh: "将移送有管辖权的单位，您不需要重新报案", en: "Will be handed to the unit in charge; you need not report again" },
  "handed-over": { zh: "正在移送有管辖权的单位，您不需要重新报案", en: "Being handed to the unit in charge; you need not report again" },
  "handed-back": { zh: "正在确定办理单位，您不需要重新报案", en: "It is being settled which unit is in charge; you need not report again" },
  disputed: { zh: "正在确定办理单位，您不需要重新报案", en: "It is being settled which unit is in charge; you need not report again" },
};

export interface Progress {
  readonly serial: string;
  readonly receivedAtMs: number;
  readonly changedAtMs: number;
  readonly step: Bilingual;
  /** Reason of a decision against opening a case. */
  readonly reason: string | null;
  readonly papers: readonly { readonly title: string; readonly atMs: number }[];
  /** Sums by payment, so that the reporter can see what was taken down. */
  readonly payments: readonly { readonly to: string; readonly amountMinor: string; readonly currency: string; readonly paidAtMs: number }[];
  readonly can: readonly ("add-papers" | "ask-review" | "ask-re-review")[];
}

export function progressOf(report: ReportMatter): Progress {
  const { body, state } = report;
  const can: Progress["can"][number][] = ["info-only", "duplicate", "malicious", "malice-alleged", "closed", "declined-final", "admin-handled"].includes(state)
    ? []
    : ["add-papers"];
  if (state === "declined") can.push("ask-review");
  if (state === "review-stood") can.push("ask-re-review");
  return {
    serial: report.serial,
    receivedAtMs: report.openedAtMs,
    changedAtMs: report.changedAtMs,
    step: STEP[state],
    reason: body.declined?.reason ?? null,
    papers: body.papers.map(({ title, atMs }) => ({ title, atMs })),
    payments: body.payments.map((one) => ({ to: one.to.masked, amountMinor: one.amountMinor, currency: one.currency, paidAtMs: one.paidAtMs })),
    can,
  };
}
