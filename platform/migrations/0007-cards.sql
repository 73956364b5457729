-- Two cards: what a bank or telco counter asked before opening, tokens only. A row is light, because most find nothing;
-- where something was found and somebody decided, there is a matter besides.
create table opening_check (
  id text primary key,
  org text not null references organisation,   -- institution that asked
  request text,                                -- its own number of the request
  facts text not null,                         -- token of everything it said: the same request again must say the same
  branch text,
  territory text not null,                     -- where it is opened
  product text not null,
  subject text not null,                       -- token of the applicant
  contact text,                                -- token of the contact phone
  answer text not null,
  rules text[] not null,                       -- what was found
  said jsonb,                                  -- the answer as it was given; null where nothing was found
  at_ms int8 not null,
  matter text references matter,
  decision text check (decision in ('opened', 'limited', 'refused', 'left')),
  ground text,                                 -- of a refusal: key of the profile's opening rules
  card text,                                   -- token of the number or account that was opened
  decided_at_ms int8,
  overturned_at_ms int8                        -- an appeal against the decision was upheld
);
create unique index opening_check_request on opening_check (org, request) where request is not null;
create index opening_check_by_subject on opening_check (subject, at_ms);
create index opening_check_by_contact on opening_check (contact, at_ms) where contact is not null;
create index opening_check_by_card on opening_check (card) where card is not null;
create index opening_check_by_time on opening_check (decided_at_ms, org) where decision is not null;
create index opening_check_by_branch on opening_check (org, branch, at_ms) where branch is not null;

-- Actions of one batch, and whether a number has one running already.
create index number_action_by_batch on matter ((body->>'batch')) where kind = 'number-action' and body->>'batch' is not null;
create index number_action_running on matter (subject) where kind = 'number-action' and closed_at_ms is null;
-- One trace-back a card.
create index trace_back_by_card on matter (subject) where kind = 'trace-back';
