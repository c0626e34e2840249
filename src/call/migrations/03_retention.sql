-- How far each rule of retention came, in the order of closing (of ringing, for calls).
CREATE TABLE retention_mark (
  rule TEXT PRIMARY KEY,
  at   INTEGER NOT NULL,
  id   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
