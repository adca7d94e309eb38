DROP TABLE operator_periods;
DROP TABLE export_measures;
DROP TABLE scheme_statuses;
DROP TABLE fee_rates;
