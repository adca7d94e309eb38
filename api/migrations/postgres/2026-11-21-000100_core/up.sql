CREATE TABLE accounts (
    id UUID PRIMARY KEY,
    email TEXT UNIQUE,
    phone TEXT UNIQUE,
    full_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    exporter_id UUID,
    status TEXT NOT NULL CHECK (status IN ('active','suspended')),
    language TEXT NOT NULL,
    search TEXT NOT NULL DEFAULT '',
    totp_secret TEXT,
    totp_pending TEXT,
    totp_last_step BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (email IS NOT NULL OR phone IS NOT NULL)
);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT
);

CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    issued_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);

-- Kept for logins that exist and for logins that do not, so that neither can be told from the other.
CREATE TABLE login_attempts (
    login_hash TEXT PRIMARY KEY,
    attempts BIGINT NOT NULL,
    locked_until TIMESTAMPTZ,
    last_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE exporters (
    id UUID PRIMARY KEY,
    status TEXT NOT NULL,
    status_reason TEXT,
    profile TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    particulars JSONB NOT NULL,
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    verified_at TIMESTAMPTZ,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE documents (
    id UUID PRIMARY KEY,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('application','exporter')),
    owner_id UUID NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by UUID NOT NULL REFERENCES accounts (id),
    uploaded_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ
);

CREATE TABLE applications (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    exporter_id UUID NOT NULL REFERENCES exporters (id),
    status TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    scheme TEXT,
    destination TEXT,
    content JSONB NOT NULL,
    search TEXT NOT NULL,
    fob_value_xof BIGINT,
    copy_of UUID,
    replaces TEXT,
    created_by UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    submitted_at TIMESTAMPTZ,
    queued_at TIMESTAMPTZ,
    decided_at TIMESTAMPTZ,
    assignee_id UUID REFERENCES accounts (id),
    assigned_at TIMESTAMPTZ,
    examiner_id UUID REFERENCES accounts (id),
    signatory_id UUID REFERENCES accounts (id),
    proposal JSONB,
    decision JSONB,
    opinion JSONB,
    clock_started_at TIMESTAMPTZ,
    clock_running_since TIMESTAMPTZ,
    clock_worked_s BIGINT NOT NULL DEFAULT 0,
    due_at TIMESTAMPTZ,
    return_count BIGINT NOT NULL DEFAULT 0,
    promised_hours BIGINT NOT NULL,
    certificate_number TEXT
);

CREATE TABLE application_submissions (
    application_id UUID NOT NULL REFERENCES applications (id),
    number BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    content JSONB NOT NULL,
    PRIMARY KEY (application_id, number)
);

CREATE TABLE application_returns (
    application_id UUID NOT NULL REFERENCES applications (id),
    number BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_account UUID NOT NULL REFERENCES accounts (id),
    reasons JSONB NOT NULL,
    comment TEXT,
    PRIMARY KEY (application_id, number)
);

CREATE TABLE number_counters (
    scheme TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (scheme, year)
);

CREATE TABLE sealing_orders (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL UNIQUE REFERENCES applications (id),
    number TEXT NOT NULL UNIQUE,
    scheme TEXT NOT NULL,
    year BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    record TEXT NOT NULL,
    record_sha256 TEXT NOT NULL,
    examiner_id UUID NOT NULL REFERENCES accounts (id),
    signatory_id UUID NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL CHECK (status IN ('pending','sealed')),
    created_at TIMESTAMPTZ NOT NULL,
    claimed_until TIMESTAMPTZ,
    sealed_at TIMESTAMPTZ,
    UNIQUE (scheme, year, serial)
);

CREATE TABLE certificates (
    number TEXT PRIMARY KEY,
    application_id UUID NOT NULL UNIQUE REFERENCES applications (id),
    exporter_id UUID NOT NULL REFERENCES exporters (id),
    scheme TEXT NOT NULL,
    destination TEXT NOT NULL,
    exporter_name TEXT NOT NULL,
    status TEXT NOT NULL,
    status_before TEXT,
    status_reason TEXT,
    status_code TEXT,
    status_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    record TEXT NOT NULL,
    record_sha256 TEXT NOT NULL,
    cose BYTEA NOT NULL,
    key_id TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    valid_until DATE,
    fob_value_xof BIGINT NOT NULL,
    gross_weight_g BIGINT NOT NULL,
    search TEXT NOT NULL,
    examiner_id UUID NOT NULL REFERENCES accounts (id),
    signatory_id UUID NOT NULL REFERENCES accounts (id),
    replaces TEXT UNIQUE REFERENCES certificates (number),
    replaced_by TEXT,
    endorsement JSONB
);

CREATE TABLE events (
    id UUID PRIMARY KEY,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    record_seq BIGINT NOT NULL,
    record_label TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    data JSONB NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    UNIQUE (record_kind, record_id, record_seq)
);

CREATE TABLE event_sequence (
    number BIGINT PRIMARY KEY,
    event_id UUID NOT NULL UNIQUE REFERENCES events (id),
    chain_hash TEXT NOT NULL
);

CREATE TABLE unsequenced_events (
    event_id UUID PRIMARY KEY REFERENCES events (id),
    at TIMESTAMPTZ NOT NULL,
    record_seq BIGINT NOT NULL
);

CREATE TABLE counters (
    cube TEXT NOT NULL,
    month TEXT NOT NULL,
    key TEXT NOT NULL,
    count BIGINT NOT NULL,
    value_xof BIGINT NOT NULL,
    weight_g BIGINT NOT NULL,
    PRIMARY KEY (cube, month, key)
);

CREATE TABLE counter_deltas (
    id BIGSERIAL PRIMARY KEY,
    cube TEXT NOT NULL,
    month TEXT NOT NULL,
    key TEXT NOT NULL,
    count BIGINT NOT NULL,
    value_xof BIGINT NOT NULL,
    weight_g BIGINT NOT NULL
);

CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    body JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, key)
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL
);

CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX accounts_by_exporter ON accounts (exporter_id);
CREATE INDEX exporters_by_status ON exporters (status, id);
CREATE INDEX documents_by_owner ON documents (owner_kind, owner_id);
CREATE INDEX applications_by_exporter ON applications (exporter_id, id);
CREATE INDEX applications_by_status ON applications (status, queued_at, id);
CREATE INDEX applications_by_assignee ON applications (assignee_id, status);
CREATE INDEX certificates_by_exporter ON certificates (exporter_id, issued_at);
CREATE INDEX certificates_by_issue ON certificates (issued_at, number);
CREATE INDEX certificates_by_expiry ON certificates (status, valid_until);
CREATE INDEX sealing_orders_by_status ON sealing_orders (status, created_at);
CREATE INDEX events_by_time ON events (at, id);
CREATE INDEX events_by_actor ON events (actor_id, at);
CREATE INDEX unsequenced_by_time ON unsequenced_events (at, record_seq, event_id);
CREATE INDEX counter_deltas_by_cube ON counter_deltas (cube, month);

-- What has happened is never edited and never forgotten.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_sequence_append_only BEFORE UPDATE OR DELETE ON event_sequence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_sequence_no_truncate BEFORE TRUNCATE ON event_sequence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_sealed BEFORE UPDATE OF number, record, record_sha256, cose, key_id, issued_at ON certificates FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_kept BEFORE DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION refuse_change();
