-- Generations of the master key, and which of them wraps a row's key. The index key stays the same through
-- all of them, so that no index value has to be made anew: of the first generation it is derived, of later
-- ones it stands here, wrapped.
CREATE TABLE vault_key (
  generation   INTEGER PRIMARY KEY,
  suite        TEXT NOT NULL,
  proof        BLOB NOT NULL,
  index_key    BLOB,
  rewrapped_to INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO vault_key (generation, suite, proof) SELECT 1, 'sodium', proof FROM vault_master;
DROP TABLE vault_master;
ALTER TABLE vault ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
