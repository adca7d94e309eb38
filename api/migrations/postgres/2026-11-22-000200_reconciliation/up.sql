-- Operators' statements as they came: the bytes lie beside the documents under their hash, so the same file is known again.
CREATE TABLE statement_files (
    id UUID PRIMARY KEY,
    operator TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    profile TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('file','operator')),
    status TEXT NOT NULL CHECK (status IN ('read','importing','imported','discarded')),
    summary JSONB NOT NULL,
    line_count BIGINT NOT NULL,
    done_count BIGINT NOT NULL,
    new_count BIGINT NOT NULL,
    uploaded_by UUID NOT NULL REFERENCES accounts (id),
    uploaded_at TIMESTAMPTZ NOT NULL,
    imported_at TIMESTAMPTZ,
    UNIQUE (operator, sha256)
);

-- What an operator says moved, one row per movement, whichever file said it first.
CREATE TABLE statement_lines (
    id UUID PRIMARY KEY,
    file_id UUID NOT NULL REFERENCES statement_files (id),
    operator TEXT NOT NULL,
    -- The day it is booked on: its own, or the open one when its own was closed.
    day DATE NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('payment','refund','reversal','sweep','fee','other')),
    transaction_id TEXT NOT NULL,
    occurrence BIGINT NOT NULL,
    amount_xof BIGINT NOT NULL,
    fee_xof BIGINT NOT NULL CHECK (fee_xof >= 0),
    balance_xof BIGINT,
    reference TEXT,
    linked TEXT,
    place TEXT NOT NULL,
    raw JSONB NOT NULL,
    class TEXT,
    -- The attempt whose payment it is, or whose payment it takes back.
    attempt_id UUID REFERENCES payment_attempts (id),
    UNIQUE (operator, transaction_id, kind, occurrence)
);
CREATE INDEX statement_lines_by_day ON statement_lines (operator, day, at);
CREATE INDEX statement_lines_by_attempt ON statement_lines (attempt_id);
CREATE INDEX statement_lines_by_file ON statement_lines (file_id);

-- Which line is which attempt's payment. A line belongs to one attempt and an attempt has one line.
CREATE TABLE statement_matches (
    line_id UUID PRIMARY KEY REFERENCES statement_lines (id),
    attempt_id UUID NOT NULL UNIQUE REFERENCES payment_attempts (id),
    basis TEXT NOT NULL CHECK (basis IN ('transaction','reference','person')),
    at TIMESTAMPTZ NOT NULL,
    approved_by UUID REFERENCES accounts (id),
    CHECK ((basis = 'person') = (approved_by IS NOT NULL))
);

-- What a person has to look at.
CREATE TABLE discrepancies (
    id UUID PRIMARY KEY,
    operator TEXT NOT NULL,
    day DATE NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('amount_diff','fee_diff','missing_at_provider','missing_at_us','duplicate_at_provider','reversal')),
    line_id UUID UNIQUE REFERENCES statement_lines (id),
    attempt_id UUID REFERENCES payment_attempts (id),
    proposals JSONB NOT NULL,
    -- Statement less books, in francs, when it was found.
    amount_xof BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open','resolved')),
    resolution TEXT CHECK (resolution IN ('matched','proposal_accepted','explained','to_suspense','adopted','fee_accepted','claimed')),
    reason TEXT,
    found_at TIMESTAMPTZ NOT NULL,
    resolved_by UUID REFERENCES accounts (id),
    resolved_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    CHECK ((status = 'resolved') = (resolution IS NOT NULL AND resolved_at IS NOT NULL)),
    CHECK (resolution <> 'explained' OR reason IS NOT NULL)
);
CREATE INDEX discrepancies_open ON discrepancies (status, operator, day, id);
-- A payment that the operator does not have is noted once.
CREATE UNIQUE INDEX discrepancies_by_attempt ON discrepancies (attempt_id) WHERE class = 'missing_at_provider';

-- Payments that the operator took back by itself.
CREATE TABLE payment_reversals (
    attempt_id UUID PRIMARY KEY REFERENCES payment_attempts (id),
    line_id UUID NOT NULL UNIQUE REFERENCES statement_lines (id),
    at TIMESTAMPTZ NOT NULL
);

-- Money that arrived at the Treasury, and the operator's transfers it is made of.
CREATE TABLE treasury_deposits (
    id UUID PRIMARY KEY,
    operator TEXT NOT NULL,
    slip TEXT NOT NULL,
    deposited_on DATE NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    recorded_by UUID NOT NULL REFERENCES accounts (id),
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (operator, slip)
);
CREATE TABLE deposited_sweeps (
    line_id UUID PRIMARY KEY REFERENCES statement_lines (id),
    deposit_id UUID NOT NULL REFERENCES treasury_deposits (id)
);
CREATE INDEX deposited_sweeps_by_deposit ON deposited_sweeps (deposit_id);

-- Days that are finished. What comes later enters on an open day.
CREATE TABLE closed_days (
    operator TEXT NOT NULL,
    day DATE NOT NULL,
    opening_xof BIGINT NOT NULL,
    in_xof BIGINT NOT NULL,
    out_xof BIGINT NOT NULL,
    fees_xof BIGINT NOT NULL,
    swept_xof BIGINT NOT NULL,
    closing_xof BIGINT NOT NULL,
    closed_by UUID NOT NULL REFERENCES accounts (id),
    closed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (operator, day),
    CHECK (opening_xof + in_xof - out_xof - fees_xof - swept_xof = closing_xof)
);

-- "I paid by merchant code": the payer's word, until a statement bears it out.
CREATE TABLE payment_claims (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES fee_orders (id),
    exporter_id UUID NOT NULL REFERENCES exporters (id),
    transaction_id TEXT NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    paid_on DATE NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending','approved','refused')),
    line_id UUID REFERENCES statement_lines (id),
    attempt_id UUID REFERENCES payment_attempts (id),
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    decided_by UUID REFERENCES accounts (id),
    decided_at TIMESTAMPTZ,
    reason TEXT,
    version BIGINT NOT NULL,
    CHECK (status <> 'approved' OR (line_id IS NOT NULL AND attempt_id IS NOT NULL AND decided_by IS NOT NULL)),
    CHECK (status <> 'refused' OR (reason IS NOT NULL AND decided_by IS NOT NULL))
);
-- One transaction pays one order, however many people claim it; one order has one claim under way.
CREATE UNIQUE INDEX payment_claims_approved ON payment_claims (transaction_id) WHERE status = 'approved';
CREATE UNIQUE INDEX payment_claims_pending ON payment_claims (order_id) WHERE status = 'pending';
CREATE INDEX payment_claims_by_status ON payment_claims (status, id);

CREATE FUNCTION refuse_line_of_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM closed_days WHERE operator = NEW.operator AND day >= NEW.day) THEN
        RAISE EXCEPTION 'a closed day takes no more lines';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_days_append_only BEFORE UPDATE OR DELETE ON closed_days FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_days_no_truncate BEFORE TRUNCATE ON closed_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_lines_not_on_closed_days BEFORE INSERT ON statement_lines FOR EACH ROW EXECUTE FUNCTION refuse_line_of_closed_day();
CREATE TRIGGER statement_lines_frozen BEFORE UPDATE OF id, file_id, operator, day, at, kind, transaction_id, occurrence, amount_xof, fee_xof ON statement_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_lines_kept BEFORE DELETE ON statement_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_reversals_kept BEFORE DELETE ON payment_reversals FOR EACH ROW EXECUTE FUNCTION refuse_change();
