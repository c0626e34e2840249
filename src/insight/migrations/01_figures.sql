-- What the figures group a ticket by.
CREATE TABLE figure_ticket (
  ticket_id INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL,
  matter    TEXT NOT NULL,
  division  TEXT NOT NULL
) STRICT;

-- The facts behind every number. day is local, yyyymmdd.
CREATE TABLE figure_fact (
  ticket_id INTEGER NOT NULL,
  figure    INTEGER NOT NULL,
  ordinal   INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  day       INTEGER NOT NULL,
  hour      INTEGER NOT NULL,
  unit      TEXT NOT NULL,
  channel   TEXT NOT NULL,
  hit       INTEGER NOT NULL,
  excluded  INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, figure, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_by_day ON figure_fact (figure, day);
CREATE INDEX fact_of_unit ON figure_fact (unit, figure, day) WHERE unit <> '';

-- Sums of the facts. dimension: 1 city, 2 unit, 3 matter, 4 division, 5 channel, 6 kind, 7 hour.
CREATE TABLE figure_count (
  dimension INTEGER NOT NULL,
  day       INTEGER NOT NULL,
  key       TEXT NOT NULL,
  figure    INTEGER NOT NULL,
  whole     INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  excluded  INTEGER NOT NULL,
  PRIMARY KEY (dimension, day, key, figure)
) STRICT, WITHOUT ROWID;

-- Months that were frozen: the numbers as they stood, never touched again.
CREATE TABLE figure_month (
  month     INTEGER PRIMARY KEY,   -- yyyymm
  frozen_at INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  seq       INTEGER NOT NULL,      -- newest entry of the journal that was counted
  digest    TEXT NOT NULL
) STRICT;
CREATE TABLE figure_month_count (
  month     INTEGER NOT NULL,
  dimension INTEGER NOT NULL,
  key       TEXT NOT NULL,
  figure    INTEGER NOT NULL,
  whole     INTEGER NOT NULL,
  part      INTEGER NOT NULL,
  excluded  INTEGER NOT NULL,
  PRIMARY KEY (month, dimension, key, figure)
) STRICT, WITHOUT ROWID;

-- What is left out of the figures, who asked for it, and who decided.
CREATE TABLE figure_exclusion (
  id          INTEGER PRIMARY KEY,
  ticket_id   INTEGER NOT NULL,
  request_id  INTEGER NOT NULL,   -- 0: the whole ticket
  kind        TEXT NOT NULL,      -- unreasonable, appeal, malicious
  figures     TEXT NOT NULL,      -- numbers, separated by commas
  unit        TEXT NOT NULL,      -- that appeals; '' for the hotline
  state       TEXT NOT NULL,      -- asked, upheld, rejected
  asked_at    INTEGER NOT NULL,
  asked_by    TEXT NOT NULL,
  words       INTEGER NOT NULL,   -- sealed
  evidence    TEXT NOT NULL,      -- attachment ids, separated by commas
  record      TEXT NOT NULL,      -- what stands beside it: the caller's ratings so far
  decided_at  INTEGER,
  decided_by  TEXT NOT NULL DEFAULT '',
  decision    INTEGER NOT NULL DEFAULT 0   -- sealed words of the reviewer
) STRICT;
CREATE INDEX exclusion_of_ticket ON figure_exclusion (ticket_id);
CREATE INDEX exclusion_by_state ON figure_exclusion (state, id);
