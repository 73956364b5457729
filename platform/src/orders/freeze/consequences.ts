/**
 * What happens to freezes when something happens elsewhere: an earlier freeze lets money go and the next in the queue takes
 * it; the case is merged, parted, moved or withdrawn. In the transaction of what happened, with nobody's help.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Request } from "../../matters/kind.ts";
import type { Work } from "../../matters/work.ts";
import { casesById, isFiled, lockTokens } from "../account-facts.ts";
import { freeze } from "./kind.ts";
import { IN_FORCE, WAITING } from "./states.ts";

interface Waiting {
  readonly id: MatterId;
  readonly state: "queued" | "partial";
  readonly case: string;
  readonly scope: "amount" | "account";
  readonly amount: string;
  readonly frozen: string;
}

/** 轮候: what became free goes to those who came next, in the order in which the institution received them. */
export async function advanceQueue(work: Work, { freeze: ended, account, freedMinor }: AnnouncementOf<"freeze-ended">): Promise<void> {
  await lockTokens(work.sql, [account]);
  const rows = await work.query<Waiting>(
    `select id, state, body->>'case' as case, body->>'scope' as scope, body->>'amountMinor' as amount, coalesce(body->>'frozenMinor', '0') as frozen
     from matter where kind = 'freeze' and subject = $1 and id <> $2 and state in ('queued', 'partial')
     order by (body->>'receivedAtMs')::int8, id`,
    [account, ended],
    "freeze-queue",
  );
  if (rows.length === 0) return;
  const [{ others }] = await work.query<{ readonly others: number }>(
    "select count(*) as others from matter where kind = 'freeze' and subject = $1 and state in ('active', 'partial')",
    [account],
    "freezes-in-force",
  );
  const cases = await casesById(
    work.sql,
    rows.map((row) => row.case),
  );
  const goesOn = (row: Waiting): boolean => {
    const seen = cases.get(row.case);
    return seen !== undefined && isFiled(seen);
  };
  // A case that is over freezes nothing any more, also not by waiting.
  const over = rows.filter((row) => row.state === "queued" && !goesOn(row));
  if (over.length > 0) await work.act(freeze, over.map(withdrawal), "consequence");
  const requests = shares(rows.filter(goesOn), BigInt(freedMinor), others > 0).map(({ id, share }): Request => ({
    id,
    command: "take-effect",
    input: { addMinor: String(share), because: ended },
  }));
  if (requests.length > 0) await work.act(freeze, requests, "consequence");
}

const withdrawal = ({ id }: { readonly id: MatterId }): Request => ({ id, command: "withdraw", input: { why: "its case does not go on" } });

/**
 * Who gets how much, first come first served. The first takes effect even on an empty account when nothing else is in force;
 * one that is for the whole account waits until it is alone, and nobody overtakes it.
 */
export function shares(waiting: readonly Waiting[], freed: bigint, isHeld: boolean): readonly { readonly id: MatterId; readonly share: bigint }[] {
  const given: { readonly id: MatterId; readonly share: bigint }[] = [];
  let left = freed;
  let held = isHeld;
  for (const row of waiting) {
    if (row.scope === "account" && row.state === "queued") {
      if (held) break;
      given.push({ id: row.id, share: left });
      break;
    }
    const open = BigInt(row.amount) - BigInt(row.frozen);
    const share = left < open ? left : open;
    if (share > 0n || (row.state === "queued" && !held)) {
      given.push({ id: row.id, share });
      held = true;
    }
    left -= share;
  }
  return given;
}

/** 撤案: everything that was frozen in it is free, and nothing more is. */
export async function endFreezesOfCase(work: Work, { case: ended, how }: AnnouncementOf<"case-ended">): Promise<void> {
  if (how !== "withdrawn") return;
  await work.act(freeze, (await ofCase(work, ended, WAITING)).map(withdrawal), "consequence");
  const lifts = (await ofCase(work, ended, IN_FORCE)).map(({ id }): Request => ({ id, command: "lift", input: { reason: "case-withdrawn" } }));
  await work.act(freeze, lifts, "consequence");
}

/** 并案: freezes go on in the case that the other one became part of, and come back with it. */
export async function mergeFreezes(work: Work, said: AnnouncementOf<"case-merged">): Promise<void> {
  await rehome(work, await ofCase(work, said.case, [...IN_FORCE, ...WAITING]), { case: said.into });
}

export async function unmergeFreezes(work: Work, said: AnnouncementOf<"case-unmerged">): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'freeze' and body->>'case' = $1 and body->>'origin' = $2 and closed_at_ms is null order by id",
    [said.from, said.case],
    "freezes-to-part",
  );
  await rehome(work, rows, { case: said.case });
}

/** 移送: freezes go along with the case. */
export async function moveFreezes(work: Work, said: AnnouncementOf<"case-moved">): Promise<void> {
  await rehome(work, await ofCase(work, said.case, [...IN_FORCE, ...WAITING]), { org: said.org, territory: said.territory });
}

async function rehome(work: Work, rows: readonly { readonly id: MatterId }[], input: object): Promise<void> {
  await work.act(
    freeze,
    rows.map(({ id }): Request => ({ id, command: "move", input })),
    "consequence",
  );
}

async function ofCase(work: Work, id: MatterId, states: readonly string[]): Promise<readonly { readonly id: MatterId }[]> {
  return work.query<{ readonly id: MatterId }>("select id from matter where kind = 'freeze' and parent = $1 and state = any($2) order by id", [id, [...states]], "freezes-of-case");
}
