-- An organisation that is closed stays: what it did keeps pointing to it. Nobody of it signs in, and nothing new is sent to it.
alter table organisation add column closed_at_ms int8;
