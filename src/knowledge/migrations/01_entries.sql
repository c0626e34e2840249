-- Entries of the knowledge base as lists read them. What was written when stands in knowledge_content, who did
-- it and in which order in the journal (stream "knowledge").
CREATE TABLE knowledge_entry (
  id              INTEGER PRIMARY KEY,
  version         INTEGER NOT NULL,
  published       INTEGER NOT NULL DEFAULT 0,   -- version that readers see
  state           TEXT    NOT NULL CHECK (state IN ('draft', 'review', 'published', 'withdrawn')),
  title           TEXT    NOT NULL,
  owner           TEXT    NOT NULL,
  matter          TEXT    NOT NULL,
  region          TEXT    NOT NULL,
  shown_title     TEXT    NOT NULL DEFAULT '',  -- of the published version
  shown_owner     TEXT    NOT NULL DEFAULT '',
  shown           TEXT    NOT NULL DEFAULT '',  -- its visibility; '' when nothing is published
  valid_from      INTEGER,                      -- of the published version
  valid_to        INTEGER,
  review_by       INTEGER,
  source_key      TEXT    NOT NULL DEFAULT '',
  batch           INTEGER NOT NULL DEFAULT 0,
  edited_by       TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX knowledge_by_source ON knowledge_entry (source_key) WHERE source_key <> '';
CREATE INDEX knowledge_by_state ON knowledge_entry (state, id);
CREATE INDEX knowledge_by_owner ON knowledge_entry (owner, id) WHERE owner <> '';
CREATE INDEX knowledge_by_batch ON knowledge_entry (batch, id) WHERE batch <> 0;

-- Every version that changed the content, whole. The journal holds its digest.
CREATE TABLE knowledge_content (
  entry   INTEGER NOT NULL,
  version INTEGER NOT NULL,
  content TEXT    NOT NULL,
  digest  TEXT    NOT NULL,
  PRIMARY KEY (entry, version)
) STRICT, WITHOUT ROWID;
