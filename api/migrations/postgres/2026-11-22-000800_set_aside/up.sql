-- Money goes back to where it came from: to the payer of an attempt, or to whoever sent what a statement's line told and no order asked for.
ALTER TABLE refunds ALTER COLUMN attempt_id DROP NOT NULL;
ALTER TABLE refunds ALTER COLUMN order_id DROP NOT NULL;
ALTER TABLE refunds ADD COLUMN line_id UUID REFERENCES statement_lines (id);
ALTER TABLE refunds ADD CONSTRAINT refunds_of_one_source
    CHECK ((attempt_id IS NULL) <> (line_id IS NULL) AND (attempt_id IS NULL) = (order_id IS NULL));
DROP TRIGGER refunds_frozen ON refunds;
CREATE TRIGGER refunds_frozen BEFORE UPDATE OF id, attempt_id, order_id, line_id, amount_xof, reason ON refunds FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE INDEX refunds_by_line ON refunds (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX refunds_by_reference ON refunds (upper(operator_reference)) WHERE operator_reference IS NOT NULL;

-- The refund of ours that a line tells.
ALTER TABLE statement_lines ADD COLUMN refund_id UUID REFERENCES refunds (id);
CREATE INDEX statement_lines_by_refund ON statement_lines (refund_id) WHERE refund_id IS NOT NULL;

-- A refund that the operator does not have is noted once, and what a person books of another amount is an end of a difference.
ALTER TABLE discrepancies ADD COLUMN refund_id UUID REFERENCES refunds (id);
CREATE UNIQUE INDEX discrepancies_by_refund ON discrepancies (refund_id) WHERE class = 'missing_at_provider';
ALTER TABLE discrepancies DROP CONSTRAINT discrepancies_resolution_check;
ALTER TABLE discrepancies ADD CONSTRAINT discrepancies_resolution_check CHECK (resolution IN
    ('matched','proposal_accepted','explained','to_suspense','adopted','fee_accepted','claimed','surplus_set_aside','corrected','settled'));
