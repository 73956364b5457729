/**
 * What the person is told by message: the warning itself by kind of scam, that an officer will call and how to check it,
 * what to beware of afterwards, an apology. Texts are the profile's: no link, no number but official ones. Somebody who
 * is known only by an account is told through the bank; somebody who is known by neither is visited.
 */
import type { TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { SlotValues } from "../../domain/notice-text.ts";
import type { PersonalRef } from "../../domain/personal.ts";
import type { NoticeDraft } from "../../matters/decision.ts";
import type { Warning } from "./warning.ts";

type Reachable = Pick<Warning, "number" | "bank" | "known">;

/** The number that stands in texts to call back. */
export function helplineOf(profile: JurisdictionProfile): string {
  return profile.helplines.find((one) => one.callBack)?.number ?? "";
}

/** Where a message can go; null when only a visit can reach the person. */
export function addresseeOf(body: Reachable): { readonly recipient: PersonalRef; readonly via: NoticeDraft["via"] } | null {
  if (body.number !== null) return { recipient: body.number, via: { kind: "messenger", channel: "sms" } };
  const account = body.known.find((one) => one.type === "account");
  return account === undefined || body.bank === null ? null : { recipient: account, via: { kind: "institution", org: body.bank } };
}

function message(body: Reachable, template: TextKey, slots: SlotValues): readonly NoticeDraft[] {
  const to = addresseeOf(body);
  return to === null ? [] : [{ template, slots, recipient: to.recipient, via: to.via, purpose: "warn-and-dissuade" }];
}

/** The warning by kind of scam, once for each level that is reached. */
export function warningMessage(body: Reachable & Pick<Warning, "category">, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return message(body, `warning.sms.${body.category ?? "OTHER"}`, { helpline: helplineOf(profile) });
}

/** The check code that the officer will say, and the number to call first. The kernel fills in the code. */
export function callBackMessage(body: Reachable, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return message(body, "warning.call-back", { helpline: helplineOf(profile) });
}

export function afterCareMessage(body: Reachable, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return message(body, "warning.after-care", { helpline: helplineOf(profile) });
}

export function apologyMessage(body: Reachable, profile: JurisdictionProfile): readonly NoticeDraft[] {
  return message(body, "warning.false-alarm", { contact: helplineOf(profile) });
}
