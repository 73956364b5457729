/** Whoever was told to hold hears that it is over: an institution that is never told goes on holding, whatever our records say. */
import type { MatterKindName } from "../../domain/matter.ts";
import { auditor } from "./auditor.ts";
import { isOver, TOLD } from "./measures.ts";

export const endsTold = auditor("ends-told", { zh: "每次解除都送达执行机构", en: "every end reaches whoever was told to hold" }, async ({ outside, isOver: ranOut }, sql) => {
  if (!ranOut) return [];
  const rows = await sql.query<{ readonly id: string; readonly kind: string; readonly state: string }>(
    "select id, kind, state from matter where closed_at_ms is not null order by id",
  );
  const heard = Map.groupBy(outside.received, (one) => one.matter ?? "");
  return rows.flatMap(({ id, kind, state }) => {
    const told = TOLD[kind as MatterKindName];
    if (told === undefined || !isOver(kind, state)) return [];
    const messages = heard.get(id) ?? [];
    const holding = new Set(messages.filter((one) => told.begins.includes(one.what)).map((one) => one.to));
    for (const one of messages) if (told.ends.includes(one.what)) holding.delete(one.to);
    // What an institution itself said not to have done needs no end.
    if (holding.size === 0 || NEVER_HELD.has(state)) return [];
    return [{ what: `${kind} ${id} is ${state}, and ${[...holding].join(", ")} never heard that it is over`, matter: id }];
  });
});

const NEVER_HELD: ReadonlySet<string> = new Set(["mismatch", "no-funds", "unreachable", "failed", "refused", "not-done", "void", "declined", "queued"]);
