/** Amounts: held is no more than ordered, ordered no more than traced without a written ground, given back no more than held. */
import { auditor } from "./auditor.ts";

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly scope: string | null;
  readonly ordered: string | null;
  readonly held: string | null;
  readonly traced: string | null;
  readonly ground: string | null;
  readonly returned: string | null;
  readonly seized: string | null;
  readonly most: string | null;
}

export const amounts = auditor("amounts", { zh: "实控不超过指令，指令不超过追踪，返还不超过实控", en: "held ≤ ordered ≤ traced, returned ≤ held" }, async (_witness, sql) => {
  const rows = await sql.query<Row>(
    `select m.id, m.kind, m.body->>'scope' as scope, m.body->>'amountMinor' as ordered, coalesce(m.body->>'frozenMinor', m.body->>'heldMinor') as held, m.body->>'tracedMinor' as traced,
       m.body->>'fullGround' as ground, m.body->>'returnedMinor' as returned, m.body->>'seizedMinor' as seized,
       (select max((l.detail->>'frozenMinor')::numeric)::text from ledger l where l.matter = m.id and l.detail ? 'frozenMinor') as most
     from matter m where m.kind in ('stop-payment', 'freeze') order by m.id`,
  );
  return rows.flatMap(({ id, kind, scope, ordered, held, traced, ground, returned, seized, most }) => {
    const minor = (text: string | null): bigint => BigInt(text ?? "0");
    const lacks = [
      ...(scope === "amount" && minor(held) > minor(ordered) ? [`${held ?? "0"} is held of ${ordered ?? "0"} ordered`] : []),
      ...(kind === "freeze" && ground === null && minor(ordered) > minor(traced) ? [`${ordered ?? "0"} is frozen of ${traced ?? "0"} traced, without a ground`] : []),
      ...(kind === "freeze" && minor(returned) + minor(seized) > minor(most) ? [`${returned ?? "0"} was given back and ${seized ?? "0"} taken of ${most ?? "0"} frozen`] : []),
    ];
    return lacks.length === 0 ? [] : [{ what: `${kind} ${id}: ${lacks.join("; ")}`, matter: id }];
  });
});
