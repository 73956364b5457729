-- Shared lists: what each receiver was given of an entry last, and whether it has carried that out. The order of `seq` is the order
-- of commits, because it is given out under a lock that is held until then: a receiver that has read up to one misses nothing before.
create sequence share_seq;
create table share (
  entry text not null references matter,
  receiver text not null references organisation,
  seq int8 not null,
  action text not null check (action in ('entered', 'withdrawn')),
  effect text not null,                        -- the message about it, where its receipt stands; empty when the receiver fetched it itself
  first_sent_at_ms int8 not null,
  sent_at_ms int8 not null,                    -- of the last message
  applied_at_ms int8,                          -- the receiver has said that it has carried the last message out
  primary key (entry, receiver)
);
create index share_feed on share (receiver, seq);
create index share_unapplied on share (receiver, seq) where applied_at_ms is null;
-- What rests on a matter, also where that support was taken away: entries are weighed anew by their own grounds.
create index support_by_all on support (by_matter);
