ALTER TABLE idempotency_keys ADD COLUMN status BIGINT NOT NULL DEFAULT 201;
DROP INDEX documents_by_hash;
DROP INDEX idempotency_keys_by_time;
DROP INDEX login_attempts_by_time;
