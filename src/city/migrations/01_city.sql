-- Every recorded version of the city's files, whole: what was in force can always be read and put back.
CREATE TABLE city_version (
  number      INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  actor       TEXT    NOT NULL,
  digest      TEXT    NOT NULL,
  note        TEXT    NOT NULL,
  rollback_of INTEGER REFERENCES city_version (number)
) STRICT;
CREATE INDEX city_version_by_digest ON city_version (digest);

CREATE TABLE city_file (
  version INTEGER NOT NULL REFERENCES city_version (number),
  name    TEXT    NOT NULL,
  content TEXT    NOT NULL,
  PRIMARY KEY (version, name)
) STRICT, WITHOUT ROWID;
