-- Why an origin is what it says, and names of outlets that need their kind beside them.

ALTER TABLE archive.outlets ADD COLUMN ordinary VARCHAR[] DEFAULT [];
ALTER TABLE archive.origins ADD COLUMN reason VARCHAR;
ALTER TABLE archive.origins ADD COLUMN span_start INTEGER;
ALTER TABLE archive.origins ADD COLUMN span_end INTEGER;
ALTER TABLE archive.origins ADD COLUMN evidence VARCHAR;
