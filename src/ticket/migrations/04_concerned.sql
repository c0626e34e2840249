-- Units without a part that may read a ticket: an emergency line with an order, those that are consulted.
CREATE TABLE ticket_concerned (
  unit      TEXT NOT NULL,
  ticket_id INTEGER NOT NULL,
  PRIMARY KEY (unit, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX concerned_of_ticket ON ticket_concerned (ticket_id);

-- Public replies (masked), for the city's page; the newest is the last.
CREATE TABLE ticket_publication (
  id        INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  text      INTEGER NOT NULL   -- sealed
) STRICT;
CREATE INDEX publication_of_ticket ON ticket_publication (ticket_id);
