/**
 * What the officer says, from the profile's texts: who is calling and how to check it, the kind of scam, how far it has
 * gone, how to end. The check code is made again from the vault's key each time it is shown; it stands nowhere.
 */
import type { JurisdictionProfile } from "../domain/jurisdiction.ts";
import { fillText } from "../domain/notice-text.ts";
import type { Bilingual } from "../domain/verdict.ts";
import { codeDigest, parseTrackingCode, trackingCode } from "../matters/tracking.ts";
import { isMalformed } from "../base/problem.ts";
import type { Sql } from "../ports/store.ts";
import type { Vault } from "../ports/vault.ts";
import { addresseeOf, helplineOf } from "./warning/telling.ts";
import type { Warning } from "./warning/warning.ts";

export interface Script {
  readonly opening: Bilingual;
  readonly category: Bilingual;
  readonly stage: Bilingual;
  readonly closing: Bilingual;
  /** The same code as in the message that announced the call; null when no message could be sent. */
  readonly code: string | null;
  readonly helpline: string;
}

/** Who the message with the code went to. The code is theirs and this warning's alone. */
export function checkCode(vault: Vault, warning: string, body: Pick<Warning, "number" | "bank" | "known" | "announcedCall">): string | null {
  const to = addresseeOf(body);
  return to === null || !body.announcedCall ? null : trackingCode(vault, warning, to.recipient.token);
}

export function scriptFor(warning: string, body: Warning, officer: Bilingual, profile: JurisdictionProfile, vault: Vault): Script {
  const code = checkCode(vault, warning, body);
  const helpline = helplineOf(profile);
  return {
    opening: fillText(profile.text("script.opening"), { officer, helpline, code: code ?? { zh: "（请以热线核实）", en: "(please check by the helpline)" } }),
    category: fillText(profile.text(`script.category.${body.category ?? "OTHER"}`), {}),
    stage: fillText(profile.text(`script.stage.${body.stage ?? "S1"}`), {}),
    closing: fillText(profile.text("script.closing"), { helpline }),
    code,
    helpline,
  };
}

export type CallerCheck = { readonly genuine: true; readonly unit: Bilingual } | { readonly genuine: false };

/** For this long after a warning has ended its officers may still call about it. */
const AFTER_END_MS = 86_400_000;

/**
 * Whether somebody of ours is calling, by the code they said: yes with the unit's name, or no. Nothing else is told, and
 * a code that was never given looks like one that has ended.
 */
export async function checkCaller(sql: Sql, text: string, nowMs: number): Promise<CallerCheck> {
  const code = parseTrackingCode(text);
  if (isMalformed(code)) return { genuine: false };
  const [unit] = await sql.query<{ readonly name_zh: string; readonly name_en: string }>(
    `select o.name_zh, o.name_en from tracking t join matter m on m.id = t.matter join organisation o on o.id = m.org
     where t.code_digest = $1 and m.kind in ('warning', 'line-break') and (m.closed_at_ms is null or m.closed_at_ms > $2)`,
    [codeDigest(code), nowMs - AFTER_END_MS],
    "check-caller",
  );
  return unit === undefined ? { genuine: false } : { genuine: true, unit: { zh: unit.name_zh, en: unit.name_en } };
}
