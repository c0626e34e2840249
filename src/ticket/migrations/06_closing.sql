-- Retention walks tickets in the order in which they closed; parts are found by their parent.
CREATE INDEX ticket_by_closing ON ticket (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_of_parent ON ticket (parent) WHERE parent <> 0;
