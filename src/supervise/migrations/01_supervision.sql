-- Steps of the ladder: each card, urging, supervision, listed until it is answered.
CREATE TABLE supervision_step (
  id         INTEGER PRIMARY KEY,
  stream     TEXT    NOT NULL,               -- "ticket" or "knowledge"
  subject    INTEGER NOT NULL,
  assignment INTEGER NOT NULL DEFAULT 0,
  unit       TEXT    NOT NULL,
  step       TEXT    NOT NULL,               -- yellow, red, urge, supervise, raise, board
  rung       TEXT    NOT NULL DEFAULT '',    -- code of supervision.toml; '' for cards
  name       TEXT    NOT NULL,               -- of the rung that day
  cause      TEXT    NOT NULL,               -- trigger, "due" for cards, "unanswered" for a climb
  leader     TEXT    NOT NULL DEFAULT '',    -- name of the one who is to answer
  raised_at  INTEGER NOT NULL,
  answer_due INTEGER,
  state      TEXT    NOT NULL,               -- open, answered, settled, climbed
  ended_at   INTEGER,
  ended_by   TEXT    NOT NULL DEFAULT '',
  answer     INTEGER                         -- sealed
) STRICT;
CREATE INDEX step_by_state ON supervision_step (state, id);
CREATE INDEX step_of_unit ON supervision_step (unit, state, id);
CREATE INDEX step_of_subject ON supervision_step (stream, subject, id);

-- What has been acted upon, once each; a trigger that found the ladder high enough names the step it joined.
CREATE TABLE supervision_cause (
  once_key TEXT PRIMARY KEY,
  cause    TEXT NOT NULL,
  step     INTEGER NOT NULL,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tickets by the object that they are about, to see events that grow or come back.
CREATE TABLE watched_ticket (
  ticket    INTEGER PRIMARY KEY,
  object    TEXT    NOT NULL,
  matter    TEXT    NOT NULL,
  level2    TEXT    NOT NULL,
  opened_at INTEGER NOT NULL,
  ended_at  INTEGER
) STRICT;
CREATE INDEX watched_by_object ON watched_ticket (object, level2, opened_at);

CREATE TABLE alert (
  id        INTEGER PRIMARY KEY,
  rule      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,                -- growing, group
  object    TEXT    NOT NULL,
  matter    TEXT    NOT NULL,
  people    INTEGER NOT NULL DEFAULT 0,
  state     TEXT    NOT NULL,                -- open, acknowledged, closed
  raised_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT    NOT NULL DEFAULT '',
  note      INTEGER                          -- sealed: how it ended
) STRICT;
CREATE INDEX alert_by_state ON alert (state, id);
CREATE INDEX alert_of_object ON alert (rule, object, matter, id);
CREATE TABLE alert_ticket (
  alert  INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  PRIMARY KEY (alert, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_of_ticket ON alert_ticket (ticket);
CREATE TABLE alert_body (
  alert           INTEGER NOT NULL,
  unit            TEXT    NOT NULL,
  acknowledged_at INTEGER,
  acknowledged_by TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (alert, unit)
) STRICT, WITHOUT ROWID;
