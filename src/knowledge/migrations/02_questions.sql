-- What was asked, shown and rated. The words are masked before they are stored.
CREATE TABLE knowledge_question (
  id         INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  code       TEXT    NOT NULL,             -- what a citizen without an account proves the question by
  channel    TEXT    NOT NULL,             -- desk, public
  asker      TEXT    NOT NULL,
  question   TEXT    NOT NULL,
  region     TEXT    NOT NULL,
  answered   INTEGER NOT NULL,
  entry      INTEGER NOT NULL DEFAULT 0,   -- shown first
  version    INTEGER NOT NULL DEFAULT 0,
  confidence REAL    NOT NULL,
  gap        INTEGER NOT NULL DEFAULT 0,
  helpful    INTEGER,                      -- 1, 0
  request    TEXT    NOT NULL DEFAULT ''   -- number of the request that it became
) STRICT;
CREATE INDEX knowledge_question_of_gap ON knowledge_question (gap) WHERE gap <> 0;
CREATE INDEX knowledge_question_of_entry ON knowledge_question (entry, id) WHERE entry <> 0;

-- Questions that nobody could answer, each kind once.
CREATE TABLE knowledge_gap (
  id        INTEGER PRIMARY KEY,
  version   INTEGER NOT NULL DEFAULT 1,
  question  TEXT    NOT NULL,
  unit      TEXT    NOT NULL,
  matter    TEXT    NOT NULL,
  state     TEXT    NOT NULL CHECK (state IN ('open', 'filled', 'dismissed')),
  asked     INTEGER NOT NULL,
  first_at  INTEGER NOT NULL,
  last_at   INTEGER NOT NULL,
  entry     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX knowledge_gap_open ON knowledge_gap (asked DESC, id) WHERE state = 'open';
CREATE TABLE knowledge_gap_asker (
  gap   INTEGER NOT NULL,
  actor TEXT    NOT NULL,
  PRIMARY KEY (gap, actor)
) STRICT, WITHOUT ROWID;

-- Duties of the owners of entries, each with a limit.
CREATE TABLE knowledge_task (
  id        INTEGER PRIMARY KEY,
  kind      TEXT    NOT NULL,   -- review, wrong, missing, outdated, conflict, duplicate
  entry     INTEGER NOT NULL,
  other     INTEGER NOT NULL DEFAULT 0,   -- the second entry of a conflict or duplicate
  unit      TEXT    NOT NULL,
  detail    TEXT    NOT NULL,
  actor     TEXT    NOT NULL,
  opened_at INTEGER NOT NULL,
  due       INTEGER NOT NULL,
  late      INTEGER NOT NULL DEFAULT 0,
  closed_at INTEGER,
  outcome   TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX knowledge_task_open ON knowledge_task (unit, due) WHERE closed_at IS NULL;
CREATE INDEX knowledge_task_of_entry ON knowledge_task (entry, kind) WHERE closed_at IS NULL;
