-- What each text was when it was saved, so that a damaged one is noticed; and no name of what was to be forgotten.
ALTER TABLE archive.articles ADD COLUMN text_sha256 VARCHAR;
UPDATE archive.articles SET text_sha256 = sha256(text);
UPDATE archive.forgotten SET subject = sha256(subject) WHERE NOT regexp_full_match(subject, '[0-9a-f]{64}');
