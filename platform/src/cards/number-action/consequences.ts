/** What follows for numbers from elsewhere: an appeal that was upheld, or the case that fell, gives them back at once. */
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { numberAction } from "./kind.ts";
import { LIMITED, UNLIMITED } from "./states.ts";

/** Upheld means lifted, in the same transaction. */
export async function liftNumberOnAppeal(work: Work, against: MatterId): Promise<void> {
  const { state } = await work.load(numberAction, against);
  if (([...LIMITED, ...UNLIMITED] as readonly string[]).includes(state)) await work.actOne(numberAction, against, "lift", { reason: "appeal-upheld" }, "consequence");
}

/** What rested on something that no longer stands. */
export async function liftUnsupportedNumbers(work: Work, ids: readonly MatterId[]): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'number-action' and id = any($1) and state = any($2) order by id",
    [ids, [...LIMITED, ...UNLIMITED]],
    "numbers-unsupported",
  );
  const requests = rows.map(({ id }) => ({ id, command: "lift", input: { reason: "unsupported" } }));
  if (requests.length > 0) await work.act(numberAction, requests, "consequence");
}

/** A case that was withdrawn carries no action any more. */
export async function liftNumbersOfCase(work: Work, ended: MatterId): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'number-action' and parent = $1 and closed_at_ms is null order by id",
    [ended],
    "numbers-of-case",
  );
  await liftUnsupportedNumbers(
    work,
    rows.map(({ id }) => id),
  );
}
