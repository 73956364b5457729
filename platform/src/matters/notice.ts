/**
 * What the person concerned is told, made from the profile's text in both languages. A notice that lacks something the
 * text asks for is a bug and stops the work: no restriction without its reason.
 */
import { assert } from "../base/assert.ts";
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import type { Bilingual } from "../domain/verdict.ts";
import type { NoticeDraft } from "./decision.ts";
import type { Matter } from "./matter.ts";
import type { EffectRow, NoticeRow } from "./pending.ts";

export function fillText(text: Bilingual, slots: Readonly<Record<string, string | Bilingual>>): Bilingual {
  const fill = (words: string, language: "zh" | "en"): string =>
    words.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = slots[name];
      assert(value !== undefined, `a text needs {${name}}`);
      return typeof value === "string" ? value : value[language];
    });
  return { zh: fill(text.zh, "zh"), en: fill(text.en, "en") };
}

export function noticeRows(
  matter: Matter,
  draft: NoticeDraft,
  profile: JurisdictionProfile,
  id: string,
  nowMs: number,
): { readonly notice: NoticeRow; readonly effect: EffectRow } {
  const text = fillText(profile.text(draft.template), draft.slots);
  const { via } = draft;
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
      ...(via.kind === "messenger" ? { channel: via.channel, sender: profile.warning.senders.sms } : { masked: draft.recipient.masked }),
    },
    opens: { [via.kind === "messenger" ? "to" : "holder"]: draft.recipient.token },
    purpose: "execute-order",
    delivered_command: null,
    undeliverable_command: null,
    next_at_ms: nowMs,
    created_at_ms: nowMs,
  };
  return { notice, effect };
}
