-- Organisations and the people who act for them. No passwords here but their scrypt digests.
create table organisation (
  id text primary key,
  kind text not null,
  level text,                                  -- ministry, province, city, county, station; null for partners
  name_zh text not null,
  name_en text not null,
  territory text not null,                     -- path of divisions, "" is the whole country
  parent text references organisation,
  institution text unique,                     -- code under which accounts name a bank or payment institution
  delivery jsonb not null default '{"kind":"desk"}',
  created_at_ms int8 not null
);
create index organisation_by_territory on organisation (territory text_pattern_ops, kind);

create table app_user (
  id text primary key,
  login text not null unique,
  name text not null,
  org text not null references organisation,
  roles text[] not null,
  password text,                               -- scrypt digest with its parameters; null where only single sign-on is used
  oidc_subject text unique,                    -- issuer and subject
  sample boolean not null default false,       -- an account of the sample town
  disabled_at_ms int8,
  created_at_ms int8 not null
);

-- What everybody works on. The slices' own fields are in `body`; identifiers of people are tokens with masked forms.
create table matter (
  id text primary key,
  kind text not null,
  state text not null,
  version int8 not null,
  serial text not null unique,
  profile text not null,                       -- jurisdiction and version in force when it began
  territory text not null,
  org text not null references organisation,   -- unit that answers for it now
  partner text references organisation,        -- institution it is addressed to
  assignee text references app_user,
  subject text,                                -- token of what it is about: joins matters of one person or account
  parent text references matter,               -- what it rests on: report, case, warning
  level int8 not null default 0,               -- urgency, 0 lowest
  due_at_ms int8,                              -- next deadline, for the order of work
  opened_at_ms int8 not null,
  changed_at_ms int8 not null,
  closed_at_ms int8,
  opened_by text not null,
  hands jsonb not null,                        -- who gave each command last
  body jsonb not null
);
create index matter_queue on matter (kind, state, territory text_pattern_ops, due_at_ms nulls last, id);
create index matter_by_subject on matter (kind, subject) where subject is not null;
create index matter_by_parent on matter (parent, kind) where parent is not null;
create index matter_by_partner on matter (partner, kind, state) where partner is not null;
create index matter_by_org on matter (org, kind, state);
create index matter_open_by_level on matter (kind, level desc, due_at_ms nulls last) where closed_at_ms is null;

-- Everything anybody did, in order, each line bound to the one before. It is the history of matters and the audit chain at once.
create table ledger (
  seq int8 primary key,
  hash bytea not null,
  recorded_at_ms int8 not null,
  occurred_at_ms int8 not null,
  actor text not null,
  role text not null,
  unit text,
  matter text,
  kind text,
  event text not null,
  state_before text,
  state_after text,
  version int8,
  basis text,
  evidence jsonb not null,
  detail jsonb not null
);
create index ledger_by_matter on ledger (matter, seq) where matter is not null;
create index ledger_by_actor on ledger (actor, seq);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;
create trigger ledger_append_only before update or delete or truncate on ledger for each statement execute function ledger_is_append_only();

create table checkpoint (
  seq int8 primary key,
  hash bytea not null,
  at_ms int8 not null,
  key_id text not null,
  signature bytea not null
);

-- Identifiers of people, sealed. A row is opened for a matter and a purpose, and the opening is in the ledger.
create table personal (
  token text primary key,
  type text not null,
  masked text not null,
  sealed bytea not null,
  created_at_ms int8 not null
);
-- Which matters an identifier stands in, to find what belongs together. Roles are per matter, never of the person.
create table mention (
  token text not null references personal,
  matter text not null references matter,
  role text not null,
  primary key (token, matter, role)
);
create index mention_by_matter on mention (matter);

create table deadline (
  matter text not null references matter,
  key text not null,                           -- of the profile's catalogue
  part text not null,                          -- "due", or "remind:<ms before>"
  round int8 not null,                         -- how often the key was armed for this matter
  kind text not null,
  started_at_ms int8 not null,
  due_at_ms int8 not null,
  unknown_year int8,                           -- the holiday plan of this year is not known: the date is provisional
  command text not null,                       -- what the clock does
  next_try_at_ms int8 not null,                -- due, or later when carrying it out failed
  attempts int8 not null default 0,
  state text not null default 'armed',         -- armed, fired, disarmed
  fired_at_ms int8,
  primary key (matter, key, part, round)
);
create index deadline_due on deadline (next_try_at_ms) where state = 'armed';
create index deadline_tried on deadline (next_try_at_ms) where state = 'armed' and attempts > 0;
create index deadline_provisional on deadline (unknown_year) where state = 'armed' and unknown_year is not null;

-- What has to be handed to the outside, written with the decision and kept until it is acknowledged.
create table effect (
  id text primary key,                         -- stable: handing it over again counts once
  number int8 generated always as identity,    -- the order in which decisions wrote them
  matter text not null references matter,
  channel text not null,
  addressee text not null,
  payload jsonb not null,
  opens jsonb not null,                        -- payload fields that take an identifier's sealed value at the moment of handing over
  purpose text,
  delivered_command text,                      -- command on the matter once acknowledged
  undeliverable_command text,                  -- … and when it can never be
  state text not null default 'waiting',       -- waiting, delivered, failed
  attempts int8 not null default 0,
  next_at_ms int8 not null,
  created_at_ms int8 not null,
  delivered_at_ms int8,
  reference text,
  problem text
);
create index effect_waiting on effect (next_at_ms) where state = 'waiting';
create index effect_by_matter on effect (matter);

-- What the person concerned is told: reason, basis, duration, remedy, papers, in both languages.
create table notice (
  id text primary key,
  matter text not null references matter,
  recipient text not null,                     -- token
  template text not null,
  text_zh text not null,
  text_en text not null,
  via text not null,                           -- "sms", "letter", "app", or "institution:<org>"
  created_at_ms int8 not null,
  delivered_at_ms int8
);
create index notice_by_matter on notice (matter);

-- A code by which somebody from the public follows one matter. Only its digest is kept.
create table tracking (
  code_digest text primary key,
  matter text not null references matter,
  recipient text,
  created_at_ms int8 not null
);

-- What rests on what: an entry, an order or a flag is held up by findings, reports and decisions.
create table support (
  held text not null references matter,
  by_matter text not null references matter,
  added_at_ms int8 not null,
  withdrawn_at_ms int8,
  primary key (held, by_matter)
);
create index support_by on support (by_matter) where withdrawn_at_ms is null;

create table serial_counter (
  name text primary key,
  last int8 not null
);

-- How far each reader of the event log has come, saved with what it made of it.
create table consumer (
  name text primary key,
  position int8 not null
);
