-- Programs that are told when there is a call to make.
CREATE TABLE webhook (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT    NOT NULL UNIQUE,
  url           TEXT    NOT NULL,
  events        TEXT    NOT NULL,              -- names, with blanks between
  secret        INTEGER NOT NULL,              -- sealed
  created_at    INTEGER NOT NULL,
  disabled_at   INTEGER,                       -- it said that it is gone
  delivered_at  INTEGER,                       -- the last time that it took something
  failures      INTEGER NOT NULL DEFAULT 0,    -- in a row
  failing_since INTEGER,
  held_until    INTEGER,                       -- nothing is sent before this instant
  last_error    TEXT    NOT NULL DEFAULT ''
) STRICT;
