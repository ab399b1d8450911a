CREATE TABLE documents (
    version        TEXT PRIMARY KEY NOT NULL,
    kind           TEXT NOT NULL,
    content        BLOB NOT NULL,
    seal           TEXT NOT NULL,
    recorded_at    TEXT NOT NULL
) STRICT;

CREATE TRIGGER documents_are_never_changed BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'Documents are append-only: a document is never changed.');
END;

CREATE TRIGGER documents_are_never_deleted BEFORE DELETE ON documents
BEGIN
    SELECT RAISE(ABORT, 'Documents are append-only: a document is never deleted.');
END;
