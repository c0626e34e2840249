-- Clocks that ran out, once each.
CREATE TABLE ticket_late (
  ticket_id  INTEGER NOT NULL,
  what       TEXT NOT NULL,
  assignment INTEGER NOT NULL,
  due        INTEGER NOT NULL,
  noted_at   INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, what, assignment, due)
) STRICT, WITHOUT ROWID;
CREATE INDEX late_by_time ON ticket_late (noted_at);
