-- Callbacks that wait for an attempt are looked for by what they name, each time a session becomes known.
CREATE INDEX payment_inbox_named ON payment_inbox (operator, match_kind, match_value);
