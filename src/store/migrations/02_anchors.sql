-- Signed statements of where the chain stood (see anchor.hpp). The same lines stand in a file outside.
CREATE TABLE journal_anchor (
  number    INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  hash      BLOB NOT NULL,
  signed_by BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER anchor_stays BEFORE DELETE ON journal_anchor
BEGIN SELECT RAISE(ABORT, 'anchors are never deleted'); END;
CREATE TRIGGER anchor_keeps_content BEFORE UPDATE ON journal_anchor
BEGIN SELECT RAISE(ABORT, 'anchors are never changed'); END;
