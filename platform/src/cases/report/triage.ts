/**
 * What helps to say which report comes first: its losses beside the country's marks, money that may still be stopped, how
 * many others speak of the same. Marks order the work; none of them decides whether somebody is helped.
 */
import type { Scope } from "../../access/scope.ts";
import type { Bilingual } from "../../domain/verdict.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Desk } from "../../matters/desk.ts";
import { report } from "./kind.ts";
import { isGolden, lossOf } from "./money.ts";
import { subjectsOf } from "./open.ts";

export interface Triage {
  readonly loss: readonly { readonly currency: string; readonly amountMinor: string }[];
  /** Marks that are reached, the weightiest last. */
  readonly reached: readonly Bilingual[];
  /** Payments that may still be stopped and for which nobody has proposed it yet. */
  readonly stillOpen: number;
  /** How often each thing it speaks of was reported, by how many people, in how many different stories. */
  readonly voices: readonly { readonly masked: string; readonly reports: number; readonly reporters: number; readonly stories: number }[];
}

export async function triageOf(desk: Desk, scope: Scope, id: MatterId): Promise<Triage> {
  const matter = report.of(await desk.find(scope, id));
  const nowMs = desk.world.nowMs();
  const profile = desk.parts.law.byVersion(matter.profile);
  const loss = lossOf(matter.body);
  const own = loss.get(profile.currency) ?? 0n;
  const subjects = subjectsOf(matter.body);
  const rows = await desk.store.snapshot((sql) =>
    sql.query<{ readonly token: string; readonly reports: number; readonly reporters: number; readonly stories: number }>(
      "select token, reports, reporters, stories from voice_count where token = any($1) order by reports desc, token",
      [subjects.map((ref) => ref.token)],
    ),
  );
  const masked = new Map(subjects.map((ref) => [ref.token, ref.masked]));
  return {
    loss: [...loss].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amountMinor: minor.toString() })),
    reached: profile.triage
      .filter((hint) => hint.of === "loss" && own >= hint.atLeast)
      .sort((a, b) => (a.atLeast < b.atLeast ? -1 : 1))
      .map((hint) => hint.title),
    stillOpen: matter.body.payments.filter((one) => one.proposedAtMs === null && isGolden(one.paidAtMs, profile, nowMs)).length,
    voices: rows.map(({ token, reports, reporters, stories }) => ({ masked: masked.get(token) ?? "", reports, reporters, stories })),
  };
}
