CREATE INDEX payment_inbox_named ON payment_inbox (operator, match_kind, match_value);
ALTER TABLE payment_inbox DROP CONSTRAINT payment_inbox_once;
ALTER TABLE payment_inbox ADD UNIQUE (operator, dedupe_key);
DROP INDEX payment_attempts_due;
CREATE INDEX payment_attempts_due ON payment_attempts (next_poll_at) WHERE next_poll_at IS NOT NULL;
DROP INDEX payment_inbox_due;
CREATE INDEX payment_inbox_due ON payment_inbox (next_try_at) WHERE next_try_at IS NOT NULL;
