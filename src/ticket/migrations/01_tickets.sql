-- Requests: one caller's words each. Personal data and words are sealed rows of the vault; the masked columns
-- are what lists and full text may show.
CREATE TABLE request (
  id              INTEGER PRIMARY KEY,
  number          TEXT NOT NULL UNIQUE,
  query_code      TEXT NOT NULL,
  ticket_id       INTEGER NOT NULL,
  channel         TEXT NOT NULL,
  received_at     INTEGER NOT NULL,
  words           INTEGER NOT NULL,   -- sealed
  caller_name     INTEGER,            -- sealed
  caller_phone    INTEGER,            -- sealed
  caller_address  INTEGER,            -- sealed
  masked_name     TEXT NOT NULL DEFAULT '',
  masked_phone    TEXT NOT NULL DEFAULT '',
  language        TEXT NOT NULL,
  special_needs   TEXT NOT NULL DEFAULT '',
  anonymous       INTEGER NOT NULL,
  secret          INTEGER NOT NULL,
  reply_by        TEXT NOT NULL DEFAULT '',
  source          TEXT NOT NULL DEFAULT '',
  external_id     TEXT NOT NULL DEFAULT '',
  erased_at       INTEGER
) STRICT;
CREATE INDEX request_of_ticket ON request (ticket_id);
CREATE INDEX request_by_phone ON request (caller_phone) WHERE caller_phone IS NOT NULL;
CREATE INDEX request_by_time ON request (received_at);
CREATE UNIQUE INDEX request_of_source ON request (source, external_id) WHERE external_id <> '';

CREATE TABLE request_text (
  request_id INTEGER PRIMARY KEY,
  title      TEXT NOT NULL,
  words      TEXT NOT NULL,
  place      TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE request_fts USING fts5 (
  title, words, place, content = 'request_text', content_rowid = 'request_id', tokenize = 'hotline_cjk'
);

CREATE TABLE request_rating (
  request_id INTEGER PRIMARY KEY,
  at         INTEGER NOT NULL,
  contacted  INTEGER,          -- 有关部门是否联系
  solved     TEXT NOT NULL,    -- yes, no, not_due, unknown
  result     INTEGER,          -- 1 to 5
  unit       INTEGER,
  agent      INTEGER,
  words      INTEGER           -- sealed
) STRICT;

CREATE TABLE number_serial (
  day  TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What lists, boards and search show of a ticket: made from its events, never decided on.
CREATE TABLE ticket (
  id             INTEGER PRIMARY KEY,
  number         TEXT NOT NULL UNIQUE,
  version        INTEGER NOT NULL,
  parent         INTEGER NOT NULL DEFAULT 0,
  state          TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  kind           TEXT NOT NULL,
  urgency        TEXT NOT NULL,
  importance     TEXT NOT NULL,
  matter         TEXT NOT NULL,
  division       TEXT NOT NULL,
  lead_unit      TEXT NOT NULL,
  title          TEXT NOT NULL,
  place          TEXT NOT NULL,
  secret         INTEGER NOT NULL,
  flags          TEXT NOT NULL,
  confidence     REAL,
  requests       INTEGER NOT NULL,
  merged_into    INTEGER NOT NULL,
  urged          INTEGER NOT NULL,
  supervision    INTEGER NOT NULL,
  returned       INTEGER NOT NULL,
  reopened       INTEGER NOT NULL,
  opened_at      INTEGER NOT NULL,
  dispatched_at  INTEGER,
  resolved_at    INTEGER,
  closed_at      INTEGER,
  next_due       INTEGER
) STRICT;
CREATE INDEX ticket_by_state ON ticket (state, next_due);
CREATE INDEX ticket_by_time ON ticket (opened_at);
CREATE INDEX ticket_by_matter ON ticket (matter, opened_at);
CREATE INDEX ticket_by_due ON ticket (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE assignment (
  ticket_id   INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  unit        TEXT NOT NULL,
  part        TEXT NOT NULL,
  origin      TEXT NOT NULL,
  state       TEXT NOT NULL,
  assigned_at INTEGER NOT NULL,
  signed_at   INTEGER,
  replied_at  INTEGER,
  due         INTEGER,
  PRIMARY KEY (ticket_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_of_unit ON assignment (unit, state, due);

-- Facets. Each row comes from one event.
CREATE TABLE ticket_clock (
  ticket_id  INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  what       TEXT NOT NULL,
  assignment INTEGER NOT NULL,
  started    INTEGER NOT NULL,
  due        INTEGER NOT NULL,
  stopped    INTEGER,
  PRIMARY KEY (ticket_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket_urging (
  ticket_id INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  unit      TEXT NOT NULL,
  actor     TEXT NOT NULL
) STRICT;
CREATE INDEX urging_of_ticket ON ticket_urging (ticket_id);
CREATE TABLE ticket_supervision (
  ticket_id INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  level     INTEGER NOT NULL,
  unit      TEXT NOT NULL,
  actor     TEXT NOT NULL
) STRICT;
CREATE INDEX supervision_of_ticket ON ticket_supervision (ticket_id);
CREATE TABLE ticket_handover (
  ticket_id       INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  line            TEXT NOT NULL,
  ordered_at      INTEGER NOT NULL,
  acknowledge_by  INTEGER NOT NULL,
  acknowledged_at INTEGER,
  declined_at     INTEGER,
  reference       TEXT NOT NULL,
  PRIMARY KEY (ticket_id, id)
) STRICT, WITHOUT ROWID;

-- Which sealed rows belong to a ticket, so that erasing its callers' data finds them all.
CREATE TABLE ticket_sealed (
  ticket_id INTEGER NOT NULL,
  sealed    INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  PRIMARY KEY (ticket_id, sealed)
) STRICT, WITHOUT ROWID;

-- Attachments: content lies in a file named by its hash; a request or a unit's evidence points to it.
CREATE TABLE attachment (
  id         INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL DEFAULT 0,
  ticket_id  INTEGER NOT NULL DEFAULT 0,
  hash       TEXT NOT NULL,
  type       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_of_request ON attachment (request_id);
CREATE INDEX attachment_of_ticket ON attachment (ticket_id);
CREATE INDEX attachment_by_hash ON attachment (hash);
