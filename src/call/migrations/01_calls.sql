-- Records of calls. The caller's number is a sealed row of the vault.
CREATE TABLE call_record (
  id           INTEGER PRIMARY KEY,
  source       TEXT    NOT NULL,
  external_id  TEXT    NOT NULL,
  channel      TEXT    NOT NULL,
  desk         TEXT    NOT NULL,
  state        TEXT    NOT NULL CHECK (state IN ('ringing', 'answered', 'abandoned', 'ended')),
  phone        INTEGER,            -- sealed
  masked_phone TEXT    NOT NULL,
  agent        INTEGER NOT NULL DEFAULT 0,
  request      INTEGER NOT NULL DEFAULT 0,
  ringing_at   INTEGER NOT NULL,
  answered_at  INTEGER,
  ended_at     INTEGER,
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (source, external_id)
) STRICT;
CREATE INDEX call_by_state ON call_record (state, id);
CREATE INDEX call_of_agent ON call_record (agent, id) WHERE agent <> 0;
CREATE INDEX call_of_phone ON call_record (phone) WHERE phone IS NOT NULL;
CREATE INDEX call_of_request ON call_record (request) WHERE request <> 0;

-- What each agent does now: what the newest journal entry of the agent says.
CREATE TABLE agent_status (
  account INTEGER PRIMARY KEY,
  state   TEXT    NOT NULL,
  since   INTEGER NOT NULL,
  until   INTEGER,
  desk    TEXT    NOT NULL,
  call    INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX agent_on_duty ON agent_status (account) WHERE state <> 'logged_out';
