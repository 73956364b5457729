-- Who is signed in, who has tried to, what may be used once, and the programs of partners. Whatever opens something is
-- here only as its SHA-256, which nobody can send to us; addresses and tried logins only as tokens of the vault's key.

alter table app_user
  add column oidc_claim text unique,           -- by which the provider's first answer is recognised, before its subject is known
  add column password_set_at_ms int8;

create index app_user_by_org on app_user (org, id);

create table session (
  digest text primary key,
  app_user text not null references app_user,
  via text not null,                           -- password, oidc, set-up, sample
  created_at_ms int8 not null,
  seen_at_ms int8 not null                     -- to the minute
);
create index session_by_user on session (app_user, created_at_ms);
create index session_by_seen on session (seen_at_ms);

-- Attempts at a login or from an address that have failed so far. Each is counted before it is checked.
create table sign_in_attempt (
  what text primary key,
  failures int8 not null,
  last_at_ms int8 not null,
  next_at_ms int8 not null,                    -- nothing is tried before
  turned_away int8 not null default 0          -- how often somebody came before that; written into the ledger and reset
);
create index sign_in_attempt_by_last on sign_in_attempt (last_at_ms);

create table one_time_link (
  digest text primary key,
  purpose text not null,                       -- set-up, password
  app_user text references app_user,           -- null for set-up
  created_by text not null,
  created_at_ms int8 not null,
  expires_at_ms int8 not null
);
create index one_time_link_by_user on one_time_link (app_user) where app_user is not null;

create table token (
  id text primary key,
  digest text not null unique,
  org text not null references organisation,
  name text not null,
  roles text[] not null,                       -- of the organisation's kind; none for a feed
  feed boolean not null,                       -- sends events and does nothing else
  created_by text not null,
  created_at_ms int8 not null,
  expires_at_ms int8 not null,
  revoked_at_ms int8,
  used_at_ms int8                              -- to the minute
);
create index token_by_org on token (org, id);

-- Sign-ins that have gone to the identity provider and not come back. State, nonce and verifier are derived from the
-- secret in the browser's cookie; what is here only makes each usable once and for a few minutes.
create table oidc_flow (
  digest text primary key,
  return_to text not null,
  created_at_ms int8 not null,
  expires_at_ms int8 not null
);
create index oidc_flow_by_expiry on oidc_flow (expires_at_ms);
