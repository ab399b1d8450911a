-- From here on the identifier of a new case belongs to its reference (UUID version 8), and what is sealed as its reference begins with
-- a nonce. No table changes; a program that does not know must not write here any more.
SELECT 6;
