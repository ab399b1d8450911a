-- A keyed fingerprint of the reference as a reader sees it, without case and with look-alike letters made one: no case begins under a name
-- that would be taken for another's. Filled in at the start for cases of before.
ALTER TABLE cases ADD COLUMN like_lookup TEXT;
CREATE INDEX cases_by_like ON cases (like_lookup) WHERE like_lookup IS NOT NULL;
