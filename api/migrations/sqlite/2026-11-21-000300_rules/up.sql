CREATE TABLE fee_rates (
    id TEXT PRIMARY KEY NOT NULL,
    scheme TEXT NOT NULL,
    amount_xof BIGINT NOT NULL CHECK (amount_xof >= 0),
    valid_from DATE NOT NULL,
    source TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    created_by TEXT REFERENCES accounts (id),
    created_at TEXT NOT NULL
);

CREATE TABLE scheme_statuses (
    id TEXT PRIMARY KEY NOT NULL,
    scheme TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active','suspended','disabled')),
    valid_from DATE NOT NULL,
    note TEXT,
    source TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    created_by TEXT REFERENCES accounts (id),
    created_at TEXT NOT NULL
);

CREATE TABLE export_measures (
    id TEXT PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    hs_prefix TEXT NOT NULL,
    effect TEXT NOT NULL CHECK (effect IN ('block','warn')),
    label TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    source TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    created_by TEXT REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

CREATE TABLE operator_periods (
    id TEXT PRIMARY KEY NOT NULL,
    operator TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    source TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL
);
