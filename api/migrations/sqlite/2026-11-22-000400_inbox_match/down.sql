DROP INDEX payment_inbox_named;
