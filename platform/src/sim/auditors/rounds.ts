/** Never a third stop of one account within the window, whoever asked and for whichever case. */
import { auditor } from "./auditor.ts";

interface Row {
  readonly id: string;
  readonly subject: string;
  readonly at: number;
}

/** The bank's clock and ours may differ: what the program counts with, it must not be held to more sharply. */
export const rounds = auditor(
  "rounds",
  { zh: "同一账户在期间内止付不超过规定次数", en: "never more stops of one account in the window than the law allows" },
  async ({ profile }, sql) => {
    const measure = profile.measures["stop-payment"];
    if (!measure.allowed || measure.rounds === null) return [];
    const { max, window } = measure.rounds;
    const rows = await sql.query<Row>(
      "select id, subject, (body->>'stoppedAtMs')::int8 as at from matter where kind = 'stop-payment' and body->>'stoppedAtMs' is not null order by subject, at, id",
    );
    return rows.flatMap((row, i) => {
      const others = rows.slice(i).filter((one) => one.subject === row.subject && one.at < profile.due(window, row.at).dueAtMs);
      return others.length <= max
        ? []
        : [{ what: `the account of ${row.id} was stopped ${others.length} times within the window: ${others.map((one) => one.id).join(", ")}`, matter: others.at(-1)?.id ?? null }];
    });
  },
);
