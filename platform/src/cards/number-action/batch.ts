/**
 * Many numbers of one class together: one list, one approval by another person, one notice and one matter each. What cannot
 * be done for one number is said and holds up none of the others; each has its own clocks, checks and appeal.
 */
import { z } from "zod";
import type { Scope } from "../../access/scope.ts";
import { unreachable } from "../../base/assert.ts";
import { isMalformed, ProblemError, type Problem } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { parsePersonal } from "../../domain/personal.ts";
import type { Desk } from "../../matters/desk.ts";
import { matterId, note } from "../../matters/input.ts";
import type { Each } from "../../matters/kind.ts";
import { isUntouchable } from "./facts.ts";
import { numberAction } from "./kind.ts";
import { RISKS, WHEREABOUTS, type Risk } from "./reasons.ts";
import { GRADES } from "./states.ts";

/** Numbers of one list: what one transaction writes in seconds. */
export const BATCH_MAX = 2_000;

export const batchInput = z.strictObject({
  risk: z.enum(Object.keys(RISKS) as [Risk, ...Risk[]]),
  operator: z.string().min(1).max(60).optional(),
  because: matterId("case", "report", "trace-back").optional(),
  note: note.optional(),
  numbers: z.array(z.string().trim().min(1).max(40)).min(1, "at least one number").max(BATCH_MAX, `at most ${BATCH_MAX} numbers`),
});

export const batchStep = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("notify") }),
  /** Of the whole list at home but these. */
  z.strictObject({ step: z.literal("whereabouts"), away: z.array(matterId("number-action")).max(BATCH_MAX), where: z.enum(WHEREABOUTS).exclude(["home"]).default("roaming") }),
  z.strictObject({ step: z.literal("announce"), grade: z.enum(GRADES) }),
  z.strictObject({ step: z.literal("impose"), grade: z.enum(GRADES) }),
]);

/** A number of the list by its place: the list itself is not sent back. */
export interface LeftOut {
  readonly at: number;
  readonly why: Problem;
}

export interface Proposed {
  readonly batch: string;
  readonly opened: number;
  readonly leftOut: readonly LeftOut[];
}

export async function proposeBatch(desk: Desk, scope: Scope, input: z.output<typeof batchInput>): Promise<Proposed> {
  return desk.work(scope, async (work) => {
    const batch = work.newId("nab");
    const leftOut: LeftOut[] = [];
    const wanted = new Map<string, number>();
    for (const [at, text] of input.numbers.entries()) {
      const value = parsePersonal("number", text);
      if (isMalformed(value)) leftOut.push({ at, why: { code: "malformed-input", detail: "not a telephone number", at: { field: `numbers.${at}` }, expected: value.expected } });
      else if (isUntouchable(text)) leftOut.push({ at, why: { code: "limit-of-law", detail: "nobody may limit an emergency or service number", at: { field: `numbers.${at}` } } });
      else if (wanted.has(value.canonical)) leftOut.push({ at, why: { code: "malformed-input", detail: "it stands in the list twice", at: { field: `numbers.${at}` } } });
      else wanted.set(value.canonical, at);
    }
    const tokens = new Map([...wanted.keys()].map((number) => [work.vault.token("number", number), number]));
    const running = await work.query<{ readonly subject: string }>(
      "select subject from matter where kind = 'number-action' and subject = any($1) and closed_at_ms is null",
      [[...tokens.keys()]],
      "batch-running",
    );
    for (const { subject } of running) {
      const number = tokens.get(subject) ?? "";
      const at = wanted.get(number) ?? -1;
      leftOut.push({ at, why: { code: "not-now", detail: "an action on this number is running already", at: { field: `numbers.${at}` } } });
      wanted.delete(number);
    }
    const { numbers: _all, ...same } = input;
    if (wanted.size > 0)
      await work.open(
        numberAction,
        [...wanted.keys()].map((number) => ({ ...same, number, batch })),
      );
    return { batch, opened: wanted.size, leftOut: leftOut.sort((a, b) => a.at - b.at) };
  });
}

export interface Stepped {
  readonly batch: string;
  readonly done: number;
  /** Those for which it was not possible now, with the reason of each. */
  readonly refused: readonly { readonly id: MatterId; readonly why: Problem }[];
}

/** One step for all that are open: one decision of one person. */
export async function stepBatch(desk: Desk, scope: Scope, batch: string, step: z.output<typeof batchStep>): Promise<Stepped> {
  return desk.work(scope, async (work) => {
    const ids = await idsOf(work.query.bind(work), scope, batch);
    const outcomes = await work.actEach(
      "number-action",
      ids.map((id) => ({ id, command: step.step, input: inputOf(step, id) })),
    );
    return {
      batch,
      done: outcomes.filter((one) => "matter" in one).length,
      refused: outcomes.flatMap((one: Each, n) => ("refused" in one ? [{ id: ids[n], why: one.refused }] : [])),
    };
  });
}

function inputOf(step: z.output<typeof batchStep>, id: MatterId): unknown {
  switch (step.step) {
    case "notify":
      return {};
    case "whereabouts":
      return { where: step.away.includes(id) ? step.where : "home" };
    case "announce":
    case "impose":
      return { grade: step.grade };
    default:
      return unreachable(step);
  }
}

type Query = <Row extends object>(text: string, values?: readonly (string | number)[], name?: string) => Promise<readonly Row[]>;

async function idsOf(query: Query, scope: Scope, batch: string): Promise<readonly MatterId[]> {
  const filter = scope.filter(2);
  const rows = await query<{ readonly id: MatterId; readonly open: boolean }>(
    `select id, closed_at_ms is null as open from matter where kind = 'number-action' and body->>'batch' = $1 and ${filter.sql} order by id`,
    [batch, ...(filter.values as readonly string[])],
    `batch-${filter.name}`,
  );
  if (rows.length === 0) throw new ProblemError({ code: "not-found", detail: "there is no such list in your scope" });
  return rows.filter(({ open }) => open).map(({ id }) => id);
}

export interface BatchView {
  readonly batch: string;
  readonly states: readonly { readonly state: string; readonly count: number }[];
}

export async function showBatch(desk: Desk, scope: Scope, batch: string): Promise<BatchView> {
  const filter = scope.filter(2);
  const states = await desk.store.snapshot((sql) =>
    sql.query<{ readonly state: string; readonly count: number }>(
      `select state, count(*) as count from matter where kind = 'number-action' and body->>'batch' = $1 and ${filter.sql} group by state order by state`,
      [batch, ...filter.values],
      `batch-states-${filter.name}`,
    ),
  );
  if (states.length === 0) throw new ProblemError({ code: "not-found", detail: "there is no such list in your scope" });
  return { batch, states };
}
