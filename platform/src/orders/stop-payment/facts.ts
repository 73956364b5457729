/** What a stop-payment needs to know besides itself, asked for many at once: see account-facts.ts for what all orders ask. */
import { institutionOf } from "../../domain/personal.ts";
import type { Context, FactRequest } from "../../matters/kind.ts";
import type { Matter } from "../../matters/matter.ts";
import type { Sql } from "../../ports/store.ts";
import type { z } from "zod";
import { casesOfRoots, desksOf, holdingsOn, lockTokens, onPath, parentsOf, superiorsOf, type CaseSeen, type Holding, type Parent } from "../account-facts.ts";
import type { Round } from "./rounds.ts";
import { ROUND_IN_FLIGHT, ROUND_USED } from "./states.ts";
import type { StopPayment, stopDraft } from "./stop-payment.ts";

type Draft = z.output<typeof stopDraft>;

export interface OpenFacts {
  readonly parent: Parent | null;
  /** Organisation that runs the institution's desk; null when nobody here does. */
  readonly desk: string | null;
  /** The parent, or a report of that case, names the account. */
  readonly onPath: boolean;
  /** The case of the report, for a second round. */
  readonly case: CaseSeen | null;
  readonly previous: { readonly subject: string | null; readonly state: string } | null;
}

export interface Facts {
  /** Rounds of the account without this order; empty where they do not matter. */
  readonly rounds: readonly Round[];
  /** Report or case at the root. */
  readonly root: Parent | null;
  /** The first round, for a second. */
  readonly previous: Parent | null;
  readonly case: CaseSeen | null;
  /** The organ above. */
  readonly superior: string | null;
  /** Whatever else holds the account now. */
  readonly holdings: readonly Holding[];
}

export async function openFacts(sql: Sql, drafts: readonly Draft[], context: Omit<Context, "facts">): Promise<readonly OpenFacts[]> {
  const ids = drafts.flatMap((draft) => [draft.parent, ...(draft.previous === undefined ? [] : [draft.previous])]);
  const parents = await parentsOf(sql, ids);
  const desks = await desksOf(
    sql,
    drafts.map((draft) => institutionOf(draft.account)),
  );
  // Only an account that has the form of one can stand anywhere; the opening says what is wrong with any other.
  const tokens = drafts.map((draft) => (institutionOf(draft.account) === "" ? null : context.identify("account", draft.account, "account").token));
  const path = await onPath(
    sql,
    drafts.flatMap((draft, i) => {
      const token = tokens[i];
      return token === null ? [] : [{ parent: draft.parent, token }];
    }),
  );
  const second = drafts.filter((draft) => draft.previous !== undefined);
  const cases = await casesOfRoots(
    sql,
    second.map((draft) => parents.get(draft.previous ?? "")?.root ?? ""),
  );
  const subjects = await subjectsOf(
    sql,
    second.map((draft) => draft.previous ?? ""),
  );
  return drafts.map((draft, i) => {
    const token = tokens[i];
    const previous = draft.previous === undefined ? undefined : parents.get(draft.previous);
    return {
      parent: parents.get(draft.parent) ?? null,
      desk: desks.get(institutionOf(draft.account)) ?? null,
      onPath: token !== null && path({ parent: draft.parent, token }),
      case: previous === undefined ? null : (cases.get(previous.root ?? "") ?? null),
      previous: previous === undefined ? null : { subject: subjects.get(previous.id) ?? null, state: previous.state },
    };
  });
}

async function subjectsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ readonly id: string; readonly subject: string }>(
    "select id, subject from matter where id = any($1) and kind = 'stop-payment'",
    [ids],
    "stop-subjects",
  );
  return new Map(rows.map((row) => [row.id, row.subject]));
}

/** Commands that need to know what else holds the account. */
const ASKS_HOLDINGS: ReadonlySet<string> = new Set(["answer", "release", "expire"]);

export async function facts(sql: Sql, requests: readonly FactRequest[]): Promise<readonly Facts[]> {
  const asking = (commands: (command: string) => boolean): readonly Matter<StopPayment>[] =>
    requests.filter((request) => commands(request.command)).map((request) => request.matter as Matter<StopPayment>);
  const approving = asking((command) => command === "approve");
  const held = asking((command) => ASKS_HOLDINGS.has(command));
  // Locked also for an answer: two institutions' desks must not hold the same money at the same moment.
  await lockTokens(sql, [...approving, ...asking((command) => command === "answer")].map(subjectOf));
  const rounds = await roundsOf(sql, approving.map(subjectOf));
  const roots = [...approving, ...asking((command) => command === "second-round")].map((stop) => stop.body.report);
  const [rootRows, cases, superiors, holdings] = [
    await parentsOf(sql, [...roots, ...approving.flatMap((stop) => stop.body.previous ?? [])]),
    await casesOfRoots(sql, roots),
    await superiorsOf(
      sql,
      asking((command) => command === "approve" || command === "allowance-overdue").map((stop) => stop.org),
    ),
    await holdingsOn(sql, held.map(subjectOf)),
  ];
  return requests.map(({ command, matter }) => {
    const stop = matter as Matter<StopPayment>;
    const subject = subjectOf(stop);
    const counted = rounds.get(subject) ?? [];
    // Two orders on one account in one batch are two rounds.
    if (command === "approve") rounds.set(subject, [...counted, { account: subject, inFlight: true, fromMs: 0 }]);
    return {
      rounds: command === "approve" ? counted : [],
      root: rootRows.get(stop.body.report) ?? null,
      previous: rootRows.get(stop.body.previous ?? "") ?? null,
      case: cases.get(stop.body.report) ?? null,
      superior: superiors.get(stop.org) ?? null,
      holdings: (holdings.get(subject) ?? []).filter((one) => one.id !== stop.id),
    };
  });
}

const subjectOf = (stop: Pick<Matter, "subject">): string => stop.subject ?? "";

/** Everything that is or was a round of these accounts, whoever asked. Call `lockTokens` first. */
export async function roundsOf(sql: Sql, accounts: readonly string[]): Promise<Map<string, readonly Round[]>> {
  const by = new Map<string, readonly Round[]>();
  if (accounts.length === 0) return by;
  const rows = await sql.query<{ readonly subject: string; readonly state: string; readonly from_ms: number }>(
    `select subject, state, coalesce((body->>'stoppedAtMs')::int8, (body->>'endedAtMs')::int8, (body->>'approvedAtMs')::int8, opened_at_ms) as from_ms
     from matter where kind = 'stop-payment' and subject = any($1) and state = any($2)`,
    [[...new Set(accounts)], [...ROUND_IN_FLIGHT, ...ROUND_USED]],
    "stop-rounds",
  );
  for (const row of rows) {
    const round: Round = { account: row.subject, inFlight: (ROUND_IN_FLIGHT as readonly string[]).includes(row.state), fromMs: row.from_ms };
    by.set(row.subject, [...(by.get(row.subject) ?? []), round]);
  }
  return by;
}
