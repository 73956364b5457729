/**
 * What the queue and the screen of appeals need to know of one: whose turn it is, what it waits for, in what order they are
 * worked. Pure; a partner's desk sees only how far an appeal is, and everything here works for that as well.
 */
import type { AppealBody, CompensationBody, ComplaintBody, Matter, MyAppeal, MyCompensation, MyComplaint } from "@duanliu/client";

/** All of it, or for the desk of an institution how far it is. */
export type AppealSeen = AppealBody | MyAppeal;
export type ComplaintSeen = ComplaintBody | MyComplaint;
export type CompensationSeen = CompensationBody | MyCompensation;
export type Seen = AppealSeen | ComplaintSeen | CompensationSeen;

export const isWhole = (body: AppealSeen): body is AppealBody => "appellant" in body;
export const isWholeComplaint = (body: ComplaintSeen): body is ComplaintBody => "complainant" in body;
export const isWholeCompensation = (body: CompensationSeen): body is CompensationBody => "claimant" in body;

export const PARTS = ["mine", "papers", "free", "others"] as const;
export type Part = (typeof PARTS)[number];

/** Papers were asked for and none has come since: nobody has to act but the person. */
export function waitsForPapers(body: Seen): boolean {
  if (!("papersAsked" in body) || body.papersAsked === null || !("atMs" in body.papersAsked)) return false;
  const { atMs } = body.papersAsked;
  return body.papers.every((paper) => paper.atMs <= atMs);
}

export const isFastLane = (body: Seen): boolean => "goodFaith" in body && body.goodFaith;

/** Where in the queue one stands for this reader. */
export function partOf({ assignee = null, body }: Pick<Matter<Seen>, "assignee" | "body">, user: string): Part {
  if (assignee === null) return "free";
  if (assignee !== user) return "others";
  return waitsForPapers(body) ? "papers" : "mine";
}

/**
 * In the parts' order; own ones by time left, free ones as they are given out: the most urgent level first and within it what
 * is due first, which is how the server sends them.
 */
export function inOrder<M extends Pick<Matter<Seen>, "assignee" | "body" | "dueAtMs">>(matters: readonly M[], user: string): readonly M[] {
  return PARTS.flatMap((part) => {
    const own = matters.filter((one) => partOf(one, user) === part);
    return part === "free" ? own : own.toSorted((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity));
  });
}

/** What a decision needs, as it is being chosen. */
export interface Choice {
  readonly result?: "upheld" | "partly" | "rejected";
  readonly reasons?: readonly string[];
  readonly keepMinor?: string | null;
  readonly note?: string;
}

/** What is given to the platform; null while something is missing. A note is asked for last, and looking ahead needs none. */
export function decisionOf({ result, reasons = [], keepMinor = null, note = "" }: Choice): { readonly input: object; readonly lacksNote: boolean } | null {
  if (result === undefined || reasons.length === 0) return null;
  const said = note.trim();
  const withNote = said === "" ? {} : { note: said };
  switch (result) {
    case "upheld":
      return { input: { result, reasons, ...withNote }, lacksNote: false };
    case "partly":
      return keepMinor === null ? null : { input: { result, reasons, keepMinor, ...withNote }, lacksNote: false };
    case "rejected":
      return { input: { result, reasons, note: said === "" ? "–" : said }, lacksNote: said === "" };
  }
}
