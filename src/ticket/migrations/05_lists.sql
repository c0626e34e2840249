-- A state's tickets from the newest down, and how many there are: read from the index alone.
DROP INDEX ticket_by_state;
CREATE INDEX ticket_by_state ON ticket (state, merged_into);
CREATE INDEX ticket_secret ON ticket (state, merged_into) WHERE secret = 1;
