DROP INDEX discrepancies_by_refund;
DROP INDEX statement_lines_by_refund;
DROP INDEX refunds_by_reference;
DROP INDEX refunds_by_line;
ALTER TABLE statement_lines DROP COLUMN refund_id;
