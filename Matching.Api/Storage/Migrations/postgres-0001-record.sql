CREATE TABLE log_entries (
    sequence         BIGINT PRIMARY KEY,
    entry_id         TEXT NOT NULL UNIQUE,
    kind             TEXT NOT NULL,
    recorded_at      TEXT NOT NULL,
    caller           TEXT NOT NULL,
    subject_id       TEXT NULL,
    state_sequence   BIGINT NOT NULL,
    idempotency      TEXT NULL UNIQUE,
    body_fingerprint TEXT NULL,
    payload          BYTEA NOT NULL,
    previous_hash    TEXT NOT NULL,
    hash             TEXT NOT NULL
);

-- Sealed payloads do not get smaller.
ALTER TABLE log_entries ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX log_entries_by_kind ON log_entries (kind, sequence);

-- Who looked at whom: the entries about one case, in order.
CREATE INDEX log_entries_by_subject ON log_entries (subject_id, sequence) WHERE subject_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: nothing in it is ever changed or deleted.', TG_TABLE_NAME;
END $$;

CREATE TRIGGER log_entries_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The end of the chain, sealed with the master key: a log cut short or rewritten from end to end does not fit it.
-- Whoever writes to the log holds this row until the commit.
CREATE TABLE log_seal (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash     TEXT NOT NULL,
    seal     TEXT NOT NULL
);

-- Erasing a row makes every payload of that case unreadable for good; the chain stays whole.
CREATE TABLE cases (
    subject_id       TEXT PRIMARY KEY NOT NULL,
    reference_lookup TEXT NOT NULL UNIQUE,
    sealed_reference BYTEA NOT NULL,
    wrapped_key      BYTEA NOT NULL
);

CREATE TABLE documents (
    version     TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL,
    content     BYTEA NOT NULL,
    seal        TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);

CREATE TRIGGER documents_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON documents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE store_settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);
