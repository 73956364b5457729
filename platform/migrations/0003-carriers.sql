-- What the carrier inside this program was given to send: the default until a network is connected. Number and text are
-- sealed; the row says only that something was handed over, once for each id.
create table carried_message (
  id text primary key,                         -- the effect's
  channel text not null,
  sender text not null,
  sealed bytea not null,
  reference text not null,
  accepted_at_ms int8 not null
);
create index carried_message_by_time on carried_message (accepted_at_ms);

-- One row: what the keys make of known values, so that other keys are noticed before anything is read or written with them.
create table key_check (
  only_row boolean primary key default true check (only_row),
  token text not null,
  sealed bytea not null,
  signing_key text not null,                   -- short name of its public half
  created_at_ms int8 not null
);
