-- A caller's resident ID, for matters that cannot be handled without it: sealed, and found by the number through the vault.
ALTER TABLE request ADD COLUMN caller_id_number INTEGER;
ALTER TABLE request ADD COLUMN masked_id_number TEXT NOT NULL DEFAULT '';
CREATE INDEX request_by_id_number ON request (caller_id_number) WHERE caller_id_number IS NOT NULL;
