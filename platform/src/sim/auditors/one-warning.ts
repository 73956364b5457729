/** One open warning for one person: whoever is warned by two units hears from neither what to do. */
import { BEFORE_CONTACT_ENDS } from "../../dissuasion/warning/states.ts";
import { auditor } from "./auditor.ts";

export const oneWarning = auditor("one-warning", { zh: "一人一案一条预警", en: "one open warning for one person" }, async (_witness, sql) => {
  const rows = await sql.query<{ readonly a: string; readonly b: string }>(
    `select distinct least(x.id, y.id) as a, greatest(x.id, y.id) as b from matter x, jsonb_array_elements(x.body->'known') as k, matter y, jsonb_array_elements(y.body->'known') as j
     where x.kind = 'warning' and y.kind = 'warning' and x.id < y.id and x.state = any($1) and y.state = any($1) and k->>'token' = j->>'token' order by 1, 2`,
    [[...BEFORE_CONTACT_ENDS]],
  );
  return rows.map(({ a, b }) => ({ what: `${a} and ${b} are open for one person`, matter: b }));
});
