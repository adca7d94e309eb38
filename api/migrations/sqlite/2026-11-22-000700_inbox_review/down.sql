ALTER TABLE rejected_callbacks DROP COLUMN kind;
DROP INDEX payment_inbox_closed;
DROP INDEX payment_inbox_reviewed;
DROP INDEX payment_inbox_waiting;
ALTER TABLE payment_inbox DROP COLUMN body_removed_at;
ALTER TABLE payment_inbox DROP COLUMN review_reason;
ALTER TABLE payment_inbox DROP COLUMN reviewed_by;
ALTER TABLE payment_inbox DROP COLUMN reviewed_at;
