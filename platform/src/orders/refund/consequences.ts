/**
 * What a return does to freezes, and what freezes and cases do to returns: paid money leaves the freeze in the transaction
 * in which the bank said so; a plan over a freeze that is over falls; returns go along with their case.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { MatterId } from "../../domain/matter.ts";
import type { Work } from "../../matters/work.ts";
import { freeze } from "../freeze/kind.ts";
import { IN_FORCE } from "../freeze/states.ts";
import { refund } from "./kind.ts";
import { UNDECIDED } from "./states.ts";

export async function returnFrozen(work: Work, { refund: by, parts }: AnnouncementOf<"refund-paid">): Promise<void> {
  const frozen = new Map(
    (
      await work.loadEach(
        "freeze",
        parts.map((part) => part.freeze),
      )
    ).map((one) => [one.id, freeze.of(one)]),
  );
  const requests = parts.flatMap(({ freeze: id, amountMinor }) => {
    const found = frozen.get(id);
    const held = BigInt(found?.body.frozenMinor ?? "0");
    const due = BigInt(amountMinor);
    if (found === undefined || !(IN_FORCE as readonly string[]).includes(found.state) || held === 0n) {
      // The money is with its owners, whatever the freeze has come to since it was ordered.
      work.note({ event: "returned-after-the-freeze", matter: id, kind: "freeze", detail: { refund: by, amountMinor } });
      return [];
    }
    return [{ id, command: "return", input: { refund: by, amountMinor: String(due < held ? due : held) } }];
  });
  await work.act(freeze, requests, "consequence");
}

/** What is no longer frozen cannot be shared out: who planned it looks again at what is. */
export async function fallWithFreeze(work: Work, { freeze: over }: AnnouncementOf<"freeze-ended">): Promise<void> {
  if ((IN_FORCE as readonly string[]).includes((await work.load(freeze, over)).state)) return;
  const rows = await work.query<{ readonly id: MatterId }>(
    `select id from matter where kind = 'refund' and state = any($2) and exists (select 1 from jsonb_array_elements(body->'frozen') as f where f->>'freeze' = $1) order by id`,
    [over, [...UNDECIDED]],
    "refunds-over-freeze",
  );
  await work.act(
    refund,
    rows.map(({ id }) => ({ id, command: "fall", input: { freeze: over } })),
    "consequence",
  );
}

/** 移送: returns that run go along with the case. */
export async function moveRefunds(work: Work, said: AnnouncementOf<"case-moved">): Promise<void> {
  await rehome(work, said.case, { org: said.org, territory: said.territory });
}

/** 并案: they go on in the case that theirs became part of. */
export async function mergeRefunds(work: Work, said: AnnouncementOf<"case-merged">): Promise<void> {
  await rehome(work, said.case, { case: said.into });
}

/** 撤销并案: those whose freezes went back with their case go with them. */
export async function unmergeRefunds(work: Work, said: AnnouncementOf<"case-unmerged">): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    `select r.id from matter r where r.kind = 'refund' and r.parent = $1 and r.closed_at_ms is null
       and not exists (select 1 from jsonb_array_elements(r.body->'frozen') as f join matter z on z.id = f->>'freeze' where z.body->>'case' <> $2) order by r.id`,
    [said.from, said.case],
    "refunds-to-part",
  );
  await work.act(
    refund,
    rows.map(({ id }) => ({ id, command: "move", input: { case: said.case } })),
    "consequence",
  );
}

async function rehome(work: Work, of: MatterId, input: object): Promise<void> {
  const rows = await work.query<{ readonly id: MatterId }>(
    "select id from matter where kind = 'refund' and parent = $1 and closed_at_ms is null order by id",
    [of],
    "refunds-of-case",
  );
  await work.act(
    refund,
    rows.map(({ id }) => ({ id, command: "move", input })),
    "consequence",
  );
}
