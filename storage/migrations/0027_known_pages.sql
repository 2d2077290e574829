-- A number for page and entry as they were read: a page that is read again and has the same is read no further.
ALTER TABLE archive.readings ADD COLUMN fingerprint BIGINT;
