/**
 * What a play expects: `stop expired` (the newest one's state), `stop told stop-payment.expired` (a notice that was
 * delivered), `stop heldMinor 31 200.00 CNY` (a field), `CCB has stop-payment.release` (what was handed over), `no freeze`,
 * `2 stops`, `screening says block of +8613900139000`. Said in full when it is not so.
 */
import { PlayError } from "./play-line.ts";
import { kindOf, matter, matters, money, organisation, type Stage } from "./play-words.ts";

export async function expectation(stage: Stage, clause: string): Promise<void> {
  const said = await seen(stage, clause);
  if (said !== null) throw new PlayError(`it is not so that ${clause}\n  saw: ${said}`);
}

/** What is there instead; null when it is so. */
async function seen(stage: Stage, clause: string): Promise<string | null> {
  const screening = /^screening says (\S+) of (\S+)$/.exec(clause);
  if (screening !== null) {
    if (stage.town === null) throw new PlayError("this play has no screening");
    return same(stage.town.says(screening[2]), screening[1]);
  }
  const handed = /^(.+) has (\d+ )?(\S+)$/.exec(clause);
  if (handed !== null) return hasBeenHanded(stage, organisation(handed[1]), handed[3], handed[2] === undefined ? null : Number(handed[2]));
  const count = /^(no|\d+) (.+)$/.exec(clause);
  if (count !== null) return same(String((await matters(stage, count[2])).length), count[1] === "no" ? "0" : count[1]);
  return about(stage, clause);
}

function same(is: string, expected: string): string | null {
  return is === expected ? null : is;
}

function hasBeenHanded(stage: Stage, org: string, what: string, times: number | null): string | null {
  const all = stage.room.handed.institution.filter(({ to }) => to === org).map((one) => one.what);
  const found = all.filter((one) => one === what).length;
  return (times === null ? found > 0 : found === times) ? null : `${found} of ${what}, and ${[...new Set(all)].join(", ") || "nothing"}`;
}

const LEVELS = ["low", "medium", "high", "urgent"];

/** `stop on CCB:621 expired`, `… told template`, `… field value`. */
async function about(stage: Stage, clause: string): Promise<string | null> {
  const words = clause.split(" ");
  if (kindOf(words[0]) === null)
    throw new PlayError(
      `"${clause}" is nothing that can be expected\n  expected: stop expired · stop told stop-payment.expired · CCB has stop-payment.release · no freeze · 2 stops`,
    );
  const length = words[1] === "on" || words[1] === "in" ? 3 : 1;
  const found = await matter(stage, words.slice(0, length).join(" "));
  const [what = "", ...rest] = words.slice(length);
  if (rest.length === 0) return same(found.state, what);
  if (what === "told") return wasTold(stage, found.id, rest.join(" "));
  const expected = rest.join(" ");
  if (what === "level") return same(LEVELS[found.level], expected);
  const value = (found.body as Readonly<Record<string, unknown>>)[what];
  return same(String(value), / [A-Z]{3}$/.test(expected) ? money(expected).amountMinor : expected);
}

async function wasTold(stage: Stage, id: string, template: string): Promise<string | null> {
  const rows = await stage.query<{ readonly template: string; readonly delivered: boolean }>(
    "select template, delivered_at_ms is not null as delivered from notice where matter = $1 order by created_at_ms, id",
    [id],
  );
  if (rows.some((row) => row.template === template && row.delivered)) return null;
  return rows.map((row) => `${row.template}${row.delivered ? "" : " (not delivered)"}`).join(", ") || "nobody was told anything";
}
