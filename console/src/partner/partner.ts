/**
 * Which orders an institution's desk sees, which of them wait for its answer, and how an answer to a stop is made of what was
 * typed. Pure.
 */
import type { Matter, MatterKind, PersonalRef, Role } from "@duanliu/client";
import { minorOf } from "../words/format.ts";

/** Kinds of orders of each desk, those that cannot wait first. */
export const KINDS_OF: Readonly<Partial<Record<Role, readonly MatterKind[]>>> = {
  bankOps: ["stop-payment", "freeze", "protective-stop", "hold", "trace-back", "opening"],
  telcoOps: ["line-break", "number-action", "trace-back", "opening"],
};

export function kindsFor(roles: readonly string[]): readonly MatterKind[] {
  return [...new Set(roles.flatMap((role) => KINDS_OF[role as Role] ?? []))];
}

/** Commands by which a desk says what came of an order, by kind. */
const ANSWERS: Readonly<Partial<Record<MatterKind, readonly string[]>>> = {
  "stop-payment": ["answer"],
  freeze: ["answer"],
  "protective-stop": ["answer"],
  hold: ["confirm"],
  "line-break": ["answer", "restore-confirmed"],
  "number-action": ["answer", "restore-confirmed"],
  "trace-back": ["answer", "report"],
  opening: ["ask", "open", "refuse"],
};

type Shown = Pick<Matter, "kind" | "state" | "commands" | "body" | "closedAtMs">;

/** The command that is asked of the desk now; null when nothing is. */
export function askedOf(matter: Shown): string | null {
  if (matter.closedAtMs !== null || matter.state === "queued") return null;
  // What was carried out may be answered again, and nobody waits for it.
  const { carriedOutAtMs } = matter.body as { readonly carriedOutAtMs?: number | null };
  const asked = (ANSWERS[matter.kind] ?? []).find(
    (command) => matter.commands.some(({ name }) => name === command) && !(command === "answer" && typeof carriedOutAtMs === "number"),
  );
  return asked ?? null;
}

/** What a row is called: the account, number or person that it is about. */
export function subjectOf(matter: Pick<Matter, "body" | "serial">): PersonalRef | null {
  const body = matter.body as Readonly<Record<string, unknown>>;
  for (const field of ["account", "number", "card", "applicant", "person"]) {
    const value = body[field];
    if (typeof value === "object" && value !== null && "masked" in value) return value as PersonalRef;
  }
  return null;
}

export type Result = "full" | "part" | "mismatch" | "no-funds" | "impossible";
export const RESULTS: readonly Result[] = ["full", "part", "mismatch", "no-funds", "impossible"];
export const MATCHED = ["name", "account", "amount", "time"] as const;

export interface HopTyped {
  readonly bank?: string;
  readonly account?: string;
  readonly name?: string;
  readonly amount?: string;
  readonly when?: string;
}

export interface AnswerTyped {
  readonly result: Result;
  readonly at?: string;
  readonly held?: string;
  readonly balance?: string;
  readonly match?: readonly string[];
  readonly fields?: readonly string[];
  readonly why?: string;
  readonly next?: readonly HopTyped[];
}

/** What the command takes. The form has checked what each result needs. */
export function answerOf(typed: AnswerTyped, order: { readonly amountMinor: string; readonly currency: string }, codeOf: (bank: string) => string): object {
  const { currency } = order;
  const next = (typed.next ?? []).map((hop) => ({
    account: `${codeOf(hop.bank ?? "")}:${(hop.account ?? "").replace(/[\s-]/g, "")}`,
    ...((hop.name ?? "").trim() === "" ? {} : { holderName: (hop.name ?? "").trim() }),
    amountMinor: minorOf(hop.amount ?? "", currency) ?? "",
    currency,
    at: new Date(hop.when ?? "").toISOString(),
  }));
  const further = next.length === 0 ? {} : { next };
  switch (typed.result) {
    case "full":
    case "part": {
      const balance = minorOf(typed.balance ?? "", currency);
      return {
        result: "stopped",
        at: new Date(typed.at ?? "").toISOString(),
        heldMinor: typed.result === "full" ? order.amountMinor : (minorOf(typed.held ?? "", currency) ?? ""),
        ...(balance === null ? {} : { balanceMinor: balance }),
        match: Object.fromEntries(MATCHED.map((field) => [field, typed.match?.includes(field) === true])),
        ...further,
      };
    }
    case "mismatch":
      return { result: "mismatch", fields: typed.fields ?? [] };
    case "no-funds":
      return { result: "no-funds", ...further };
    case "impossible":
      return { result: "impossible", why: (typed.why ?? "").trim() };
  }
}
