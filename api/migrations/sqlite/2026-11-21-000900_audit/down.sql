DROP INDEX events_by_label;
DROP INDEX events_by_kind;
DROP INDEX events_by_action;
