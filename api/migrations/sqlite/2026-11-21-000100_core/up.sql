CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT UNIQUE,
    phone TEXT UNIQUE,
    full_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    exporter_id TEXT,
    status TEXT NOT NULL CHECK (status IN ('active','suspended')),
    language TEXT NOT NULL,
    search TEXT NOT NULL DEFAULT '',
    totp_secret TEXT,
    totp_pending TEXT,
    totp_last_step BIGINT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (email IS NOT NULL OR phone IS NOT NULL)
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    end_reason TEXT
);

CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    issued_at TEXT NOT NULL,
    used_at TEXT
);

-- Kept for logins that exist and for logins that do not, so that neither can be told from the other.
CREATE TABLE login_attempts (
    login_hash TEXT PRIMARY KEY NOT NULL,
    attempts BIGINT NOT NULL,
    locked_until TEXT,
    last_at TEXT NOT NULL
);

CREATE TABLE exporters (
    id TEXT PRIMARY KEY NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    profile TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    particulars TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    verified_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE documents (
    id TEXT PRIMARY KEY NOT NULL,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('application','exporter')),
    owner_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by TEXT NOT NULL REFERENCES accounts (id),
    uploaded_at TEXT NOT NULL,
    removed_at TEXT
);

CREATE TABLE applications (
    id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    exporter_id TEXT NOT NULL REFERENCES exporters (id),
    status TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    scheme TEXT,
    destination TEXT,
    content TEXT NOT NULL,
    search TEXT NOT NULL,
    fob_value_xof BIGINT,
    copy_of TEXT,
    replaces TEXT,
    created_by TEXT NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    submitted_at TEXT,
    queued_at TEXT,
    decided_at TEXT,
    assignee_id TEXT REFERENCES accounts (id),
    assigned_at TEXT,
    examiner_id TEXT REFERENCES accounts (id),
    signatory_id TEXT REFERENCES accounts (id),
    proposal TEXT,
    decision TEXT,
    opinion TEXT,
    clock_started_at TEXT,
    clock_running_since TEXT,
    clock_worked_s BIGINT NOT NULL DEFAULT 0,
    due_at TEXT,
    return_count BIGINT NOT NULL DEFAULT 0,
    promised_hours BIGINT NOT NULL,
    certificate_number TEXT
);

CREATE TABLE application_submissions (
    application_id TEXT NOT NULL REFERENCES applications (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (application_id, number)
);

CREATE TABLE application_returns (
    application_id TEXT NOT NULL REFERENCES applications (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    by_account TEXT NOT NULL REFERENCES accounts (id),
    reasons TEXT NOT NULL,
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
    id TEXT PRIMARY KEY NOT NULL,
    application_id TEXT NOT NULL UNIQUE REFERENCES applications (id),
    number TEXT NOT NULL UNIQUE,
    scheme TEXT NOT NULL,
    year BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    record TEXT NOT NULL,
    record_sha256 TEXT NOT NULL,
    examiner_id TEXT NOT NULL REFERENCES accounts (id),
    signatory_id TEXT NOT NULL REFERENCES accounts (id),
    status TEXT NOT NULL CHECK (status IN ('pending','sealed')),
    created_at TEXT NOT NULL,
    claimed_until TEXT,
    sealed_at TEXT,
    UNIQUE (scheme, year, serial)
);

CREATE TABLE certificates (
    number TEXT PRIMARY KEY NOT NULL,
    application_id TEXT NOT NULL UNIQUE REFERENCES applications (id),
    exporter_id TEXT NOT NULL REFERENCES exporters (id),
    scheme TEXT NOT NULL,
    destination TEXT NOT NULL,
    exporter_name TEXT NOT NULL,
    status TEXT NOT NULL,
    status_before TEXT,
    status_reason TEXT,
    status_code TEXT,
    status_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    record TEXT NOT NULL,
    record_sha256 TEXT NOT NULL,
    cose BLOB NOT NULL,
    key_id TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    valid_until DATE,
    fob_value_xof BIGINT NOT NULL,
    gross_weight_g BIGINT NOT NULL,
    search TEXT NOT NULL,
    examiner_id TEXT NOT NULL REFERENCES accounts (id),
    signatory_id TEXT NOT NULL REFERENCES accounts (id),
    replaces TEXT UNIQUE REFERENCES certificates (number),
    replaced_by TEXT,
    endorsement TEXT
);

CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    record_seq BIGINT NOT NULL,
    record_label TEXT NOT NULL,
    at TEXT NOT NULL,
    actor_id TEXT,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    reason TEXT,
    data TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    UNIQUE (record_kind, record_id, record_seq)
);

CREATE TABLE event_sequence (
    number BIGINT PRIMARY KEY NOT NULL,
    event_id TEXT NOT NULL UNIQUE REFERENCES events (id),
    chain_hash TEXT NOT NULL
);

CREATE TABLE unsequenced_events (
    event_id TEXT PRIMARY KEY NOT NULL REFERENCES events (id),
    at TEXT NOT NULL,
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
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (principal, key)
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY NOT NULL,
    holder TEXT NOT NULL,
    until TEXT NOT NULL
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
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events is append-only'); END;
CREATE TRIGGER event_sequence_no_update BEFORE UPDATE ON event_sequence BEGIN SELECT RAISE(ABORT, 'event_sequence is append-only'); END;
CREATE TRIGGER event_sequence_no_delete BEFORE DELETE ON event_sequence BEGIN SELECT RAISE(ABORT, 'event_sequence is append-only'); END;
CREATE TRIGGER certificates_sealed BEFORE UPDATE OF number, record, record_sha256, cose, key_id, issued_at ON certificates BEGIN SELECT RAISE(ABORT, 'a sealed record is never edited'); END;
CREATE TRIGGER certificates_kept BEFORE DELETE ON certificates BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END;
