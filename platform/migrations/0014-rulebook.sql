-- The rules that judge, as they were written: which text was in force for a pack from when on, what it did in shadow, what a
-- replay said of it. Texts and publications only grow; what is in force is the last publication that took effect.

create function rulebook_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'texts and publications of rules are append-only';
end $$;

create table rule_text (
  digest text primary key,                     -- SHA-256, hexadecimal
  text text not null,
  kept_at_ms int8 not null
);
create trigger rule_text_append_only before update or delete or truncate on rule_text for each statement execute function rulebook_is_append_only();

create table rule_publication (
  seq int8 generated always as identity primary key,
  pack text not null,                          -- folder of the pack
  text text not null references rule_text,
  examples text not null references rule_text,
  how text not null check (how in ('shipped', 'published', 'rolled-back')),
  in_force boolean not null,                   -- false: it came with the program while another text stayed in force
  change text references matter,
  at_ms int8 not null,
  by text not null
);
create index rule_publication_by_pack on rule_publication (pack, seq desc);
create index rule_publication_by_change on rule_publication (change, seq) where change is not null;
create trigger rule_publication_append_only before update or delete or truncate on rule_publication for each statement execute function rulebook_is_append_only();

create index rule_change_by_pack on matter ((body->>'pack'), state) where kind = 'rule-change';

-- What a text said beside the rules in force: one row for each pair of them.
create table rule_shadow (
  change text not null references matter,
  draft text not null,                         -- digest of the pack's text
  live_version text not null,
  shadow_version text not null,
  from_ms int8 not null,
  until_ms int8 not null,
  events int8 not null,
  actions jsonb not null,                      -- what was done > what would have been done -> how often
  rules jsonb not null,                        -- rule -> hits of the rules in force and of the others
  failed text,                                 -- why it judges no more
  primary key (change, live_version, shadow_version)
);
-- The first of the events that would have ended otherwise.
create table rule_shadow_event (
  change text not null references matter,
  shadow_version text not null,
  event text not null,
  at_ms int8 not null,
  kind text not null,
  live text not null,
  shadow text not null,
  rules text[] not null,                       -- that hit in one and not in the other
  primary key (change, shadow_version, event)
);

create table rule_replay (
  id text primary key,
  change text not null references matter,
  draft text not null,                         -- digest of the pack's text that was judged by
  from_ms int8 not null,
  until_ms int8 not null,
  state text not null check (state in ('running', 'done', 'stopped', 'failed')),
  events int8 not null,                        -- so far
  reached_ms int8 not null,                    -- instant of the log that it has come to
  report jsonb,
  why text,
  started_by text not null,
  started_at_ms int8 not null,
  ended_at_ms int8
);
create index rule_replay_by_change on rule_replay (change, started_at_ms desc);
-- The list behind the figures of a replay.
create table rule_replay_event (
  replay text not null references rule_replay,
  n int8 not null,
  event text not null,
  at_ms int8 not null,
  kind text not null,
  live text not null,
  draft text not null,
  rules text[] not null,
  known text,                                  -- innocent, confirmed
  warning text,                                -- more, fewer, raised, lowered
  live_level text,
  draft_level text,
  visit boolean not null,
  unit text,
  primary key (replay, n)
);
