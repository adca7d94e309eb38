-- People copy operators' numbers in small letters and operators write them in either: they are looked up in capitals.
CREATE INDEX statement_lines_by_number ON statement_lines (upper(transaction_id), operator);
CREATE INDEX statement_lines_by_linked_number ON statement_lines (upper(linked), operator) WHERE linked IS NOT NULL;
CREATE INDEX payment_attempts_by_number ON payment_attempts (upper(transaction_id)) WHERE transaction_id IS NOT NULL;
-- A payment is looked for on all days by the reference it names.
CREATE INDEX statement_lines_by_reference ON statement_lines (operator, reference) WHERE reference IS NOT NULL;
