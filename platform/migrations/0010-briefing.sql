-- Restrictions that were lifted because they were wrong, one row each time: the figures of rights are made from it.
create table wrongful_lift (
  matter text not null references matter,
  lifted_at_ms int8 not null,
  started_at_ms int8 not null,
  amount_minor numeric,
  currency text,
  primary key (matter, lifted_at_ms)
);
create index wrongful_lift_by_time on wrongful_lift (lifted_at_ms);

-- Figures that others made and we were given: yearly sums, months of other centres. Never added to our own.
create table external_figure (
  source text not null,                        -- who says so
  metric text not null,                        -- key of the metric it is comparable with
  territory text not null,                     -- "" is the whole country
  from_day date not null,
  until_day date not null,                     -- without
  unit text not null,                          -- as declared: count, permille, ms, yuan, wan-yuan, yi-yuan, minor
  value numeric not null,                      -- in the declared unit, as it was given
  currency text,
  value_minor numeric,                         -- of money: in the smallest unit
  reference text not null,                     -- where it was read
  despite text,                                -- why it was taken although it does not fit what is known
  imported_at_ms int8 not null,
  imported_by text not null,
  primary key (source, metric, territory, from_day, until_day)
);
