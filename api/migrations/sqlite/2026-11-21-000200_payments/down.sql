DROP TABLE refunds;
DROP TABLE ledger_lines;
DROP TABLE ledger_entries;
DROP TABLE rejected_callbacks;
DROP TABLE payment_inbox;
DROP TABLE payment_attempts;
DROP TABLE fee_orders;
