-- Searches that people keep under a name. What is searched for may be somebody's name: a sealed row of the vault.
CREATE TABLE account_view (
  id      INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id),
  name    TEXT    NOT NULL,
  query   INTEGER NOT NULL,  -- sealed
  UNIQUE (account, name)
) STRICT;
