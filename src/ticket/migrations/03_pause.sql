-- A clock that stands still says since when.
ALTER TABLE ticket_clock ADD COLUMN paused INTEGER;
CREATE INDEX clock_open ON ticket_clock (ticket_id) WHERE stopped IS NULL;
