/**
 * What a warning holds, as far as this place shows it, and how one press becomes commands: signing for it, beginning the
 * contact, recording what came of it. Pure.
 */
import type { Bilingual, Matter, Order, PersonalRef, ScamCategory, Stage } from "@duanliu/client";

export interface Sign {
  readonly event: string;
  readonly atMs: number;
  readonly rule: string;
  readonly outcome: string;
  readonly family: string;
  readonly because: Bilingual;
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
}

export interface WarnedPayment {
  readonly event: string;
  readonly from: PersonalRef | null;
  readonly to: PersonalRef;
  readonly amountMinor: string;
  readonly currency: string;
  readonly atMs: number;
  readonly live: boolean;
}

export type Channel = "call" | "visit";

export interface Attempt {
  readonly n: number;
  readonly channel: Channel;
  readonly whom: "person" | "family";
  readonly by: string;
  readonly org: string | null;
  readonly atMs: number;
  readonly endedAtMs: number | null;
  readonly outcome: string | null;
}

export interface UnitOnTask {
  readonly org: string;
  readonly sinceMs: number;
  readonly onSceneAtMs: number | null;
  readonly stoodDownAtMs: number | null;
}

export interface LineRequest {
  readonly n: number;
  readonly desk: string;
  readonly atMs: number;
  readonly state: "asked" | "accepted" | "undeliverable";
  readonly results: readonly { readonly atMs: number; readonly captured: boolean; readonly tries: number }[];
}

export type NextStep =
  | { readonly kind: "grade" | "dispatch" | "sign" | "escalate" | "report" | "none" }
  | { readonly kind: "contact"; readonly channel: Channel | "sms" }
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "follow-up"; readonly dueAtMs: number };

export interface WarningBody {
  readonly victim: PersonalRef;
  readonly known: readonly PersonalRef[];
  readonly number: PersonalRef | null;
  readonly category: ScamCategory | null;
  readonly stage: Stage | null;
  readonly reason: Bilingual;
  readonly signs: readonly Sign[];
  readonly events: number;
  readonly ground: string | null;
  readonly money: readonly WarnedPayment[];
  readonly attempts: readonly Attempt[];
  readonly attemptCount: number;
  readonly escalationCount: number;
  readonly units: readonly UnitOnTask[];
  readonly line: readonly LineRequest[];
  readonly announcedCall: boolean;
  readonly report: string | null;
  readonly outcome: string | null;
  readonly next: NextStep;
}

export interface Script {
  readonly opening: Bilingual;
  readonly category: Bilingual;
  readonly stage: Bilingual;
  readonly closing: Bilingual;
  readonly code: string | null;
  readonly helpline: string;
}

/** What an officer presses. `form`: more has to be said before it can be recorded. */
export const OUTCOMES = [
  { key: "1", name: "awakened", form: true },
  { key: "2", name: "hung-up", form: false },
  { key: "3", name: "busy", form: false },
  { key: "4", name: "refused", form: false },
  { key: "5", name: "unreachable", form: false },
  { key: "6", name: "already-paid", form: true },
  { key: "7", name: "no-answer", form: false },
  { key: "8", name: "not-a-target", form: true },
] as const;
export type OutcomeKey = (typeof OUTCOMES)[number];
export type OutcomeName = OutcomeKey["name"];

/** What is recorded: somebody who refuses at the door refuses to meet. */
export function recordedOutcome(name: OutcomeName, channel: Channel): string {
  if (name !== "refused") return name;
  return channel === "visit" ? "refused-to-meet" : "refused-to-talk";
}

export const usesPhone = (name: OutcomeName): boolean => name === "busy" || name === "no-answer" || name === "unreachable" || name === "hung-up";

/** The contact that this officer began and has not ended. */
export function openAttempt(body: WarningBody, user: string): Attempt | null {
  return body.attempts.findLast((one) => one.outcome === null && one.by === user) ?? null;
}

/** How the person is reached next: what is under way, what the rules propose, the way it was tried last. */
export function channelOf(body: WarningBody, user: string): Channel {
  const open = openAttempt(body, user);
  if (open !== null) return open.channel;
  if (body.next.kind === "contact" && body.next.channel !== "sms") return body.next.channel;
  return body.attempts.at(-1)?.channel ?? (body.number === null ? "visit" : "call");
}

type Looked = Pick<Matter<WarningBody>, "id" | "state" | "commands" | "body">;

const may = (matter: Looked, command: string): boolean => matter.commands.some((one) => one.name === command);

/** Signing for it first where nobody has; then the contact. Empty when it is under way already, null when it cannot be begun. */
export function stepsToContact(matter: Looked, user: string, channel: Channel): readonly Order[] | null {
  const { id } = matter;
  const open = openAttempt(matter.body, user);
  if (open !== null && open.channel === channel) return [];
  const contact: Order = { id, command: "contact", input: { channel } };
  if (may(matter, "contact")) return [contact];
  return may(matter, "sign") ? [{ id, command: "sign" }, contact] : null;
}

/** Everything that one press on an outcome does. What happened is recorded whatever version it is: it did happen. */
export function stepsToResult(matter: Looked, user: string, channel: Channel, input: object): readonly Order[] | null {
  const open = openAttempt(matter.body, user);
  const before = open === null ? stepsToContact(matter, user, channel) : [];
  return before === null ? null : [...before, { id: matter.id, command: "result", input }];
}

/** Reasons in the order of their weight for the reader: the newest of each rule, with how often it was seen. */
export function reasonsOf(signs: readonly Sign[]): readonly (Sign & { readonly times: number })[] {
  const byRule = new Map<string, Sign & { readonly times: number }>();
  for (const sign of signs) {
    const known = byRule.get(sign.rule);
    if (known === undefined) byRule.set(sign.rule, { ...sign, times: 1 });
    else byRule.set(sign.rule, { ...(sign.atMs > known.atMs ? sign : known), times: known.times + 1 });
  }
  return [...byRule.values()];
}
