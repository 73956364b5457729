/** From a code that somebody holds to the one matter that it is for and to whom it was given. A wrong one finds nothing. */
import { isMalformed } from "../base/problem.ts";
import type { MatterId, MatterKindName } from "../domain/matter.ts";
import type { PersonalRef, PersonalType } from "../domain/personal.ts";
import { codeDigest, parseTrackingCode } from "../matters/tracking.ts";
import type { Sql } from "../ports/store.ts";

export interface Held {
  readonly matter: MatterId;
  readonly kind: MatterKindName;
  /** Whom the code was sent to; null for somebody of whom nothing is known. */
  readonly recipient: PersonalRef | null;
}

interface Row {
  readonly digest: string;
  readonly matter: MatterId;
  readonly kind: MatterKindName;
  readonly token: string | null;
  readonly type: PersonalType | null;
  readonly masked: string | null;
}

/** What each code is for, by the code as it was typed. */
export async function heldBy(sql: Sql, codes: readonly string[]): Promise<ReadonlyMap<string, Held>> {
  const digests = new Map(
    codes.flatMap((text) => {
      const code = parseTrackingCode(text);
      return isMalformed(code) ? [] : [[text, codeDigest(code)] as const];
    }),
  );
  if (digests.size === 0) return new Map();
  const rows = await sql.query<Row>(
    `select t.code_digest as digest, t.matter, m.kind, p.token, p.type, p.masked from tracking t join matter m on m.id = t.matter left join personal p on p.token = t.recipient where t.code_digest = any($1)`,
    [[...new Set(digests.values())]],
    "held-by-code",
  );
  const found = new Map(rows.map((row) => [row.digest, row]));
  return new Map(
    [...digests].flatMap(([text, digest]) => {
      const row = found.get(digest);
      return row === undefined ? [] : [[text, { matter: row.matter, kind: row.kind, recipient: refOf(row) }] as const];
    }),
  );
}

/** Accounts are masked with their institution in front. */
function refOf({ token, type, masked }: Row): PersonalRef | null {
  if (token === null || type === null || masked === null) return null;
  return { type, token, masked, ...(type === "account" ? { institution: masked.split(" ")[0] } : {}) };
}
