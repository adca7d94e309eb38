CREATE TABLE payment_inbox_next (
    id TEXT PRIMARY KEY NOT NULL,
    operator TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    received_at TEXT NOT NULL,
    trust TEXT NOT NULL CHECK (trust IN ('signed','shared_secret','unsigned')),
    match_kind TEXT NOT NULL CHECK (match_kind IN ('reference','token','nothing','test')),
    match_value TEXT NOT NULL,
    claim TEXT,
    body BLOB NOT NULL,
    body_sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new','done','unmatched','ignored')),
    attempt_id TEXT REFERENCES payment_attempts (id),
    tries BIGINT NOT NULL,
    next_try_at TEXT,
    done_at TEXT,
    UNIQUE (operator, dedupe_key)
);

INSERT INTO payment_inbox_next (
    id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, state, attempt_id, tries, next_try_at, done_at
)
SELECT
    id, operator, dedupe_key, received_at, trust, match_kind, match_value, claim, body, body_sha256, state, attempt_id, tries, next_try_at, done_at
FROM payment_inbox;

DROP TABLE payment_inbox;
ALTER TABLE payment_inbox_next RENAME TO payment_inbox;
CREATE INDEX payment_inbox_due ON payment_inbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX payment_inbox_named ON payment_inbox (operator, match_kind, match_value);
DROP INDEX payment_attempts_due;
CREATE INDEX payment_attempts_due ON payment_attempts (next_poll_at) WHERE next_poll_at IS NOT NULL;
