-- Erasing a row makes every payload of that case unreadable for good; the chain stays whole.
CREATE TABLE cases (
    subject_id       TEXT PRIMARY KEY NOT NULL,
    reference_lookup TEXT NOT NULL UNIQUE,
    sealed_reference BLOB NOT NULL,
    wrapped_key      BLOB NOT NULL
) STRICT;
