-- A callback that belongs to no payment waits until a person has looked into it.
ALTER TABLE payment_inbox ADD COLUMN reviewed_at TEXT;
ALTER TABLE payment_inbox ADD COLUMN reviewed_by TEXT REFERENCES accounts (id);
ALTER TABLE payment_inbox ADD COLUMN review_reason TEXT;
-- What was sent is personal and leaves some time after the callback was closed; its digest stays.
ALTER TABLE payment_inbox ADD COLUMN body_removed_at TEXT;
-- Each of these grows at its end, by time, so that a burst costs no random page.
CREATE INDEX payment_inbox_waiting ON payment_inbox (operator, received_at, id) WHERE state = 'unmatched' AND reviewed_at IS NULL;
CREATE INDEX payment_inbox_reviewed ON payment_inbox (operator, received_at, id) WHERE reviewed_at IS NOT NULL;
CREATE INDEX payment_inbox_closed ON payment_inbox (done_at) WHERE done_at IS NOT NULL AND body_removed_at IS NULL;

-- Another secret than ours, a time that is not now, or nothing that can be read: each calls for something else.
ALTER TABLE rejected_callbacks ADD COLUMN kind TEXT NOT NULL DEFAULT 'forged' CHECK (kind IN ('forged','untimely','unreadable'));
