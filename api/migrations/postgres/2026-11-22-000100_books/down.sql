DROP INDEX ledger_entries_by_time;
DROP TABLE quittances_due;
DROP TABLE quittance_prints;
DROP TABLE quittances;
DROP TABLE quittance_counters;
DROP FUNCTION refuse_gap_in_series;
