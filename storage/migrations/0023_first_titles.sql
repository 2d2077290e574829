-- A story is named after its newest development; the headline with which it began is kept beside it.
ALTER TABLE archive.stories ADD COLUMN first_title VARCHAR DEFAULT '';
ALTER TABLE archive.stories ADD COLUMN title_at TIMESTAMPTZ;
UPDATE archive.stories AS s SET first_title = f.title
FROM (SELECT story_id, arg_min(title, recorded_at) AS title FROM archive.stories GROUP BY story_id) AS f
WHERE f.story_id = s.story_id;
ALTER TABLE archive.settled_stories ADD COLUMN first_title VARCHAR;
