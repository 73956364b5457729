/** No order without a basis: the law it rests on, the matter that it follows from, and something that shows it. */
import { auditor } from "./auditor.ts";
import { LIMITING } from "./measures.ts";

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly root: string | null;
  readonly root_kind: string | null;
  readonly based: boolean;
  readonly shown: boolean;
}

/** An institution's own measures, and what a counter decides, rest on the law and on what was seen there. */
const NEEDS_PARENT: ReadonlySet<string> = new Set(["stop-payment", "freeze", "line-break"]);

export const basis = auditor("basis", { zh: "没有依据就没有指令", en: "no order without a basis" }, async (_witness, sql) => {
  const rows = await sql.query<Row>(
    `select m.id, m.kind, m.parent, r.id as root, r.kind as root_kind,
       exists (select 1 from ledger l where l.matter = m.id and l.basis is not null) as based,
       exists (select 1 from ledger l where l.matter = m.id and jsonb_array_length(l.evidence) > 0) as shown
     from matter m left join matter r on r.id = coalesce(m.body->>'report', m.body->>'case', m.parent)
     where m.kind = any($1) and exists (select 1 from ledger l where l.matter = m.id and l.event = 'approve' or l.matter = m.id and m.kind = 'hold') order by m.id`,
    [[...LIMITING]],
  );
  return rows.flatMap(({ id, kind, parent, root, root_kind, based, shown }) => {
    const lacks = [
      ...(based ? [] : ["no law"]),
      ...(shown ? [] : ["no evidence"]),
      ...(NEEDS_PARENT.has(kind) && parent === null ? ["nothing that it follows from"] : []),
      ...(kind === "stop-payment" && root_kind !== "report" && root_kind !== "case" ? [`no report or case at its root (${root ?? "nothing"})`] : []),
      ...(kind === "freeze" && root_kind !== "case" ? ["no case"] : []),
    ];
    return lacks.length === 0 ? [] : [{ what: `${kind} ${id} was ordered with ${lacks.join(", ")}`, matter: id }];
  });
});
