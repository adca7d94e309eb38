-- Money that has to go back. Whoever asks is not whoever approves; what may go back of one payment is weighed in the same
-- transaction, refunds under way included, so a payment may have several.
ALTER TABLE refunds RENAME TO refunds_before;
DROP INDEX refunds_by_status;
CREATE TABLE refunds (
    id TEXT PRIMARY KEY NOT NULL,
    attempt_id TEXT NOT NULL REFERENCES payment_attempts (id),
    order_id TEXT NOT NULL REFERENCES fee_orders (id),
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    status TEXT NOT NULL CHECK (status IN ('due','asked','approved','sent','done','refused')),
    reason TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    asked_by TEXT REFERENCES accounts (id),
    asked_at TEXT,
    decided_by TEXT REFERENCES accounts (id),
    decided_at TEXT,
    decision_note TEXT,
    executed_by TEXT REFERENCES accounts (id),
    executed_at TEXT,
    operator_reference TEXT,
    trouble TEXT,
    version BIGINT NOT NULL,
    CHECK (status NOT IN ('approved','sent','done') OR (asked_by IS NOT NULL AND decided_by IS NOT NULL AND asked_by <> decided_by)),
    CHECK (status <> 'done' OR executed_at IS NOT NULL)
);
INSERT INTO refunds (id, attempt_id, order_id, amount_xof, status, reason, created_at, version)
    SELECT id, attempt_id, order_id, amount_xof, 'due', reason, created_at, 1 FROM refunds_before;
DROP TABLE refunds_before;
CREATE INDEX refunds_by_status ON refunds (status, id);
CREATE INDEX refunds_by_attempt ON refunds (attempt_id);
CREATE INDEX refunds_by_order ON refunds (order_id);

-- The last number of each office's series of quittances, taken in the transaction that issues: no number is ever missing.
CREATE TABLE quittance_counters (
    office TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (office, year)
);

-- Receipts of public revenue and the counter-entries that cancel them. Only ever added to. `round` counts how often the order's
-- quittance was cancelled before, so that an order has one valid quittance at most.
CREATE TABLE quittances (
    number TEXT PRIMARY KEY NOT NULL,
    office TEXT NOT NULL,
    year BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quittance','counter')),
    order_id TEXT NOT NULL REFERENCES fee_orders (id),
    attempt_id TEXT NOT NULL REFERENCES payment_attempts (id),
    exporter_id TEXT NOT NULL REFERENCES exporters (id),
    round BIGINT NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    operator TEXT NOT NULL,
    cancels TEXT UNIQUE REFERENCES quittances (number),
    record TEXT NOT NULL,
    search TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    issued_by TEXT REFERENCES accounts (id),
    UNIQUE (office, year, serial),
    UNIQUE (order_id, kind, round),
    CHECK ((kind = 'counter') = (cancels IS NOT NULL))
);
CREATE INDEX quittances_by_time ON quittances (issued_at, number);

-- Each time a quittance was printed: the first print is the original, every later one is marked as a duplicate.
CREATE TABLE quittance_prints (
    number TEXT NOT NULL REFERENCES quittances (number),
    print BIGINT NOT NULL,
    at TEXT NOT NULL,
    by TEXT REFERENCES accounts (id),
    PRIMARY KEY (number, print)
);

-- Settled orders whose quittance is still to be issued.
CREATE TABLE quittances_due (
    order_id TEXT PRIMARY KEY NOT NULL REFERENCES fee_orders (id),
    since TEXT NOT NULL
);
INSERT INTO quittances_due (order_id, since) SELECT id, settled_at FROM fee_orders WHERE status = 'paid' AND settled_at IS NOT NULL;

CREATE INDEX ledger_entries_by_time ON ledger_entries (at, id);

CREATE TRIGGER quittances_without_gap BEFORE INSERT ON quittances
WHEN NEW.serial IS NOT (SELECT COALESCE(MAX(serial), 0) + 1 FROM quittances WHERE office = NEW.office AND year = NEW.year)
BEGIN SELECT RAISE(ABORT, 'a series of quittances has no gap'); END;
CREATE TRIGGER quittances_no_update BEFORE UPDATE ON quittances BEGIN SELECT RAISE(ABORT, 'quittances is append-only'); END;
CREATE TRIGGER quittances_no_delete BEFORE DELETE ON quittances BEGIN SELECT RAISE(ABORT, 'quittances is append-only'); END;
CREATE TRIGGER quittance_prints_no_update BEFORE UPDATE ON quittance_prints BEGIN SELECT RAISE(ABORT, 'quittance_prints is append-only'); END;
CREATE TRIGGER quittance_prints_no_delete BEFORE DELETE ON quittance_prints BEGIN SELECT RAISE(ABORT, 'quittance_prints is append-only'); END;
CREATE TRIGGER refunds_frozen BEFORE UPDATE OF id, attempt_id, order_id, amount_xof, reason ON refunds
BEGIN SELECT RAISE(ABORT, 'what a refund is for is never edited'); END;
CREATE TRIGGER refunds_kept BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'a refund is never deleted'); END;
