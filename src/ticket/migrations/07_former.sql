-- Numbers that a request was filed under before its caller's number was corrected, where both are one person's: rows of
-- the vault that are found by the former number and hold nothing else.
CREATE TABLE request_former (
  sealed     INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL
) STRICT;
CREATE INDEX former_of_request ON request_former (request_id);
