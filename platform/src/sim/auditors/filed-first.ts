/** No freeze before its case is filed, none when the case is over, and none below the level of approval that the asset needs. */
import type { AssetKind, RoleId } from "../../domain/jurisdiction-words.ts";
import { auditor } from "./auditor.ts";

interface Row {
  readonly id: string;
  readonly asset: AssetKind;
  readonly origin: string;
  readonly role: string;
  readonly unit: string | null;
  readonly filed: boolean;
  readonly state: string | null;
}

const HEADS: readonly string[] = ["countyChief", "cityChief", "provinceChief"];
const NOT_FILED: ReadonlySet<string> = new Set(["accepted", "declined", "withdrawn", "closed"]);

export const filedFirst = auditor(
  "filed-first",
  { zh: "未立案不冻结，审批级别到位", en: "no freeze before its case is filed, and at the right level" },
  async ({ profile, organisations }, sql) => {
    const measure = profile.measures.freeze;
    if (!measure.allowed) return [];
    const rows = await sql.query<Row>(
      `select f.id, f.body->>'asset' as asset, f.body->>'origin' as origin, l.role, l.unit,
       exists (select 1 from ledger c where c.matter = f.body->>'origin' and c.event = 'file' and c.seq < o.seq) as filed,
       (select c.state_after from ledger c where c.matter = f.body->>'origin' and c.seq < l.seq and c.state_after is not null order by c.seq desc limit 1) as state
     from matter f join ledger o on o.matter = f.id and o.event = 'open' join ledger l on l.matter = f.id and l.event = 'approve' where f.kind = 'freeze' order by f.id`,
    );
    const tiers = [profile.territory.top, ...profile.territory.tiers.map((tier) => tier.id)];
    return rows.flatMap(({ id, asset, origin, role, unit, filed, state }) => {
      const rule = measure.assets[asset];
      const seat = tiers.indexOf(organisations.find((one) => one.id === unit)?.level ?? "");
      const lowest = Math.max(-1, ...(profile.roles[role as RoleId]?.tiers ?? []).map((tier) => tiers.indexOf(tier)));
      const lacks = [
        ...(measure.guards.includes("case-filed") && !filed ? [`${origin} was not filed when it was asked for`] : []),
        ...(measure.guards.includes("case-filed") && (state === null || NOT_FILED.has(state)) ? [`${origin} was ${state ?? "not there"} when it was approved`] : []),
        ...(rule === undefined || HEADS.indexOf(role) < HEADS.indexOf(rule.approver) ? [`it was approved by ${role}`] : []),
        ...(seat < 0 || seat > lowest ? [`${role} sits at ${unit ?? "no unit"}`] : []),
      ];
      return lacks.length === 0 ? [] : [{ what: `freeze ${id}: ${lacks.join("; ")}`, matter: id }];
    });
  },
);
