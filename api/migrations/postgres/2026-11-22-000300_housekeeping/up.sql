-- What is looked for in order to be forgotten.
CREATE INDEX login_attempts_by_time ON login_attempts (last_at);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
CREATE INDEX documents_by_hash ON documents (sha256);

-- It was the same in every row, and nobody asked.
ALTER TABLE idempotency_keys DROP COLUMN status;
