-- Hard cases of the week: what the data proposes, who leads it, what is to be done, and how it went on.
CREATE TABLE topic (
  id          INTEGER PRIMARY KEY,
  week        TEXT    NOT NULL,              -- Monday of the week, yyyy-mm-dd
  level2      TEXT    NOT NULL,
  division    TEXT    NOT NULL,              -- district
  score       INTEGER NOT NULL,
  tickets     INTEGER NOT NULL,
  reopened    INTEGER NOT NULL,
  unhappy     INTEGER NOT NULL,
  late        INTEGER NOT NULL,
  state       TEXT    NOT NULL,              -- proposed, adopted, closed, dropped
  leader      TEXT    NOT NULL DEFAULT '',
  proposed_at INTEGER NOT NULL,
  ended_at    INTEGER,
  UNIQUE (week, level2, division)
) STRICT;
CREATE INDEX topic_by_state ON topic (state, id);
CREATE INDEX topic_of_matter ON topic (level2, division, state);
CREATE TABLE topic_task (
  topic   INTEGER NOT NULL,
  id      INTEGER NOT NULL,
  unit    TEXT    NOT NULL,
  words   INTEGER NOT NULL,                  -- sealed
  due     INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (topic, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE topic_note (
  topic INTEGER NOT NULL,
  id    INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  actor TEXT    NOT NULL,
  words INTEGER NOT NULL,                    -- sealed
  PRIMARY KEY (topic, id)
) STRICT, WITHOUT ROWID;
