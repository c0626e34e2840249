-- Everything that happens later. See include/hotline/jobs/job.hpp for the states.
CREATE TABLE job (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  kind             TEXT    NOT NULL,
  unique_key       TEXT,
  stream           TEXT    NOT NULL,
  subject          INTEGER NOT NULL,
  due_at           INTEGER NOT NULL,
  priority         INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  payload          TEXT    NOT NULL,
  state            TEXT    NOT NULL DEFAULT 'ready'
                   CHECK (state IN ('ready', 'leased', 'unknown', 'done', 'dead', 'cancelled')),
  -- Stands beside the state so that leasing, which leaves it as it is, leaves the indexes on it alone too.
  open             INTEGER NOT NULL DEFAULT 1 CHECK (open = (state IN ('ready', 'leased', 'unknown'))),
  attempts         INTEGER NOT NULL DEFAULT 0,
  tries            INTEGER NOT NULL DEFAULT 0,
  max_tries        INTEGER NOT NULL,
  backoff_first_ms INTEGER NOT NULL,
  backoff_cap_ms   INTEGER NOT NULL,
  lease_ms         INTEGER,
  lease_until      INTEGER,
  created_at       INTEGER NOT NULL,
  ended_at         INTEGER
) STRICT;

-- The order in which due work is offered.
CREATE INDEX job_ready ON job (kind, priority, due_at) WHERE state = 'ready';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'leased';
CREATE UNIQUE INDEX job_open_key ON job (kind, unique_key)
  WHERE open = 1 AND unique_key IS NOT NULL;
CREATE INDEX job_open_subject ON job (stream, subject) WHERE open = 1;
CREATE INDEX job_unknown ON job (id) WHERE state = 'unknown';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';
CREATE INDEX job_ended ON job (ended_at) WHERE state IN ('done', 'cancelled');

CREATE TABLE job_attempt (
  job           INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  number        INTEGER NOT NULL,
  worker        TEXT    NOT NULL,
  token         TEXT    NOT NULL,
  due_at        INTEGER NOT NULL,
  started_at    INTEGER NOT NULL,
  heartbeat_at  INTEGER NOT NULL,
  call_began_at INTEGER,
  ended_at      INTEGER,
  outcome       TEXT,
  error_code    TEXT,
  error_zh      TEXT,
  error_en      TEXT,
  result        TEXT,
  PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

-- How many jobs of each kind stand in each state, kept with every change so that reading it costs nothing.
CREATE TABLE job_count (
  kind  TEXT    NOT NULL,
  state TEXT    NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (kind, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER job_counted AFTER INSERT ON job BEGIN
  INSERT INTO job_count (kind, state, n) VALUES (NEW.kind, NEW.state, 1)
    ON CONFLICT (kind, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER job_recounted AFTER UPDATE OF state ON job WHEN OLD.state <> NEW.state BEGIN
  UPDATE job_count SET n = n - 1 WHERE kind = OLD.kind AND state = OLD.state;
  INSERT INTO job_count (kind, state, n) VALUES (NEW.kind, NEW.state, 1)
    ON CONFLICT (kind, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER job_uncounted AFTER DELETE ON job BEGIN
  UPDATE job_count SET n = n - 1 WHERE kind = OLD.kind AND state = OLD.state;
END;

-- How far each consumer has followed the journal.
CREATE TABLE feed_cursor (
  consumer   TEXT    PRIMARY KEY,
  seq        INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
