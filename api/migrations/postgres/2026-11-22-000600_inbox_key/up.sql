-- One key says both that a callback was kept before and which callbacks wait for an attempt. What it names comes first: our
-- references grow with time, so that a burst's keys stand together in the index, while the operators' event numbers are scattered.
ALTER TABLE payment_inbox DROP CONSTRAINT payment_inbox_operator_dedupe_key_key;
ALTER TABLE payment_inbox ADD CONSTRAINT payment_inbox_once UNIQUE (operator, match_kind, match_value, dedupe_key);
DROP INDEX payment_inbox_named;

-- What is due is asked by operator: another operator's backlog, or all its callbacks of years, are not to be gone through for it.
DROP INDEX payment_attempts_due;
CREATE INDEX payment_attempts_due ON payment_attempts (operator, next_poll_at) WHERE next_poll_at IS NOT NULL;
DROP INDEX payment_inbox_due;
CREATE INDEX payment_inbox_due ON payment_inbox (operator, next_try_at) WHERE next_try_at IS NOT NULL;
