/**
 * Informers who do not want to be known (刑事案件程序规定第一百七十三条): which values name them is kept apart from the report, sealed,
 * in a place that only the keys can tell from the report's id. A reviewer of the matter may open it; every opening and
 * every refusal is in the ledger.
 */
import type { Scope } from "../../access/scope.ts";
import { ProblemError, shorten } from "../../base/problem.ts";
import { Sensitive } from "../../base/sensitive.ts";
import type { MatterId } from "../../domain/matter.ts";
import { isPurpose, type PersonalRef, type PersonalType } from "../../domain/personal.ts";
import type { Desk } from "../../matters/desk.ts";
import type { OpenedValue } from "../../matters/personal-access.ts";
import type { Work } from "../../matters/work.ts";

const place = (work: Work, report: MatterId): string => work.vault.token("informer", report);

export async function keepInformer(work: Work, report: MatterId, identity: readonly PersonalRef[]): Promise<void> {
  const at = place(work, report);
  const tokens = JSON.stringify(identity.map((ref) => ref.token));
  await work.query("insert into informer (place, sealed) values ($1, $2) on conflict do nothing", [at, work.vault.seal(tokens, at)], "informer-keep");
}

/** Who informed, for a reviewer and a purpose. Empty when nobody is hidden behind the report. */
export async function openInformer(desk: Desk, scope: Scope, report: MatterId, purpose: string): Promise<readonly OpenedValue[]> {
  const allowed = scope.has("reviewer") && isPurpose(purpose);
  if (!allowed) {
    await desk.work(scope, async (work) => work.note({ event: "informer-refused", matter: report, kind: "report", detail: { purpose: shorten(purpose) } }));
    if (scope.has("reviewer")) throw new ProblemError({ code: "purpose-missing", detail: "an informer is named for a purpose only" });
    throw new ProblemError({ code: "not-allowed", detail: "who informed is known to reviewers of the matter only" });
  }
  await desk.find(scope, report);
  return desk.work(scope, async (work) => {
    const at = place(work, report);
    const [row] = await work.query<{ readonly sealed: Uint8Array }>("select sealed from informer where place = $1", [at], "informer-open");
    const tokens = row === undefined ? [] : (JSON.parse(work.vault.open(row.sealed, at)) as readonly string[]);
    const rows = await work.query<{ token: string; type: PersonalType; masked: string; sealed: Uint8Array }>(
      "select token, type, masked, sealed from personal where token = any($1) order by type, token",
      [tokens],
    );
    work.note({ event: "informer-opened", matter: report, kind: "report", detail: { purpose, values: rows.length } });
    return rows.map((one) => ({ token: one.token, type: one.type, role: "informer", masked: one.masked, value: new Sensitive(work.vault.open(one.sealed, one.token)) }));
  });
}
