-- The journal: append-only, one hash chain (see journal.hpp).
CREATE TABLE journal (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  stream  TEXT NOT NULL,
  subject INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  origin  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  payload TEXT NOT NULL,
  hash    BLOB NOT NULL
) STRICT;
CREATE INDEX journal_subject ON journal (stream, subject, seq);
CREATE TRIGGER journal_keeps_entries BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries are never deleted'); END;
CREATE TRIGGER journal_keeps_content BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END;

-- Where the chain ends: without it a cut-off tail could not be told from a shorter journal.
CREATE TABLE journal_head (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  seq  INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO journal_head (one, seq, hash) VALUES (1, 0, zeroblob(32));

-- Sealed rows. A row is never deleted: erasing overwrites key, content and index value in place with zeros of
-- the same size, so that no page ever keeps a stray copy of a moved cell.
CREATE TABLE vault (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  erased   INTEGER NOT NULL CHECK (erased IN (0, 1)),
  row_key  BLOB NOT NULL,
  found_by BLOB,
  sealed   BLOB NOT NULL
) STRICT;
CREATE INDEX vault_found_by ON vault (kind, found_by, id) WHERE erased = 0 AND found_by IS NOT NULL;

-- Tells the master key of this database from any other.
CREATE TABLE vault_master (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  proof BLOB NOT NULL
) STRICT;
