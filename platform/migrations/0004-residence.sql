-- Where people live, as the operator's directory says: tokens only, for routing warnings to the unit that is near.
create table residence (
  token text primary key,
  territory text not null,
  rural boolean not null default false,
  kept_at_ms int8 not null
);
