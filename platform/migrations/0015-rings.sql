-- The evidence graph and its rings: things by tokens, links in the order in which they came, what happened to each ring.

-- Values are sealed: an account is opened to look up its transfers, and for nobody without a matter and a purpose.
create table ring_thing (
  kind text not null,
  token text not null,
  masked text not null,
  province text,
  sealed bytea not null,
  seen_at_ms int8 not null,
  primary key (kind, token)
);

create table ring_link (
  number int8 primary key,                      -- the order in which the book took them
  kind text not null,
  from_kind text not null,
  from_token text not null,
  to_kind text not null,
  to_token text not null,
  at_ms int8 not null,
  evidence text not null,
  unique (kind, from_kind, from_token, to_kind, to_token)
);

-- Things that join nobody: hubs, public services, people who were harmed.
create table ring_left_out (
  kind text not null,
  token text not null,
  reason text not null,
  at_ms int8 not null,
  primary key (kind, token)
);

create table ring (
  id text primary key,
  born_at_ms int8 not null,
  changed_at_ms int8 not null,
  split_from text,
  merged_into text,
  living boolean not null
);

create table ring_member (
  kind text not null,
  token text not null,
  ring text not null references ring,
  primary key (kind, token)
);
create index ring_member_by_ring on ring_member (ring);
create index ring_member_by_token on ring_member (token);

create table ring_event (
  number int8 primary key,
  at_ms int8 not null,
  kind text not null,                           -- born, split, merged, dissolved
  ring text not null,
  other text                                    -- from which it split, into which it merged
);
create index ring_event_by_ring on ring_event (ring);
