-- The second factor of an account: its secret is a sealed row of the vault; unconfirmed until a first code
-- was right. `last_step` is the newest time step whose code was taken, so that no code is taken twice.
CREATE TABLE account_factor (
  account      INTEGER PRIMARY KEY REFERENCES account (id),
  secret       INTEGER NOT NULL,
  confirmed_at INTEGER,
  last_step    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Codes for the day when the device is lost, each good once.
CREATE TABLE account_recovery_code (
  account INTEGER NOT NULL REFERENCES account (id),
  hash    BLOB    NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- Earlier passwords that may not be taken again.
CREATE TABLE account_old_password (
  id            INTEGER PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id),
  password_hash TEXT    NOT NULL
) STRICT;
CREATE INDEX account_old_password_by_account ON account_old_password (account, id);
