-- Reports, cases and series: what belongs together, who spoke of what, and who must stay unknown.

-- Which values name the person who asked not to be named. The place is the vault's token of the report's id and the rest
-- is sealed: without the keys nobody can tell which report a row belongs to, and the values stand in no matter.
create table informer (
  place text primary key,
  sealed bytea not null
);

-- What a report or case can be found by: tokens of people's identifiers, plain values of things. Filled when somebody has
-- looked at a report, so that what the public sends in masses links nothing.
create table clue (
  kind text not null,                          -- of domain/case-link.ts
  key text not null,
  entry text not null references matter,
  at_ms int8 not null,
  primary key (kind, key, entry)
);
create index clue_by_entry on clue (entry);

-- In how many entries a clue stands, counted up to one above its kind's limit. Its row is locked while links are made.
create table clue_degree (
  kind text not null,
  key text not null,
  degree int8 not null,
  primary key (kind, key)
);

-- Evidence that two entries belong together. A refused row stays, so that the same evidence does not propose them again.
create table case_link (
  a text collate "C" not null references matter,
  b text collate "C" not null references matter,
  kind text not null,
  key text not null,
  refused_at_ms int8,
  primary key (a, b, kind, key),
  check (a < b)
);
create index case_link_by_b on case_link (b);
create index case_link_by_key on case_link (kind, key);

-- How narratives sound, never what they say. The first of near-duplicates is the head of the others.
create table narrative_signature (
  entry text primary key references matter,
  words bytea not null,
  head text not null
);
create index narrative_signature_words on narrative_signature using hash (words);
create table narrative_head (
  entry text primary key references matter,
  words bytea not null,
  bands int8[] not null                        -- near-duplicates share one of these keys
);
create index narrative_head_bands on narrative_head using gin (bands);

-- Who and which stories spoke of an identifier: each voice once.
create table voice (
  token text not null,
  kind text not null,                          -- reporter, story
  value text not null,
  primary key (token, kind, value)
);
create table voice_count (
  token text primary key,
  reports int8 not null,
  reporters int8 not null,
  stories int8 not null
);

-- Series by their members.
create index series_by_member on matter using gin (body jsonb_path_ops) where kind = 'series';
-- What belongs to whom among reports and cases: matter_by_parent does for going down.
