/**
 * What follows when a report comes in: an informer's name is put apart, its voice is counted for everything it speaks of,
 * and, if somebody of ours took it down, it is compared with all others. Masses of reports by the public link nothing and
 * prove nothing: they are counted by different people and different stories, and said at a few steps.
 */
import type { AnnouncementOf } from "../../domain/announcement.ts";
import type { Work } from "../../matters/work.ts";
import { keepNarrative } from "../links/narrative.ts";
import { compare } from "../links/proposals.ts";
import { keepInformer } from "./informer.ts";
import { report } from "./kind.ts";

/** So many different reporters of one thing are worth saying, each once (assumed). */
export const OFTEN = [5, 20, 100, 500, 2_000] as const;

export async function reportReceived(work: Work, said: AnnouncementOf<"report-received">): Promise<void> {
  if (said.informer.length > 0) await keepInformer(work, said.report, said.informer);
  // Copies of one text are one story, whoever sends them; all without a text are one as well.
  const story = said.signature === null ? "none" : await keepNarrative(work.sql, said.report, said.signature);
  if (said.trusted) await compare(work, said.report, said.clues, null);
  await countVoices(work, said, story);
}

interface Counted {
  readonly token: string;
  readonly reports: number;
  readonly reporters: number;
  readonly stories: number;
  readonly new_reporter: boolean;
}

async function countVoices(work: Work, said: AnnouncementOf<"report-received">, story: string): Promise<void> {
  if (said.subjects.length === 0) return;
  // Under the keys, so that the table does not tell who spoke of whom.
  const voice = said.voice === null ? "none" : work.vault.token("voice", said.voice);
  const rows = await work.query<Counted>(
    `with t as (select token from unnest($1::text[]) as x(token)),
       r as (insert into voice (token, kind, value) select token, 'reporter', $2 from t order by token on conflict do nothing returning token),
       s as (insert into voice (token, kind, value) select token, 'story', $3 from t order by token on conflict do nothing returning token),
       c as (insert into voice_count (token, reports, reporters, stories)
         select t.token, 1, (r.token is not null)::int::int8, (s.token is not null)::int::int8 from t left join r on r.token = t.token left join s on s.token = t.token order by t.token
         on conflict (token) do update set reports = voice_count.reports + 1, reporters = voice_count.reporters + excluded.reporters, stories = voice_count.stories + excluded.stories
         returning token, reports, reporters, stories)
     select c.*, r.token is not null as new_reporter from c left join r on r.token = c.token order by c.token`,
    [said.subjects.map((ref) => ref.token), voice, story],
    "report-voices",
  );
  const often = rows.filter((row) => row.new_reporter && OFTEN.some((step) => step === row.reporters));
  if (often.length === 0) return;
  const counts = often.map(({ token, reports, reporters, stories }) => ({ token, reports, reporters, stories }));
  await work.actOne(report, said.report, "counted", { often: counts }, "consequence");
}
