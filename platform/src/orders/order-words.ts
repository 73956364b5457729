/**
 * What goes out from every order about an account: the message to the institution, the notice to the holder through it, the
 * copy to the organ above. In one place, so that no order forgets that money coming in is still credited.
 */
import type { MeasureKind, TextKey } from "../domain/jurisdiction-words.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { PersonalRef } from "../domain/personal.ts";
import type { SlotValues } from "../domain/notice-text.ts";
import type { EffectDraft, Json, NoticeDraft } from "../matters/decision.ts";
import type { Matter } from "../matters/matter.ts";

/** An order about one account. */
export type AccountOrder = Pick<Matter<{ readonly account: PersonalRef; readonly institution: string }>, "id" | "serial" | "partner" | "body">;

/** A message to the institution about the account. */
export function toInstitution(
  order: AccountOrder,
  profile: JurisdictionProfile,
  measure: MeasureKind,
  message: {
    readonly name: string;
    readonly what: string;
    readonly fields?: Readonly<Record<string, Json>>;
    readonly opens?: Readonly<Record<string, string>>;
    readonly delivered?: string;
    readonly undeliverable?: string;
  },
): EffectDraft {
  const { name, what, fields, opens, delivered, undeliverable } = message;
  return {
    name,
    channel: "institution",
    addressee: order.partner ?? "",
    payload: {
      what,
      matter: order.id,
      serial: order.serial,
      institution: order.body.institution,
      creditsArrive: profile.allowed(measure).needs.creditsArrive,
      ...fields,
    },
    opens: { account: order.body.account.token, ...opens },
    purpose: "execute-order",
    ...(delivered === undefined ? {} : { delivered }),
    ...(undeliverable === undefined ? {} : { undeliverable }),
  };
}

/** Tells the holder, by way of the institution that knows them. */
export function toHolder(order: Pick<AccountOrder, "partner" | "body">, template: TextKey, slots: SlotValues): NoticeDraft {
  return { template, recipient: order.body.account, slots, via: { kind: "institution", org: order.partner ?? "" } };
}

/** A copy to the organ above, without anybody's data. Where there is none above, nothing goes out. */
export function toSuperior(order: Pick<Matter, "id" | "serial">, superior: string | null, about: string, fields: Readonly<Record<string, Json>> = {}): readonly EffectDraft[] {
  if (superior === null) return [];
  return [{ name: `copy-${about}`, channel: "institution", addressee: superior, payload: { what: "supervision.copy", matter: order.id, serial: order.serial, about, ...fields } }];
}
