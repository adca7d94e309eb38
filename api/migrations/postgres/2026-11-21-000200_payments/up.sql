-- What is owed: one order per application, its price frozen when it is made.
CREATE TABLE fee_orders (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    application_id UUID NOT NULL UNIQUE REFERENCES applications (id),
    exporter_id UUID NOT NULL REFERENCES exporters (id),
    scheme TEXT NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof >= 0),
    tariff JSONB NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('unpaid','paid','exempted','cancelled','refund_due','refunded')),
    settled_by UUID,
    created_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (status <> 'paid' OR settled_by IS NOT NULL),
    CHECK (amount_xof > 0 OR status = 'exempted')
);

-- One try with one operator. Written before the operator is asked, so that no answer can be lost with it.
CREATE TABLE payment_attempts (
    id UUID PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES fee_orders (id),
    reference TEXT NOT NULL UNIQUE,
    operator TEXT NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('created','awaiting_payer','processing','succeeded','unknown','failed','expired','not_created','integrity_failure')),
    reason_code TEXT,
    reason_raw TEXT,
    request_sent BOOLEAN NOT NULL,
    session_id TEXT,
    pay_token BYTEA,
    notif_token_sha256 TEXT UNIQUE,
    payment_url TEXT,
    payer_phone_digest TEXT,
    payer_phone_end TEXT CHECK (length(payer_phone_end) <= 4),
    transaction_id TEXT,
    confirmed_by TEXT CHECK (confirmed_by IN ('query','signature','officer','statement')),
    late BOOLEAN NOT NULL,
    created_by UUID REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    settled_at TIMESTAMPTZ,
    next_poll_at TIMESTAMPTZ,
    poll_count BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (status <> 'succeeded' OR (transaction_id IS NOT NULL AND confirmed_by IS NOT NULL))
);

-- One operator transaction settles at most one attempt.
CREATE UNIQUE INDEX payment_attempts_by_transaction ON payment_attempts (operator, transaction_id)
    WHERE transaction_id IS NOT NULL;
-- One live attempt per order and operator, whatever was clicked how often.
CREATE UNIQUE INDEX payment_attempts_one_live ON payment_attempts (order_id, operator)
    WHERE status IN ('created','awaiting_payer','processing','unknown');
CREATE INDEX payment_attempts_by_order ON payment_attempts (order_id, id);
CREATE INDEX payment_attempts_by_status ON payment_attempts (status, id);
CREATE INDEX payment_attempts_due ON payment_attempts (next_poll_at) WHERE next_poll_at IS NOT NULL;

-- Callbacks that came from an operator as far as could be told. Bodies are sealed.
CREATE TABLE payment_inbox (
    id UUID PRIMARY KEY,
    operator TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    trust TEXT NOT NULL CHECK (trust IN ('signed','shared_secret','unsigned')),
    match_kind TEXT NOT NULL CHECK (match_kind IN ('reference','token','nothing','test')),
    match_value TEXT NOT NULL,
    claim JSONB,
    body BYTEA NOT NULL,
    body_sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new','done','unmatched','ignored')),
    attempt_id UUID REFERENCES payment_attempts (id),
    tries BIGINT NOT NULL,
    next_try_at TIMESTAMPTZ,
    done_at TIMESTAMPTZ,
    UNIQUE (operator, dedupe_key)
);
CREATE INDEX payment_inbox_due ON payment_inbox (next_try_at) WHERE next_try_at IS NOT NULL;

-- Callbacks that did not come from an operator: a digest each, the newest only. They can never take the place of a real one.
CREATE TABLE rejected_callbacks (
    id UUID PRIMARY KEY,
    operator TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    reason TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    size_bytes BIGINT NOT NULL
);

-- Double entry in whole francs. An entry's head is written after its lines: the head closes the entry, and the database
-- lets it close only when debits and credits are equal. Lines without a head do not survive the commit.
CREATE TABLE ledger_entries (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    business_key TEXT NOT NULL UNIQUE,
    at TIMESTAMPTZ NOT NULL,
    memo TEXT NOT NULL,
    total_xof BIGINT NOT NULL CHECK (total_xof > 0)
);

CREATE TABLE ledger_lines (
    entry_id UUID NOT NULL REFERENCES ledger_entries (id) DEFERRABLE INITIALLY DEFERRED,
    number BIGINT NOT NULL,
    account TEXT NOT NULL,
    debit_xof BIGINT NOT NULL CHECK (debit_xof >= 0),
    credit_xof BIGINT NOT NULL CHECK (credit_xof >= 0),
    PRIMARY KEY (entry_id, number),
    CHECK ((debit_xof = 0) <> (credit_xof = 0))
);
CREATE INDEX ledger_lines_by_account ON ledger_lines (account);

-- Money that has to go back. Whoever asks is not whoever approves; no attempt gives back more than it brought.
CREATE TABLE refunds (
    id UUID PRIMARY KEY,
    attempt_id UUID NOT NULL UNIQUE REFERENCES payment_attempts (id),
    order_id UUID NOT NULL REFERENCES fee_orders (id),
    amount_xof BIGINT NOT NULL CHECK (amount_xof > 0),
    status TEXT NOT NULL CHECK (status IN ('due','approved','sent','done','refused')),
    reason TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    asked_by UUID REFERENCES accounts (id),
    approved_by UUID REFERENCES accounts (id),
    CHECK (asked_by <> approved_by)
);
CREATE INDEX refunds_by_status ON refunds (status, id);

CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.total_xof IS DISTINCT FROM (SELECT SUM(debit_xof) FROM ledger_lines WHERE entry_id = NEW.id)
       OR NEW.total_xof IS DISTINCT FROM (SELECT SUM(credit_xof) FROM ledger_lines WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'a ledger entry must balance';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_line_of_closed_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.entry_id) THEN
        RAISE EXCEPTION 'a closed ledger entry takes no more lines';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_lost_success() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'succeeded'
       AND (NEW.status <> 'succeeded' OR NEW.transaction_id IS DISTINCT FROM OLD.transaction_id) THEN
        RAISE EXCEPTION 'a succeeded payment stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entries_balanced BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();
CREATE TRIGGER ledger_lines_closed BEFORE INSERT ON ledger_lines FOR EACH ROW EXECUTE FUNCTION refuse_line_of_closed_entry();
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_lines_append_only BEFORE UPDATE OR DELETE ON ledger_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_lines_no_truncate BEFORE TRUNCATE ON ledger_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A success is never taken back and an attempt is never asked for another amount.
CREATE TRIGGER payment_attempts_success_stays BEFORE UPDATE ON payment_attempts FOR EACH ROW EXECUTE FUNCTION refuse_lost_success();
CREATE TRIGGER payment_attempts_frozen BEFORE UPDATE OF id, order_id, reference, operator, amount_xof, currency ON payment_attempts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_attempts_kept BEFORE DELETE ON payment_attempts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fee_orders_frozen BEFORE UPDATE OF id, reference, application_id, amount_xof ON fee_orders FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fee_orders_kept BEFORE DELETE ON fee_orders FOR EACH ROW EXECUTE FUNCTION refuse_change();
