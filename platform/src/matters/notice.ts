/**
 * What the person concerned is told, made from the profile's text in both languages. A notice that lacks something the
 * text asks for is a bug and stops the work: no restriction without its reason. The tracking code is left open in what is
 * kept and filled in when it is handed over.
 */
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { fillText } from "../domain/notice-text.ts";
import type { NoticeDraft } from "./decision.ts";
import type { Matter } from "./matter.ts";
import type { EffectRow, NoticeRow } from "./pending.ts";
import { CODE_PLACE } from "./tracking.ts";

export interface NoticeRows {
  readonly notice: NoticeRow;
  readonly effect: EffectRow;
  /** Whether the text carries a tracking code. */
  readonly carriesCode: boolean;
}

export function noticeRows(matter: Matter, draft: NoticeDraft, profile: JurisdictionProfile, id: string, nowMs: number): NoticeRows {
  const text = fillText(profile.text(draft.template), { code: CODE_PLACE, receipt: matter.serial, ...draft.slots });
  const { via } = draft;
  const carriesCode = text.zh.includes(CODE_PLACE) || text.en.includes(CODE_PLACE);
  const notice: NoticeRow = {
    id,
    matter: matter.id,
    recipient: draft.recipient.token,
    template: draft.template,
    text_zh: text.zh,
    text_en: text.en,
    via: via.kind === "messenger" ? via.channel : `institution:${via.org}`,
    created_at_ms: nowMs,
  };
  const effect: EffectRow = {
    id: `eff_${id}`,
    matter: matter.id,
    channel: via.kind,
    addressee: via.kind === "messenger" ? draft.recipient.token : via.org,
    payload: {
      what: "notice",
      notice: id,
      text: { zh: text.zh, en: text.en },
      ...(carriesCode ? { codeFor: draft.recipient.token } : {}),
      ...(via.kind === "messenger" ? { channel: via.channel, sender: profile.warning.senders.sms } : { masked: draft.recipient.masked }),
    },
    opens: { [via.kind === "messenger" ? "to" : "holder"]: draft.recipient.token },
    purpose: draft.purpose ?? "execute-order",
    delivered_command: null,
    undeliverable_command: null,
    next_at_ms: nowMs,
    created_at_ms: nowMs,
  };
  return { notice, effect, carriesCode };
}
