/**
 * What the counter did after a check. Where nothing was found it is one line in the check's row; where something was, the
 * matter in which somebody decides is taken up and carries it, with notices and appeal. Said once, it stays.
 */
import { z } from "zod";
import type { Scope } from "../../access/scope.ts";
import { isMalformed, ProblemError } from "../../base/problem.ts";
import type { MatterId } from "../../domain/matter.ts";
import { parsePersonal } from "../../domain/personal.ts";
import type { Desk } from "../../matters/desk.ts";
import { note } from "../../matters/input.ts";
import type { Work } from "../../matters/work.ts";
import { keepDecision, lockChecks, type StoredCheck } from "./check-store.ts";
import { opening } from "./kind.ts";
import { PRODUCT } from "./products.ts";

const card = z.string().trim().min(1).max(130).optional();

/** The card is the number, or the account as `INSTITUTION:account`. */
export const decisionInput = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("opened"), card }),
  z.strictObject({ decision: z.literal("limited"), card }),
  z.strictObject({ decision: z.literal("refused"), ground: z.string().max(10), alternativeOffered: z.boolean(), note: note.optional() }),
  z.strictObject({ decision: z.literal("left") }),
]);
export type CounterDecision = z.output<typeof decisionInput>;

export interface Recorded {
  readonly check: string;
  readonly decision: CounterDecision["decision"];
  readonly opening: string | null;
}

const COMMAND = { opened: "open", limited: "limit", refused: "refuse", left: "leave" } as const;

export async function recordDecision(desk: Desk, scope: Scope, check: string, said: CounterDecision): Promise<Recorded> {
  return desk.work(scope, async (work) => {
    const row = (await lockChecks(work.sql, [check], scope.org)).get(check);
    if (row === undefined) throw new ProblemError({ code: "not-found", detail: `there is no check ${check} of your institution` });
    if (row.decision !== null) {
      if (row.decision === said.decision) return { check, decision: said.decision, opening: row.matter };
      throw new ProblemError({ code: "not-now", detail: `what became of this opening was said before: ${row.decision}`, value: row.decision });
    }
    // A refusal where nothing was found is asked of the matter as well: there it is refused, and that it was asked is kept.
    if (row.said === null && said.decision !== "refused") {
      await keepDecision(work.sql, { check, decision: said.decision, ground: null, card: cardToken(work, row, said) }, work.nowMs);
      return { check, decision: said.decision, opening: null };
    }
    const id = (row.matter as MatterId | null) ?? (await work.openOne(opening, { check })).id;
    await work.actOne(opening, id, COMMAND[said.decision], inputOf(row, said));
    return { check, decision: said.decision, opening: id };
  });
}

function inputOf(row: StoredCheck, said: CounterDecision): unknown {
  if (said.decision === "refused") {
    const { decision: _said, ...rest } = said;
    return rest;
  }
  if (said.decision === "left" || said.card === undefined) return {};
  return { card: { type: typeOf(row), value: said.card } };
}

const typeOf = (row: StoredCheck): "number" | "account" => (PRODUCT[row.product].class === "line" ? "number" : "account");

/** The card's token alone: nothing was found, so nothing that leads to it is kept. */
function cardToken(work: Work, row: StoredCheck, said: CounterDecision): string | null {
  if ((said.decision !== "opened" && said.decision !== "limited") || said.card === undefined) return null;
  const value = parsePersonal(typeOf(row), said.card);
  if (isMalformed(value)) throw new ProblemError({ code: "malformed-input", detail: `card: ${value.what}`, at: { field: "card" }, expected: value.expected });
  return work.vault.token(typeOf(row), value.canonical);
}
