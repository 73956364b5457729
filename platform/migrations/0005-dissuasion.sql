-- Events that warnings came of. The key is the promise that an event counts once, whoever reads it again.
create table taken_signal (
  event text primary key,
  warning text references matter,              -- null: it concerned nobody new
  taken_at_ms int8 not null
);
create index taken_signal_by_warning on taken_signal (warning) where warning is not null;

-- What a warning's outcome says of each rule that raised it: one row for both, the latest word counts.
create table rule_outcome (
  warning text not null references matter,
  rule text not null,
  outcome text not null check (outcome in ('confirmed', 'refuted')),
  level int8 not null,                         -- of the warning, 0 lowest
  at_ms int8 not null,
  primary key (warning, rule)
);
create index rule_outcome_by_time on rule_outcome (at_ms, rule);

-- The next task of a unit, and the figures of a period.
create index warning_queue on matter (org, level desc, due_at_ms nulls last, id) where kind = 'warning' and assignee is null and closed_at_ms is null;
create index warning_by_opening on matter (opened_at_ms) where kind = 'warning';
