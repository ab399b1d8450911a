-- Who looked at whom: the entries about one case, in order.
CREATE INDEX log_entries_by_subject ON log_entries (subject_id, sequence) WHERE subject_id IS NOT NULL;
