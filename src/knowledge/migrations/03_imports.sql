-- Imports: what was brought in when, and what could not be read.
CREATE TABLE knowledge_batch (
  id         INTEGER PRIMARY KEY,
  name       TEXT    NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('running', 'done', 'interrupted')),
  actor      TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  ended_at   INTEGER,
  files      INTEGER NOT NULL DEFAULT 0,
  candidates INTEGER NOT NULL DEFAULT 0,
  created    INTEGER NOT NULL DEFAULT 0,
  changed    INTEGER NOT NULL DEFAULT 0,
  known      INTEGER NOT NULL DEFAULT 0,
  published  INTEGER NOT NULL DEFAULT 0,
  conflicts  INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE knowledge_batch_fault (
  batch     INTEGER NOT NULL,
  position  INTEGER NOT NULL,
  name      TEXT    NOT NULL,
  code      TEXT    NOT NULL,
  reason_zh TEXT    NOT NULL,
  reason_en TEXT    NOT NULL,
  PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;
