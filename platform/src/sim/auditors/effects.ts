/** What was handed over: each id received once, with one content, none that nobody wrote, none lost, none before what it follows. */
import { auditor, type Found } from "./auditor.ts";

interface Row {
  readonly id: string;
  readonly number: number;
  readonly matter: string;
  readonly addressee: string;
  readonly channel: string;
  readonly state: string;
  readonly problem: string | null;
  /** Whether a command follows when it can never be handed over. */
  readonly heard: boolean;
}

export const effects = auditor("effects", { zh: "每条指令送达一次，不丢不乱", en: "each effect is received once, and none is lost" }, async ({ outside, isOver }, sql) => {
  const rows = await sql.query<Row>("select id, number, matter, addressee, channel, state, problem, undeliverable_command is not null as heard from effect order by number");
  const byId = new Map(rows.map((row) => [row.id, row]));
  const heard = new Set(outside.received.map((one) => one.id));
  const found: Found[] = outside.clashes.map((id) => ({ what: `${id} came twice with different contents`, matter: byId.get(id)?.matter ?? null }));
  const last = new Map<string, number>();
  for (const one of outside.received) {
    const row = byId.get(one.id);
    if (row === undefined) {
      found.push({ what: `${one.id} was received, and nobody wrote it`, matter: one.matter });
      continue;
    }
    const line = `${row.matter} ${row.channel} ${row.addressee}`;
    if (row.number < (last.get(line) ?? 0)) found.push({ what: `${one.id} was overtaken by what came after it`, matter: row.matter });
    last.set(line, Math.max(row.number, last.get(line) ?? 0));
  }
  for (const row of rows) {
    if (row.state === "delivered" && !heard.has(row.id)) found.push({ what: `${row.id} counts as delivered, and nobody received it`, matter: row.matter });
    if (isOver && row.state === "waiting") found.push({ what: `${row.id} was never handed over`, matter: row.matter });
    if (row.state === "failed" && !row.heard && !outside.refusedForGood.has(row.id)) found.push({ what: `${row.id} was given up: ${row.problem ?? ""}`, matter: row.matter });
  }
  return found;
});
