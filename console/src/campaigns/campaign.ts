/**
 * What a campaign and its leads have come to, made from what the server says of them: steps, clocks, what is late and who was
 * told, which lead is next. Pure; nothing here draws.
 */
import type { CampaignBody, DeadlineView, LeadBody, LeadStep, Matter, MatterInFull, OperationBody } from "@duanliu/client";

export const CLOCKS = ["campaign.leadSign", "campaign.leadVerify", "campaign.leadReturn"] as const;
export type ClockKey = (typeof CLOCKS)[number];

/** States of a lead in which its unit still has something to do. */
export const WORKED = ["issued", "signed", "verified", "actioned"] as const;
export type WorkedState = (typeof WORKED)[number];

export function isWorked(state: string): state is WorkedState {
  return (WORKED as readonly string[]).includes(state);
}

export const STEPS = ["idea", "applied", "approved", "issued", "window", "takeDown", "settled", "assessed", "closed"] as const;
export type StepName = (typeof STEPS)[number];

export interface CampaignStep {
  readonly name: StepName;
  /** Null when it has not come to that. */
  readonly atMs: number | null;
}

/** Every step with when it was taken. A day that is set is taken when it begins: until then it is ahead. */
export function stepsOf(matter: Pick<MatterInFull<CampaignBody>, "body" | "openedAtMs" | "closedAtMs" | "state" | "history">): readonly CampaignStep[] {
  const { body } = matter;
  const settled = matter.history.filter(({ event }) => event === "settle").at(-1)?.occurredAtMs ?? null;
  const at: Readonly<Record<StepName, number | null>> = {
    idea: matter.openedAtMs,
    applied: body.plan?.atMs ?? null,
    approved: body.approved?.atMs ?? null,
    issued: body.issues.at(-1)?.atMs ?? null,
    window: body.window?.fromMs ?? null,
    takeDown: body.begunAtMs,
    settled,
    assessed: body.assessments.at(-1)?.rollUp.cutOffMs ?? null,
    closed: matter.state === "closed" ? matter.closedAtMs : null,
  };
  return STEPS.map((name) => ({ name, atMs: at[name] }));
}

/** Which step is being worked on: the first that was not taken. */
export function currentStep(steps: readonly CampaignStep[]): number {
  const open = steps.findIndex(({ atMs }) => atMs === null);
  return open < 0 ? steps.length : open;
}

/** Conflicts of operations that nobody has settled. */
export function loose(body: Pick<CampaignBody, "conflicts">): number {
  return body.conflicts.filter(({ settled }) => settled === null).length;
}

export const OPERATION_STEPS = ["planned", "approved", "running", "ended", "assessed", "closed"] as const;

export function operationStepTimes(matter: Pick<Matter<OperationBody>, "body" | "openedAtMs" | "closedAtMs" | "state">): readonly (number | null)[] {
  const { body } = matter;
  const assessed = body.assessments.at(-1)?.figures.cutOffMs ?? null;
  return [matter.openedAtMs, body.approved?.atMs ?? null, body.startedAtMs, body.endedAtMs, assessed, matter.state === "closed" ? matter.closedAtMs : null];
}

type Stepped = { readonly body: Pick<LeadBody, "steps">; readonly state: string };

/** Steps since the lead was last handed to a unit or sent back: what was late before that is not this unit's. */
function round({ body: { steps } }: Stepped): readonly LeadStep[] {
  return steps.slice(steps.findLastIndex(({ what }) => what === "issued" || what === "passed-on" || what === "sent-back") + 1);
}

export interface Late {
  readonly key: string;
  /** How often its time ran out in this round: each time one tier higher. */
  readonly times: number;
  /** The organ that was told last; null when nobody stands above. */
  readonly to: string | null;
}

/** What of a lead is overdue now and how far up it has gone; null when nothing is. Done late is not overdue any more. */
export function lateOf(lead: Stepped): Late | null {
  const pending: readonly string[] = lead.state === "issued" ? [CLOCKS[0]] : lead.state === "signed" ? [CLOCKS[1], CLOCKS[2]] : isWorked(lead.state) ? [CLOCKS[2]] : [];
  const fired = round(lead).filter((one) => one.what === "overdue");
  const key = pending.find((one) => fired.some((step) => step.key === one));
  if (key === undefined) return null;
  const own = fired.filter((step) => step.key === key);
  return { key, times: own.length, to: own.findLast(({ to }) => to !== null)?.to ?? null };
}

export type ClockState =
  | { readonly kind: "done"; readonly atMs: number; readonly late: boolean }
  | { readonly kind: "running"; readonly clock: DeadlineView }
  /** It ran out, and nobody stands above to be told next. */
  | { readonly kind: "over" }
  | { readonly kind: "waiting" }
  | { readonly kind: "none" };

/** One of the three clocks of a lead: done, running, or not begun. */
export function clockOf(lead: Stepped & { readonly deadlines: readonly DeadlineView[] }, key: ClockKey): ClockState {
  const steps = round(lead);
  // Signed once, and sent back after that: it stays signed.
  const held = lead.body.steps.slice(lead.body.steps.findLastIndex(({ what }) => what === "passed-on") + 1);
  const signed = held.findLast((one) => one.what === "signed");
  const late = (one: string): boolean => steps.some((step) => step.what === "overdue" && step.key === one);
  if (key === "campaign.leadSign" && signed !== undefined) return { kind: "done", atMs: signed.atMs, late: !signed.inTime };
  const done =
    key === "campaign.leadVerify"
      ? steps.findLast(({ what }) => what === "verified")
      : key === "campaign.leadReturn"
        ? steps.findLast(({ what }) => what === "returned")
        : undefined;
  if (done !== undefined) return { kind: "done", atMs: done.atMs, late: late(key) };
  const clock = lead.deadlines.findLast((one) => one.key === key && one.state === "armed");
  if (clock !== undefined) return { kind: "running", clock };
  if (!isWorked(lead.state)) return { kind: "none" };
  return late(key) ? { kind: "over" } : { kind: "waiting" };
}

/** The one thing that is asked of the unit that has it; null where it has a choice. */
export function askedOf(lead: Stepped & { readonly body: Pick<LeadBody, "verification"> }): string | null {
  if (lead.state === "issued") return "sign";
  if (lead.state === "signed") return "verify";
  if (lead.state === "verified") return lead.body.verification?.finding === "false" ? "return" : null;
  return null;
}

type Row = Pick<Matter<LeadBody>, "id" | "dueAtMs" | "openedAtMs" | "state" | "body">;

/** As a unit works its leads: what is overdue first, then what is due first. */
export function inOrder<T extends Row>(leads: readonly T[]): readonly T[] {
  const due = (one: T): number => one.dueAtMs ?? Infinity;
  return leads.toSorted((a, b) => Number(lateOf(b) !== null) - Number(lateOf(a) !== null) || due(a) - due(b) || a.openedAtMs - b.openedAtMs || (a.id < b.id ? -1 : 1));
}

/** The lead to go on with: the first that is not the one that is open. */
export function nextOf<T extends Row>(leads: readonly T[], openId: string | null): T | null {
  return leads.find(({ id }) => id !== openId) ?? null;
}

/** A lead of which nobody has acted can be taken back. */
export function mayWithdraw(state: string): boolean {
  return ["drafted", "issued", "signed", "verified"].includes(state);
}

/** What a target of a goal was typed as, in the smallest unit where it is money; null when it is none. */
export function targetOf(measure: string, typed: string): string | null {
  const found = /^[1-9]\d{0,14}$/.exec(typed.replace(/[,\s，]/g, ""));
  if (found === null) return null;
  return measure === "money-returned" ? `${found[0]}00` : found[0];
}
