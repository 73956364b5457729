/**
 * What actions on numbers look up: whether the operator is one, whether the number is one that nobody may touch, what else
 * runs for it, whether its holder's appeal is open, and when the holder was told of the next grade.
 */
import { KnownRef, parsePersonal, type PersonalRef } from "../../domain/personal.ts";
import { isMalformed } from "../../base/problem.ts";
import { numberFlags } from "../../domain/number.ts";
import { NUMBER_FLAG } from "../../domain/record.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import type { Matter } from "../../matters/matter.ts";
import type { NumberAction, numberActionDraft } from "./number-action.ts";

export interface OpenFacts {
  /** The operator's organisation, when there is such an operator. */
  readonly operator: string | null;
  readonly ref: PersonalRef;
  readonly untouchable: boolean;
  /** An action that runs for the number already. */
  readonly running: string | null;
  readonly appealOpen: boolean;
  /** What it rests on exists. */
  readonly because: { readonly org: string; readonly territory: string } | null;
}

export interface Facts {
  readonly appealOpen: boolean;
  /** When the notice of the announced grade reached the holder; null when it has not. */
  readonly toldAtMs: number | null;
  /** Of the unit that answers for it. */
  readonly superior: string | null;
}

/** "numb" */
const LOCK_CLASS = 0x6e756d62;

/** Numbers for emergencies and services, of any holder. */
export function isUntouchable(text: string): boolean {
  const value = parsePersonal("number", text);
  return !isMalformed(value) && (numberFlags(Number(value.canonical.slice(1))) & (NUMBER_FLAG.service | NUMBER_FLAG.emergency)) !== 0;
}

export async function openFacts(sql: Sql, drafts: readonly z.output<typeof numberActionDraft>[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const refs = drafts.map((draft, n) => context.identify("number", draft.number, drafts.length === 1 ? "number" : `numbers.${n}`));
  const tokens = [...new Set(refs.map((ref) => ref.token))];
  await sql.query(
    "select pg_advisory_xact_lock($2, hashtext(token)) from (select token from unnest($1::text[]) as x(token) order by token) as sorted",
    [tokens, LOCK_CLASS],
    "number-locks",
  );
  const running = await sql.query<{ readonly subject: string; readonly id: string }>(
    "select subject, id from matter where kind = 'number-action' and subject = any($1) and closed_at_ms is null",
    [tokens],
    "number-running",
  );
  const operators = await sql.query<{ readonly id: string }>(
    "select id from organisation where kind = 'telco' and closed_at_ms is null and id = any($1)",
    [[...new Set(drafts.map((draft) => draft.operator ?? context.org ?? ""))]],
    "number-operators",
  );
  const grounds = await sql.query<{ readonly id: string; readonly org: string; readonly territory: string }>(
    "select id, org, territory from matter where id = any($1)",
    [drafts.flatMap((draft) => draft.because ?? [])],
    "number-grounds",
  );
  const appealed = await openAppeals(sql, tokens);
  return drafts.map((draft, n) => {
    const { token, masked } = refs[n];
    const operator = draft.operator ?? context.org ?? "";
    return {
      operator: operators.some(({ id }) => id === operator) ? operator : null,
      ref: refs[n],
      // What is handed on from inside has no value here; service numbers belong to nobody and are masked as they are.
      untouchable: draft.number instanceof KnownRef ? isUntouchable(masked) : isUntouchable(draft.number),
      running: running.find(({ subject }) => subject === token)?.id ?? null,
      appealOpen: appealed.has(token),
      because: grounds.find(({ id }) => id === draft.because) ?? null,
    };
  });
}

/** Numbers whose holder has an appeal that nobody has decided: about the number itself, or about what was done to it. */
async function openAppeals(sql: Sql, tokens: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ readonly token: string }>(
    `select distinct x.token from unnest($1::text[]) as x(token)
       join mention m on m.token = x.token join matter a on (a.id = m.matter or a.parent = m.matter) where a.kind = 'appeal' and a.closed_at_ms is null`,
    [tokens],
    "number-appeals",
  );
  return new Set(rows.map(({ token }) => token));
}

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const matters = requests.map(({ matter }) => matter as Matter<NumberAction>);
  const appealed = await openAppeals(
    sql,
    matters.map(({ body }) => body.number.token),
  );
  const told = await sql.query<{ readonly matter: string; readonly at: number | null }>(
    `select n.matter, max(n.delivered_at_ms) as at from notice n join jsonb_to_recordset($1::jsonb) as x(matter text, at int8) on n.matter = x.matter and n.created_at_ms = x.at
     where n.template in ('number-action.reverify', 'number-action.announced') group by n.matter`,
    [JSON.stringify(matters.flatMap(({ id, body }) => (body.announced === null ? [] : [{ matter: id, at: body.announced.atMs }])))],
    "number-told",
  );
  const superiors = await sql.query<{ readonly id: string; readonly parent: string | null }>(
    "select id, parent from organisation where id = any($1)",
    [[...new Set(matters.map(({ org }) => org))]],
    "number-superiors",
  );
  return matters.map(({ id, org, body }) => ({
    appealOpen: appealed.has(body.number.token),
    toldAtMs: told.find(({ matter }) => matter === id)?.at ?? null,
    superior: superiors.find((one) => one.id === org)?.parent ?? null,
  }));
}
