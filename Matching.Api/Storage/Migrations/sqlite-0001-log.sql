CREATE TABLE log_entries (
    sequence         INTEGER PRIMARY KEY,
    entry_id         TEXT NOT NULL UNIQUE,
    kind             TEXT NOT NULL,
    recorded_at      TEXT NOT NULL,
    caller           TEXT NOT NULL,
    subject_id       TEXT NULL,
    state_sequence   INTEGER NOT NULL,
    idempotency      TEXT NULL UNIQUE,
    body_fingerprint TEXT NULL,
    payload          BLOB NOT NULL,
    previous_hash    TEXT NOT NULL,
    hash             TEXT NOT NULL
) STRICT;

CREATE INDEX log_entries_by_kind ON log_entries (kind, sequence);

CREATE TRIGGER log_entries_are_never_changed BEFORE UPDATE ON log_entries
BEGIN
    SELECT RAISE(ABORT, 'The log is append-only: an entry is never changed.');
END;

CREATE TRIGGER log_entries_are_never_deleted BEFORE DELETE ON log_entries
BEGIN
    SELECT RAISE(ABORT, 'The log is append-only: an entry is never deleted.');
END;

-- The end of the chain, sealed with the master key: a log cut short or rewritten from end to end does not fit it.
CREATE TABLE log_seal (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    hash     TEXT NOT NULL,
    seal     TEXT NOT NULL
) STRICT;
