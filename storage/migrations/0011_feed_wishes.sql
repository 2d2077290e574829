-- What a feed's publisher asks for, kept over answers that do not repeat it (304), and what a feed brings along.
ALTER TABLE archive.feeds ADD COLUMN title VARCHAR;
ALTER TABLE archive.feeds ADD COLUMN hint_seconds DOUBLE; -- ttl, sy:updatePeriod
ALTER TABLE archive.feeds ADD COLUMN fresh_seconds DOUBLE; -- max-age, Expires
ALTER TABLE archive.feeds ADD COLUMN skip_hours INTEGER[] DEFAULT [];
ALTER TABLE archive.feeds ADD COLUMN skip_days INTEGER[] DEFAULT [];
ALTER TABLE archive.feeds ADD COLUMN held_until TIMESTAMPTZ; -- Retry-After
ALTER TABLE archive.feeds ADD COLUMN hub VARCHAR;
ALTER TABLE archive.feeds ADD COLUMN topic VARCHAR;
-- The text that a feed brings along, until the page itself was read.
ALTER TABLE archive.entries ADD COLUMN content VARCHAR DEFAULT '';
