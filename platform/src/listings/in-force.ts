/**
 * Which entries are in force, as the lists of screening have to hold them: read from the matters, which are the truth. What an
 * entry says there names who decided it and the number under which its holder can ask. Reads only; opens no identifier.
 */
import type { EntryDraft, EntryKind } from "../intel/entry.ts";
import { sourceOf, SOURCE_CHARACTERS_MAX } from "../intel/entry.ts";
import type { Sql } from "../ports/store.ts";
import { LIST_EVIDENCE } from "./list-entry/grounds.ts";
import type { ListEntry } from "./list-entry/list-entry.ts";
import { IN_FORCE } from "./list-entry/states.ts";

export interface InForce {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  /** Token of the identifier, or null where it stands in `plain`. */
  readonly token: string | null;
  readonly plain: string | null;
  readonly terms: Omit<EntryDraft, "identifier" | "type">;
}

interface Row {
  readonly id: string;
  readonly subject: string;
  readonly serial: string;
  readonly body: ListEntry;
}

const COLUMNS = "id, subject, serial, body";

/** All of them, or those about some subjects. One subject has one entry in force at the most. */
export async function entriesInForce(sql: Sql, subjects?: readonly string[]): Promise<readonly InForce[]> {
  const rows =
    subjects === undefined
      ? await sql.query<Row>(`select ${COLUMNS} from matter where kind = 'list-entry' and state = any($1) order by id`, [[...IN_FORCE]], "in-force")
      : await sql.query<Row>(
          `select ${COLUMNS} from matter where kind = 'list-entry' and subject = any($2) and state = any($1) order by id`,
          [[...IN_FORCE], [...new Set(subjects)]],
          "in-force-about",
        );
  return rows.map(inForce);
}

/** Who decided, in both languages; each name is cut where both together are too long. */
function deciderOf({ decider }: ListEntry): string {
  const half = Math.floor((SOURCE_CHARACTERS_MAX - 1) / 2);
  const cut = (name: string): string => name.trim().slice(0, half).trim();
  return sourceOf({ zh: cut(decider?.zh ?? ""), en: cut(decider?.en ?? "") }) || "duanliu";
}

function inForce({ id, subject, serial, body }: Row): InForce {
  const fromMs = body.activatedAtMs ?? 0;
  const untilMs = body.endsAtMs ?? fromMs;
  return {
    id,
    subject,
    type: body.type,
    token: body.ref?.token ?? null,
    plain: body.plain,
    terms: {
      kind: body.strength satisfies EntryKind,
      evidence: LIST_EVIDENCE[body.basis ?? "linked"],
      source: deciderOf(body),
      note: serial,
      confidencePermille: body.confidencePermille,
      validFromMs: fromMs,
      validUntilMs: untilMs,
      // An entry that was extended is reviewed later than in its first half; the lists keep the earlier date.
      reviewAtMs: Math.min(body.reviewAtMs ?? fromMs, fromMs + Math.floor((untilMs - fromMs) / 2)),
      sharing: body.sharing,
    },
  };
}
