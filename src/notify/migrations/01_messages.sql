-- The outbox, and the messages that people find in their console. No address and no personal data stands here:
-- `address` and `sealed_arguments` name sealed rows of the vault.
CREATE TABLE message (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  once_key         TEXT    NOT NULL UNIQUE,
  stream           TEXT    NOT NULL,
  subject          INTEGER NOT NULL,
  recipient_kind   TEXT    NOT NULL CHECK (recipient_kind IN ('account', 'role', 'unit', 'email', 'phone')),
  recipient        TEXT,
  address          INTEGER,
  template         TEXT    NOT NULL,
  language         TEXT    NOT NULL CHECK (language IN ('zh', 'en')),
  arguments        TEXT    NOT NULL,
  sealed_arguments TEXT    NOT NULL,
  critical         INTEGER NOT NULL,
  expires_at       INTEGER,
  state            TEXT    NOT NULL DEFAULT 'queued'
                   CHECK (state IN ('queued', 'sent', 'failed', 'expired', 'suppressed', 'uncertain')),
  job              INTEGER NOT NULL,
  created_at       INTEGER NOT NULL,
  ended_at         INTEGER,
  reason_zh        TEXT,
  reason_en        TEXT,
  CHECK ((recipient_kind IN ('email', 'phone')) = (address IS NOT NULL)),
  CHECK ((recipient_kind IN ('email', 'phone')) = (recipient IS NULL))
) STRICT;
CREATE INDEX message_subject ON message (stream, subject);
CREATE INDEX message_failed ON message (id) WHERE state = 'failed';
CREATE INDEX message_uncertain ON message (id) WHERE state = 'uncertain';

CREATE TABLE console_message (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  once_key      TEXT    NOT NULL UNIQUE,
  audience_kind TEXT    NOT NULL CHECK (audience_kind IN ('account', 'role', 'unit')),
  audience      TEXT    NOT NULL,
  stream        TEXT    NOT NULL,
  subject       INTEGER NOT NULL,
  title         TEXT    NOT NULL,
  body          TEXT    NOT NULL,
  critical      INTEGER NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX console_message_audience ON console_message (audience_kind, audience, id);

CREATE TABLE console_read (
  message INTEGER NOT NULL REFERENCES console_message (id) ON DELETE CASCADE,
  account INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (message, account)
) STRICT, WITHOUT ROWID;
