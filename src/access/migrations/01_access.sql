-- People. `roles` is a blank-separated set of role names; the lock-out stands beside the hash it protects.
CREATE TABLE account (
  id            INTEGER PRIMARY KEY,
  login         TEXT    NOT NULL UNIQUE,
  display       TEXT    NOT NULL,
  roles         TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  language      TEXT    NOT NULL CHECK (language IN ('zh', 'en')),
  disabled      INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  version       INTEGER NOT NULL DEFAULT 1,
  password_hash TEXT    NOT NULL,
  password_at   INTEGER NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,
  locked_until  INTEGER,
  created_at    INTEGER NOT NULL
) STRICT;

-- Open sessions only: the journal keeps the memory of those that ended.
CREATE TABLE account_session (
  id         INTEGER PRIMARY KEY,
  account    INTEGER NOT NULL REFERENCES account (id),
  token_hash BLOB    NOT NULL UNIQUE,
  opened_at  INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_session_by_account ON account_session (account);

-- Keys of programs. `scopes` is a blank-separated set of right names.
CREATE TABLE api_key (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  secret_hash BLOB    NOT NULL,
  scopes      TEXT    NOT NULL,
  unit        TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER,
  used_at     INTEGER,
  revoked_at  INTEGER
) STRICT;
CREATE INDEX api_key_by_name ON api_key (name);
