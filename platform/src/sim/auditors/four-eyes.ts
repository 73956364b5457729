/** Four eyes everywhere: from the ledger alone, nobody gave a command that the table keeps for somebody else than who gave another. */
import { KINDS } from "../../app/kinds.ts";
import type { MatterKindName } from "../../domain/matter.ts";
import { auditor, type Found } from "./auditor.ts";

interface Row {
  readonly matter: string;
  readonly kind: MatterKindName;
  readonly actor: string;
  readonly role: string;
  readonly command: string;
}

export const fourEyes = auditor("four-eyes", { zh: "处处两人：提出者不批准，决定者不复核", en: "four eyes everywhere" }, async (_witness, sql) => {
  const rows = await sql.query<Row>(
    "select matter, kind, actor, role, coalesce(detail->>'command', event) as command from ledger where matter is not null and state_after is not null and kind is not null order by matter, seq",
  );
  const found: Found[] = [];
  let hands = new Map<string, string>();
  let at = "";
  for (const row of rows) {
    if (row.matter !== at) hands = new Map();
    at = row.matter;
    const rule = KINDS.get(row.kind)?.commands[row.command]?.notBy ?? [];
    const other = row.role === "system" ? undefined : rule.find((earlier) => hands.get(earlier) === row.actor);
    if (other !== undefined) found.push({ what: `${row.actor} gave ${row.command} on ${row.matter} after having given ${other}`, matter: row.matter });
    hands.set(row.command, row.actor);
  }
  return found;
});
