-- What auditors search by. The label's index ignores case, as LIKE does here, so that a beginning is found by it.
CREATE INDEX events_by_label ON events (record_label COLLATE NOCASE);
CREATE INDEX events_by_kind ON events (record_kind, at, id);
CREATE INDEX events_by_action ON events (action, at, id);
