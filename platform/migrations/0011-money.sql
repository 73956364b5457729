-- What one matter knows of money besides the stream: hops that institutions told of, statements that officers imported.

-- Where an institution said that money went on to, in its answer to an order.
create table money_hop (
  "order" text not null references matter,
  number int8 not null,
  from_token text not null references personal,
  to_token text not null references personal,
  amount_minor numeric not null,
  currency text not null,
  at_ms int8 not null,
  primary key ("order", number)
);

-- Transfers of an imported statement, sealed: evidence of this matter alone.
create table money_statement (
  id text primary key,
  matter text not null references matter,
  digest text not null,                        -- SHA-256 of the file, so that the same one is not taken twice
  layout text not null,
  transfers int8 not null,
  refused int8 not null,
  imported_at_ms int8 not null,
  imported_by text not null,
  sealed bytea not null,
  unique (matter, digest)
);
