-- What auditors search by. The label's operator class lets a beginning be found by it in any locale.
CREATE INDEX events_by_label ON events (record_label text_pattern_ops);
CREATE INDEX events_by_kind ON events (record_kind, at, id);
CREATE INDEX events_by_action ON events (action, at, id);
