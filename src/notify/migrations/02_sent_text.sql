-- What was sent to an address, word for word: a sealed row, since templates change and the text may name people.
ALTER TABLE message ADD COLUMN sent_text INTEGER;
