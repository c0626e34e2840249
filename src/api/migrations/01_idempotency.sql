-- The first answer to each Idempotency-Key, stored in the transaction of its effect. `id` is a digest of who
-- asked and the key; `answer` is sealed under a key that only the request's own key and body give, so that
-- nothing of it can be read from the file, and nothing needs erasing by law.
CREATE TABLE api_idempotency (
  id BLOB NOT NULL PRIMARY KEY,
  content BLOB NOT NULL,
  answer BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_idempotency_at ON api_idempotency (at);
