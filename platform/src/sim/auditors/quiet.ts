/** When nobody acts and every clock has run, nothing limits anybody and nothing waits any more. */
import { auditor } from "./auditor.ts";
import { LIMITING, limits } from "./measures.ts";

export const quiet = auditor("quiet", { zh: "时限走完后不再有任何限制", en: "when the clocks have run, nothing limits anybody" }, async ({ isOver }, sql) => {
  if (!isOver) return [];
  const matters = await sql.query<{ readonly id: string; readonly kind: string; readonly state: string }>(
    "select id, kind, state from matter where kind = any($1) and closed_at_ms is null order by id",
    [[...LIMITING]],
  );
  const clocks = await sql.query<{ readonly matter: string; readonly key: string; readonly command: string }>(
    "select matter, key, command from deadline where state = 'armed' order by matter, key",
  );
  return [
    ...matters.filter(({ kind, state }) => limits(kind, state)).map(({ id, kind, state }) => ({ what: `${kind} ${id} is still ${state}`, matter: id })),
    ...clocks.map(({ matter, key, command }) => ({ what: `the clock ${key} of ${matter} still waits to ${command}`, matter })),
  ];
});
