/**
 * Statements that officers import for a matter: read with the layouts of statement.ts, kept sealed, evidence of that matter
 * alone and in nobody else's trace. The same file twice is one statement. Refused rows are answered by line, field and
 * what was expected, never with what stood there.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Scope } from "../access/scope.ts";
import { ProblemError } from "../base/problem.ts";
import type { Currency } from "../domain/currency.ts";
import type { MatterId } from "../domain/matter.ts";
import type { Desk } from "../matters/desk.ts";
import type { OwnTransfer } from "./joined-graph.ts";
import { statementList, writeStatement } from "./matter-money.ts";
import type { statementAnswer, statementsAnswer } from "./money-answers.ts";
import { importStatement, type StatementQuestion } from "./statement.ts";
import { STATEMENT_FIELDS } from "./statement-layout-table.ts";

/** Of the file as base64: what one JSON body holds. */
const CONTENT_CHARACTERS_MAX = 7_500_000;
const TRANSFERS_MAX = 100_000;
const REFUSED_SHOWN = 200;

const short = z.string().min(1).max(64);

export const statementBody = z
  .object({
    content: z.string().min(1).max(CONTENT_CHARACTERS_MAX).describe("the file's bytes as base64"),
    layout: short.optional(),
    map: z.partialRecord(z.enum(STATEMENT_FIELDS), short).optional().describe("columns by field, by the header's name or number from 1; instead of a layout"),
    institution: short.optional(),
    account: short.optional(),
    counterInstitution: short.optional(),
    currency: z.string().length(3).optional(),
    zone: short.optional(),
    unit: z.enum(["main", "minor", "wan"]).optional(),
    dateOrder: z.enum(["ymd", "dmy", "mdy"]).optional(),
  })
  .strict();

export async function keepStatement(desk: Desk, scope: Scope, matter: MatterId, purpose: string, body: z.output<typeof statementBody>): Promise<z.output<typeof statementAnswer>> {
  const { content, ...rest } = body;
  const bytes = Buffer.from(content, "base64");
  const question = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as StatementQuestion & { readonly currency?: Currency };
  const read = importStatement(bytes, question);
  if (read.transfers.length === 0)
    throw new ProblemError({
      code: "malformed-input",
      detail: `no row of the statement could be read as a transfer; ${read.refused.length} were refused`,
      at: { field: "content", ...(read.refused.length === 0 ? {} : { line: read.refused[0].line }) },
      expected: read.refused[0]?.expected ?? "rows with a time, two accounts and an amount",
    });
  if (read.transfers.length > TRANSFERS_MAX)
    throw new ProblemError({ code: "too-large", detail: `${read.transfers.length} transfers in one statement; at most ${TRANSFERS_MAX}, divide it`, at: { field: "content" } });
  const digest = createHash("sha256").update(bytes).digest("hex");
  const id = await desk.work(scope, async (work) => {
    const [known] = await work.query<{ readonly id: string }>("select id from money_statement where matter = $1 and digest = $2", [matter, digest], "statement-known");
    if (known !== undefined) return known.id;
    const fresh = work.newId("sta");
    const transfers = read.transfers.map(({ line, ...one }): OwnTransfer => ({ ...one, source: { kind: "statement", statement: fresh, line } }));
    await work.query(
      `insert into money_statement (id, matter, digest, layout, transfers, refused, imported_at_ms, imported_by, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [fresh, matter, digest, read.layout, read.transfers.length, read.refused.length, work.nowMs, scope.actor, work.vault.seal(writeStatement(transfers), fresh)],
      "statement-keep",
    );
    work.note({
      event: "statement-imported",
      matter,
      detail: { purpose, statement: fresh, digest, layout: read.layout, transfers: read.transfers.length, refused: read.refused.length },
    });
    return fresh;
  });
  return {
    id,
    layout: read.layout,
    encoding: read.encoding,
    transfers: read.transfers.length,
    skipped: read.skipped.length,
    refused: read.refused.slice(0, REFUSED_SHOWN).map(({ line, field, expected }) => ({ line, field: field === "" ? null : field, expected })),
    refusedInAll: read.refused.length,
  };
}

export async function listStatements(desk: Desk, family: readonly MatterId[]): Promise<z.output<typeof statementsAnswer>> {
  const found = await desk.store.snapshot((sql) => statementList(sql, family));
  return {
    items: found.map(({ id, matter, layout, transfers, refused, importedAtMs }) => ({ id, matter, layout, transfers, refused, importedAt: new Date(importedAtMs).toISOString() })),
  };
}
