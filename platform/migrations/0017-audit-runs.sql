-- Verifications of the chain are few lines among many: found without reading the others.
create index ledger_audit_runs on ledger (seq) where event = 'audit-verified';
