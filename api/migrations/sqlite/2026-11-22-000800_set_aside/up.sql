-- Money goes back to where it came from: to the payer of an attempt, or to whoever sent what a statement's line told and no order asked for.
ALTER TABLE refunds RENAME TO refunds_before;
DROP INDEX refunds_by_status;
DROP INDEX refunds_by_attempt;
DROP INDEX refunds_by_order;
CREATE TABLE refunds (
    id TEXT PRIMARY KEY NOT NULL,
    attempt_id TEXT REFERENCES payment_attempts (id),
    order_id TEXT REFERENCES fee_orders (id),
    line_id TEXT REFERENCES statement_lines (id),
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
    CHECK ((attempt_id IS NULL) <> (line_id IS NULL) AND (attempt_id IS NULL) = (order_id IS NULL)),
    CHECK (status NOT IN ('approved','sent','done') OR (asked_by IS NOT NULL AND decided_by IS NOT NULL AND asked_by <> decided_by)),
    CHECK (status <> 'done' OR executed_at IS NOT NULL)
);
INSERT INTO refunds (id, attempt_id, order_id, amount_xof, status, reason, note, created_at, asked_by, asked_at, decided_by, decided_at,
        decision_note, executed_by, executed_at, operator_reference, trouble, version)
    SELECT id, attempt_id, order_id, amount_xof, status, reason, note, created_at, asked_by, asked_at, decided_by, decided_at,
        decision_note, executed_by, executed_at, operator_reference, trouble, version FROM refunds_before;
DROP TABLE refunds_before;
CREATE INDEX refunds_by_status ON refunds (status, id);
CREATE INDEX refunds_by_attempt ON refunds (attempt_id);
CREATE INDEX refunds_by_order ON refunds (order_id);
CREATE INDEX refunds_by_line ON refunds (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX refunds_by_reference ON refunds (upper(operator_reference)) WHERE operator_reference IS NOT NULL;
CREATE TRIGGER refunds_frozen BEFORE UPDATE OF id, attempt_id, order_id, line_id, amount_xof, reason ON refunds
BEGIN SELECT RAISE(ABORT, 'what a refund is for is never edited'); END;
CREATE TRIGGER refunds_kept BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'a refund is never deleted'); END;

-- The refund of ours that a line tells.
ALTER TABLE statement_lines ADD COLUMN refund_id TEXT REFERENCES refunds (id);
CREATE INDEX statement_lines_by_refund ON statement_lines (refund_id) WHERE refund_id IS NOT NULL;

-- A refund that the operator does not have is noted once, and what a person books of another amount is an end of a difference.
ALTER TABLE discrepancies RENAME TO discrepancies_before;
DROP INDEX discrepancies_open;
DROP INDEX discrepancies_by_attempt;
CREATE TABLE discrepancies (
    id TEXT PRIMARY KEY NOT NULL,
    operator TEXT NOT NULL,
    day DATE NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('amount_diff','fee_diff','missing_at_provider','missing_at_us','duplicate_at_provider','reversal')),
    line_id TEXT UNIQUE REFERENCES statement_lines (id),
    attempt_id TEXT REFERENCES payment_attempts (id),
    refund_id TEXT REFERENCES refunds (id),
    proposals TEXT NOT NULL,
    -- Statement less books, in francs, when it was found.
    amount_xof BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open','resolved')),
    resolution TEXT CHECK (resolution IN ('matched','proposal_accepted','explained','to_suspense','adopted','fee_accepted','claimed',
        'surplus_set_aside','corrected','settled')),
    reason TEXT,
    found_at TEXT NOT NULL,
    resolved_by TEXT REFERENCES accounts (id),
    resolved_at TEXT,
    version BIGINT NOT NULL,
    CHECK ((status = 'resolved') = (resolution IS NOT NULL AND resolved_at IS NOT NULL)),
    CHECK (resolution <> 'explained' OR reason IS NOT NULL)
);
INSERT INTO discrepancies (id, operator, day, class, line_id, attempt_id, proposals, amount_xof, status, resolution, reason, found_at,
        resolved_by, resolved_at, version)
    SELECT id, operator, day, class, line_id, attempt_id, proposals, amount_xof, status, resolution, reason, found_at,
        resolved_by, resolved_at, version FROM discrepancies_before;
DROP TABLE discrepancies_before;
CREATE INDEX discrepancies_open ON discrepancies (status, operator, day, id);
CREATE UNIQUE INDEX discrepancies_by_attempt ON discrepancies (attempt_id) WHERE class = 'missing_at_provider';
CREATE UNIQUE INDEX discrepancies_by_refund ON discrepancies (refund_id) WHERE class = 'missing_at_provider';
