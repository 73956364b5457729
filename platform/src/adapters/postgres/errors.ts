/**
 * What goes wrong between us and a PostgreSQL server, in our words: problems for what an operator or a client can act on,
 * `StatementFailed` for what the statement's author has to know. Server messages may quote values, which are people's
 * data; only those that cannot are passed on.
 */
import { DatabaseError } from "pg";
import { ProblemError } from "../../base/problem.ts";
import { StatementFailed } from "../../ports/store.ts";
import type { BrokenConstraint, ConstraintKind } from "../../ports/store.ts";
import { notStorable } from "./values.ts";

const CONSTRAINTS: Readonly<Partial<Record<string, ConstraintKind>>> = {
  "23001": "foreign-key",
  "23502": "not-null",
  "23503": "foreign-key",
  "23505": "unique",
  "23514": "check",
  "23P01": "exclusion",
};

/** Deadlock; serialization failure. Doing the same again from the start is the remedy that PostgreSQL's manual gives. */
const AGAIN = new Set(["40P01", "40001"]);
/** Waited too long for a lock; ran too long or was cancelled; too many sessions; out of memory. */
const BUSY: Readonly<Partial<Record<string, string>>> = {
  "55P03": "a lock was not free in time",
  "57014": "a statement took too long",
  "53300": "the server has no free session",
  "53200": "the server is out of memory",
  "53400": "the server has reached a limit of its configuration",
};
/** Classes of what a server says when it does not let us in or goes away: connection, authorization, no such database, operator intervention. */
const GONE_CLASSES = new Set(["08", "28", "3D", "57"]);
/** Idle in a transaction for too long: the server has closed the session. */
const GONE_CODES = new Set(["25P03"]);
/** Classes whose messages name tables, columns and syntax, never values. */
const SAFE_CLASSES = new Set(["0A", "25", "26", "28", "3D", "3F", "42", "53", "57", "58"]);

/** What `pg` and Node say when a connection cannot be made or breaks; `pg` has no codes for its own. */
const BROKEN_CONNECTION =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|Query read timeout|The server does not support SSL)/;

export function isWorthAnother(error: unknown): boolean {
  return error instanceof DatabaseError && AGAIN.has(error.code ?? "");
}

/** True when the session behind the error cannot be used again. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.severity === "FATAL" || error.severity === "PANIC" || isGone(error.code ?? "");
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return (code !== undefined && /^E(?!RR_)[A-Z]+$/.test(code)) || BROKEN_CONNECTION.test(message ?? "");
}

function isGone(code: string): boolean {
  return (GONE_CLASSES.has(code.slice(0, 2)) && BUSY[code] === undefined) || GONE_CODES.has(code);
}

/** The error in our words. `where` says which database, without secrets; `statement` is its text, which has no values. */
export function translateError(error: unknown, where: string, statement?: string): unknown {
  if (error instanceof DatabaseError) return translateRefusal(error, where, statement);
  if (!isConnectionLost(error)) return error;
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return unreachable(where, code ?? message);
}

/** For an error of connecting: whatever it is (a name, a certificate, a password), there is no session. */
export function translateConnectError(error: unknown, where: string): unknown {
  const translated = error instanceof DatabaseError ? translateRefusal(error, where, undefined) : undefined;
  if (translated instanceof ProblemError) return translated;
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return unreachable(where, error instanceof DatabaseError || code === undefined ? message : code);
}

function translateRefusal(error: DatabaseError, where: string, statement: string | undefined): unknown {
  const code = error.code ?? "";
  const busy = BUSY[code];
  if (busy !== undefined) return new ProblemError({ code: "overloaded", detail: busy });
  if (isGone(code)) return unreachable(where, error.message);
  if (code === "53100") return new ProblemError({ code: "write-failed", detail: `the disk of ${where} is full` });
  if (code === "22021" || code === "22P05") return notStorable("contains the character U+0000");
  if (code === "22P02" && error.message === "invalid input syntax for type json") return notStorable("is JSON that PostgreSQL does not take");
  return failureOf(error, code, statement);
}

function failureOf(error: DatabaseError, code: string, statement: string | undefined): StatementFailed {
  const broken = brokenConstraint(error, code);
  const what = broken === undefined ? (SAFE_CLASSES.has(code.slice(0, 2)) ? error.message : "refused by the server") : `${broken.kind} constraint ${broken.constraint}`;
  const text = statement?.replace(/\s+/g, " ").trim().slice(0, 160) ?? "";
  return new StatementFailed(`${what} (SQLSTATE ${code})${text === "" ? "" : ` in: ${text}`}`, code, broken);
}

function brokenConstraint(error: DatabaseError, code: string): BrokenConstraint | undefined {
  const kind = CONSTRAINTS[code] ?? (error.constraint === undefined ? undefined : "raised");
  if (kind === undefined) return undefined;
  return { kind, constraint: error.constraint ?? error.column ?? "", table: error.table ?? "" };
}

export function unreachable(where: string, why: string): ProblemError {
  return new ProblemError({ code: "store-unreachable", detail: `${where} cannot be reached: ${why}` });
}
