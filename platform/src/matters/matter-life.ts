/**
 * What a decision makes of a matter, and the first form of one that is opened: pure, from what the slice said and who acts
 * when. Writing it, and everything else a decision says, is the unit of work's.
 */
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { Decision, EffectDraft, Opening } from "./decision.ts";
import type { Matter } from "./matter.ts";
import type { EffectRow } from "./pending.ts";

interface Act {
  readonly nowMs: number;
  readonly actor: string;
}

export function openedMatter(
  first: Act & { readonly id: MatterId; readonly kind: MatterKindName; readonly state: string; readonly serial: string; readonly profile: string },
  opening: Opening,
): Matter {
  const { id, kind, state, serial, profile, nowMs, actor } = first;
  return {
    id,
    kind,
    state,
    version: 1,
    serial,
    profile,
    territory: opening.territory,
    org: opening.org,
    partner: opening.partner ?? null,
    assignee: opening.assignee ?? null,
    subject: opening.subject ?? null,
    parent: opening.parent ?? null,
    level: opening.level ?? 0,
    dueAtMs: null,
    openedAtMs: nowMs,
    changedAtMs: nowMs,
    closedAtMs: null,
    openedBy: actor,
    hands: { open: actor },
    body: opening.body,
  };
}

export function matterAfter(current: Matter, act: Act & { readonly state: string; readonly ended: boolean; readonly command: string }, decision: Decision): Matter {
  const { state, ended, nowMs, command, actor } = act;
  return {
    ...current,
    state,
    version: current.version + 1,
    changedAtMs: nowMs,
    closedAtMs: ended ? (current.closedAtMs ?? nowMs) : null,
    body: decision.body ?? current.body,
    level: decision.level ?? current.level,
    assignee: decision.assignee === undefined ? current.assignee : decision.assignee,
    org: decision.org ?? current.org,
    territory: decision.territory ?? current.territory,
    partner: decision.partner === undefined ? current.partner : decision.partner,
    parent: decision.parent === undefined ? current.parent : decision.parent,
    subject: decision.subject === undefined ? current.subject : decision.subject,
    hands: { ...current.hands, [command]: actor },
  };
}

export function effectRow(matter: Matter, effect: EffectDraft, nowMs: number): EffectRow {
  return {
    // Stable: the matter, its version and the name say which act this is.
    id: `eff_${matter.id}_${matter.version}_${effect.name}`,
    matter: matter.id,
    channel: effect.channel,
    addressee: effect.addressee,
    payload: effect.payload,
    opens: effect.opens ?? {},
    purpose: effect.purpose ?? null,
    delivered_command: effect.delivered ?? null,
    undeliverable_command: effect.undeliverable ?? null,
    next_at_ms: nowMs,
    created_at_ms: nowMs,
  };
}
