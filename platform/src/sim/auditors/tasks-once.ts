/** No task is taken twice: between two people who took one, it was given back or sent on. */
import { auditor, type Found } from "./auditor.ts";

interface Row {
  readonly matter: string;
  readonly actor: string;
  readonly role: string;
  readonly command: string;
  readonly event: string;
}

export const tasksOnce = auditor("tasks-once", { zh: "一项任务只有一人领取", en: "no task is taken twice" }, async (_witness, sql) => {
  const rows = await sql.query<Row>(
    `select matter, actor, role, coalesce(detail->>'command', event) as command, event from ledger where kind = 'warning' and matter is not null and state_after is not null order by matter, seq`,
  );
  const found: Found[] = [];
  let at = "";
  let taken: string | null = null;
  for (const row of rows) {
    if (row.matter !== at) taken = null;
    at = row.matter;
    if (row.command === "sign" && row.role !== "system") {
      if (taken !== null) found.push({ what: `${row.matter} was taken by ${taken} and by ${row.actor}`, matter: row.matter });
      taken = row.actor;
    }
    if (["dispatch", "escalate", "relapse", "raise"].includes(row.event)) taken = null;
  }
  return found;
});
