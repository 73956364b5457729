/**
 * Joins identity with the ledger: sign-ins, refusals and changes of accounts are lines of the same chain as what was done
 * on matters. Identity itself knows only that there is somebody who writes.
 */
import type { AppendLines } from "../access/parts.ts";
import { appendLines } from "./ledger.ts";

export const appendAccessLines: AppendLines = (sql, lines) =>
  appendLines(
    sql,
    lines.map(({ atMs, actor, role, unit, event, detail }) => ({
      recordedAtMs: atMs,
      occurredAtMs: atMs,
      actor,
      role,
      unit,
      matter: null,
      kind: null,
      event,
      stateBefore: null,
      stateAfter: null,
      version: null,
      basis: null,
      evidence: [],
      detail,
    })),
  );
