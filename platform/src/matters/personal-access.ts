/**
 * Opening data about people: only for a matter one works on and a purpose of the closed list, never as a search over
 * people. Every opening is a line of the ledger; so is every refusal. What is given out is `Sensitive`.
 */
import type { ActingRole } from "../access/role.ts";
import type { Scope } from "../access/scope.ts";
import { isMalformed, ProblemError } from "../base/problem.ts";
import { Sensitive } from "../base/sensitive.ts";
import { MATTER_KINDS, parseMatterId, type MatterId } from "../domain/matter.ts";
import { isPurpose, PURPOSES, type PersonalType, type Purpose } from "../domain/personal.ts";
import type { Desk } from "./desk.ts";
import { readersOf } from "./kind.ts";
import type { Matter } from "./matter.ts";

export interface OpenedValue {
  readonly token: string;
  readonly type: PersonalType;
  readonly role: string;
  readonly masked: string;
  readonly value: Sensitive<string>;
}

/** How many values one opening gives at the most. */
const VALUES_MAX = 200;

/**
 * Opens identifiers that stand in a matter. `purpose` and the matter come as they were sent: what is missing or unknown
 * is refused with `purpose-missing` and recorded.
 */
export async function openPersonal(
  desk: Desk,
  scope: Scope,
  request: { readonly matter: unknown; readonly purpose: unknown; readonly tokens?: readonly string[] },
): Promise<readonly OpenedValue[]> {
  const { matter, purpose } = await statedPurpose(desk, scope, request);
  return desk.work(scope, async (work) => {
    const rows = await work.query<{ token: string; type: PersonalType; role: string; masked: string; sealed: Uint8Array }>(
      `select p.token, p.type, m.role, p.masked, p.sealed from mention m join personal p on p.token = m.token
       where m.matter = $1 and ($2::text[] is null or p.token = any($2)) order by m.role, p.token limit $3`,
      [matter.id, request.tokens ?? null, VALUES_MAX],
    );
    work.note({ event: "data-opened", matter: matter.id, detail: { purpose, values: rows.length, types: [...new Set(rows.map((row) => row.type))].sort() } });
    return rows.map((row) => ({ token: row.token, type: row.type, role: row.role, masked: row.masked, value: new Sensitive(work.vault.open(row.sealed, row.token)) }));
  });
}

/**
 * The matter and purpose for which data about people is asked. What is missing, unknown, out of the scope or not for the
 * asker's roles is refused, and that is recorded. `readers` when the matter's own readers are not who may ask.
 */
export async function statedPurpose(
  desk: Desk,
  scope: Scope,
  request: { readonly matter: unknown; readonly purpose: unknown },
  readersFor?: (matter: Matter) => readonly ActingRole[],
): Promise<{ readonly matter: Matter; readonly purpose: Purpose }> {
  const id = typeof request.matter === "string" ? parseMatterId(request.matter) : null;
  const { purpose } = request;
  if (id === null || isMalformed(id) || typeof purpose !== "string" || !isPurpose(purpose)) {
    await refused(desk, scope, request.matter, purpose);
    throw new ProblemError({
      code: "purpose-missing",
      detail: "data about people is opened for a matter and a purpose",
      expected: `purpose: one of ${Object.keys(PURPOSES).join(", ")}`,
    });
  }
  try {
    const matter = await desk.find(scope, id);
    const readers = readersFor === undefined ? readersOf(desk.parts.kinds, matter.kind) : readersFor(matter);
    if (scope.principal.kind !== "system" && scope.actingAs(readers) === null) {
      throw new ProblemError({ code: "not-allowed", detail: `data of ${MATTER_KINDS[matter.kind].en.toLowerCase()}s is for the roles ${readers.join(", ")}` });
    }
    return { matter, purpose };
  } catch (error) {
    await refused(desk, scope, id, purpose);
    throw error;
  }
}

/** That it was asked, for which matter and purpose if they are ones: what else was typed may itself be about a person. */
async function refused(desk: Desk, scope: Scope, matter: unknown, purpose: unknown): Promise<void> {
  const id = typeof matter === "string" ? parseMatterId(matter) : null;
  const detail = {
    matter: id === null || isMalformed(id) ? withoutValue(matter) : id,
    purpose: typeof purpose === "string" && isPurpose(purpose) ? purpose : withoutValue(purpose),
  };
  await desk.work(scope, (work) => Promise.resolve(work.note({ event: "data-refused", detail })));
}

function withoutValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? `(${value.length} characters)` : `(${typeof value})`;
}

/** Matters in the scope that one identifier of a matter stands in too: what belongs together, with no names. */
export async function relatedMatters(
  desk: Desk,
  scope: Scope,
  request: { readonly matter: MatterId; readonly token: string; readonly limit: number },
): Promise<readonly { readonly matter: string; readonly kind: string; readonly role: string; readonly state: string }[]> {
  await desk.find(scope, request.matter);
  const filter = scope.filter(4, "m");
  return desk.store.snapshot((sql) =>
    sql.query(
      `select m.id as matter, m.kind, x.role, m.state from mention x join matter m on m.id = x.matter
       where x.token = $1 and x.matter <> $2 and exists (select 1 from mention own where own.matter = $2 and own.token = $1) and ${filter.sql} order by m.id desc limit $3`,
      [request.token, request.matter, request.limit, ...filter.values],
    ),
  );
}
