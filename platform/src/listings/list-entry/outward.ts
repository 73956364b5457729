/**
 * What goes out from an entry: the change for the lists of screening, messages to those who share them, notices to the
 * holder where there is one who can be reached. Identifiers leave as tokens and are opened when they are handed over.
 */
import type { OrganisationKind } from "../../access/role.ts";
import type { DeadlineKey, TextKey } from "../../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../../domain/jurisdiction.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { SharingMark } from "../../intel/entry.ts";
import type { EffectDraft, NoticeDraft } from "../../matters/decision.ts";
import type { Context } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import { givingSlots, limitingSlots } from "../../matters/measure-words.ts";
import type { Facts, Receiver, Share } from "./facts.ts";
import { LIST_EVIDENCE } from "./grounds.ts";
import type { ListEntry } from "./list-entry.ts";
import type { EntryState } from "./states.ts";
import type { ListedType } from "./what.ts";

export type EntryMatter = Matter<ListEntry, EntryState>;

/** The list of this program's own entries. Files and imports cannot take its name. */
export const CASEWORK_LIST = "casework";

const opened = (body: ListEntry): { readonly opens?: Readonly<Record<string, string>> } => (body.ref === null ? {} : { opens: { identifier: body.ref.token } });

/** What the lists have to look at again; what they find there is what stands then, whatever order changes arrive in. */
export function toLists(entry: EntryMatter, name: "list" | "unlist"): EffectDraft {
  const { body } = entry;
  return {
    name,
    channel: "lists",
    addressee: CASEWORK_LIST,
    payload: { subject: entry.subject ?? "", type: body.type, identifier: body.plain },
    ...opened(body),
    purpose: "execute-order",
    ...(name === "list" ? { delivered: "listed", undeliverable: "not-listed" } : { undeliverable: "not-unlisted" }),
  };
}

// --- receivers -------------------------------------------------------------------------------------------------------

const PARTNERS: readonly OrganisationKind[] = ["bank", "payment", "telco", "platform"];

/** Who needs an entry of a type for their own service: what amber allows (FIRST TLP 2.0: need to know). */
const NEED_TO_KNOW: Readonly<Record<ListedType, readonly OrganisationKind[]>> = {
  number: ["telco"],
  account: ["bank", "payment"],
  device: ["bank", "payment", "platform"],
  host: ["telco", "platform"],
  url: ["telco", "platform"],
  certificate: ["telco", "platform"],
};

/** Who may be given it, by its mark. Red leaves this program to nobody. */
export function receiversOf(type: ListedType, mark: SharingMark, all: readonly Receiver[]): readonly string[] {
  const kinds: Readonly<Record<SharingMark, readonly OrganisationKind[]>> = { red: [], amber: NEED_TO_KNOW[type], green: PARTNERS, clear: PARTNERS };
  return all.filter(({ kind }) => kinds[mark].includes(kind)).map(({ id }) => id);
}

export const holding = (shares: readonly Share[]): readonly string[] => shares.filter(({ action }) => action === "entered").map(({ receiver }) => receiver);
/** Those that have been told to take it back and have not said that they did. */
export const notApplied = (shares: readonly Share[]): readonly string[] =>
  shares.filter(({ action, applied }) => action === "withdrawn" && !applied).map(({ receiver }) => receiver);

/** Names are stable: a repetition counts once. */
export const shareName = (action: Share["action"], receiver: string): string => `${action === "entered" ? "share" : "take-back"}-${receiver}`;

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What a receiver is told of an entry; the identifier beside it is opened at hand-over. */
export function sharedFields(entry: EntryMatter) {
  const { body } = entry;
  return {
    entry: entry.id,
    serial: entry.serial,
    type: body.type,
    strength: body.strength,
    evidence: body.basis === null ? null : LIST_EVIDENCE[body.basis],
    confidencePermille: body.confidencePermille,
    sharing: body.sharing,
    decidedBy: body.decider === null ? null : { ...body.decider },
    validFrom: iso(body.activatedAtMs),
    validUntil: iso(body.endsAtMs),
    reviewAt: iso(body.reviewAtMs),
  } as const;
}

export function shareWith(entry: EntryMatter, receivers: readonly string[]): readonly EffectDraft[] {
  return receivers.map((receiver) => message(entry, "entered", receiver, { what: "list-entry.share", ...sharedFields(entry) }));
}

/** `name` tells a repetition from the first time. */
export function takeBackFrom(entry: EntryMatter, receivers: readonly string[], why: string, again = ""): readonly EffectDraft[] {
  return receivers.map((receiver) =>
    message(entry, "withdrawn", receiver, { what: "list-entry.withdraw", entry: entry.id, serial: entry.serial, type: entry.body.type, why }, again),
  );
}

function message(entry: EntryMatter, action: Share["action"], receiver: string, payload: EffectDraft["payload"], again = ""): EffectDraft {
  const { body } = entry;
  return {
    name: `${shareName(action, receiver)}${again}`,
    channel: "institution",
    addressee: receiver,
    payload: { ...payload, ...(body.plain === null ? {} : { identifier: body.plain }) },
    ...opened(body),
    purpose: "execute-order",
  };
}

export function toSuperior(entry: EntryMatter, superior: string | null, about: string, fields: EffectDraft["payload"]): readonly EffectDraft[] {
  if (superior === null) return [];
  return [{ name: `copy-${about}`, channel: "institution", addressee: superior, payload: { what: "supervision.copy", matter: entry.id, serial: entry.serial, about, ...fields } }];
}

// --- the holder ------------------------------------------------------------------------------------------------------

/** How the holder is reached: a number by message, an account through its bank. Nobody can be reached at a device, a site or an app. */
function viaOf(entry: EntryMatter): NoticeDraft["via"] | null {
  if (entry.body.type === "number") return { kind: "messenger", channel: "sms" };
  return entry.body.type === "account" && entry.partner !== null ? { kind: "institution", org: entry.partner } : null;
}

function toHolder(entry: EntryMatter, template: TextKey, slots: NoticeDraft["slots"]): readonly NoticeDraft[] {
  const via = viaOf(entry);
  return entry.body.ref === null || via === null ? [] : [{ template, recipient: entry.body.ref, slots, via }];
}

/** Only what limits is told: a watch takes nothing from anybody. */
export function limits(body: ListEntry): boolean {
  return body.strength !== "watch";
}

export function limitNotice(entry: EntryMatter, profile: JurisdictionProfile, clock: DeadlineKey, template?: TextKey): readonly NoticeDraft[] {
  const { body } = entry;
  const said = { about: body.about, reason: body.reason ?? { zh: "", en: "" }, decider: body.decider ?? { zh: "", en: "" } };
  const usual: TextKey = body.strength === "block" ? "list-entry.blocked" : "list-entry.entered";
  return toHolder(entry, template ?? usual, limitingSlots(profile, "list-entry", { ...said, untilMs: body.endsAtMs ?? 0, clock }));
}

export function givingNotice(entry: EntryMatter, template: TextKey, reason: Bilingual, context: Pick<Context<Facts>, "profile" | "orgName">): readonly NoticeDraft[] {
  const { body } = entry;
  return toHolder(entry, template, givingSlots(context.profile, { about: body.about, reason, decider: body.decider ?? context.orgName }));
}
