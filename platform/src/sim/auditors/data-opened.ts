/** No data about people is opened without a matter and a purpose, nor for a matter that is not the opener's to see. */
import { isPurpose } from "../../domain/personal.ts";
import { PARTNER_KINDS } from "../../access/role.ts";
import { auditor, type Found } from "./auditor.ts";

interface Row {
  readonly seq: number;
  readonly event: string;
  readonly unit: string | null;
  readonly matter: string | null;
  readonly purpose: string | null;
  readonly purposes: readonly string[] | null;
  readonly territory: string | null;
  readonly org: string | null;
  readonly partner: string | null;
}

export const dataOpened = auditor(
  "data-opened",
  { zh: "没有事项和用途就不打开个人信息", en: "no data is opened without a matter and a purpose" },
  async ({ organisations }, sql) => {
    const rows = await sql.query<Row>(
      `select l.seq, l.event, l.unit, l.matter, l.detail->>'purpose' as purpose, l.detail->'purposes' as purposes, m.territory, m.org, m.partner
     from ledger l left join matter m on m.id = l.matter where l.event in ('data-opened', 'data-opened-for-delivery') order by l.seq`,
    );
    return rows.flatMap((row): readonly Found[] => {
      if (row.event === "data-opened-for-delivery") {
        return (row.purposes ?? []).length > 0 && (row.purposes ?? []).every(isPurpose)
          ? []
          : [{ what: `line ${row.seq}: data was opened for a delivery without a purpose`, matter: null }];
      }
      if (row.matter === null || row.territory === null) return [{ what: `line ${row.seq}: data was opened without a matter`, matter: row.matter }];
      if (row.purpose === null || !isPurpose(row.purpose)) return [{ what: `line ${row.seq}: data of ${row.matter} was opened without a purpose`, matter: row.matter }];
      const unit = organisations.find((one) => one.id === row.unit);
      const mine =
        unit !== undefined &&
        (PARTNER_KINDS.has(unit.kind) ? row.partner === unit.id : unit.territory === "" || row.org === unit.id || `${row.territory}/`.startsWith(`${unit.territory}/`));
      return mine ? [] : [{ what: `line ${row.seq}: ${row.unit ?? "nobody's unit"} opened data of ${row.matter}, which is not its own`, matter: row.matter }];
    });
  },
);
