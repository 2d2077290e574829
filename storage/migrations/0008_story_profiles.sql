-- A story's profile is one row, so that a run reads as many rows as there are stories near to its newcomers.
CREATE TABLE archive.story_profiles (
    story_id VARCHAR NOT NULL,
    story BIGINT NOT NULL, -- the number by which archive.story_keys knows it
    length DOUBLE NOT NULL, -- of the profile × rarity, as of the run that last changed it
    terms VARCHAR NOT NULL, -- one a line, the heaviest first
    weights DOUBLE[] NOT NULL, -- of each term, summed over the story's copy groups
    copy_groups INTEGER[] NOT NULL -- how many of them use it
);

-- The heaviest terms of each story, by which it is found. Numbers, since this table is read as a whole.
CREATE TABLE archive.story_keys (
    term BIGINT NOT NULL,
    story BIGINT NOT NULL,
    weight DOUBLE NOT NULL
);

INSERT INTO archive.story_profiles (story_id, story, length, terms, weights, copy_groups)
WITH spread AS (
    SELECT term, count(*) AS stories FROM archive.story_terms GROUP BY term
), weighed AS (
    SELECT t.*, t.weight / ln(1 + spread.stories) AS heaviness
    FROM archive.story_terms t JOIN spread ON spread.term = t.term
)
SELECT
    story_id,
    (md5_number(story_id) & 9223372036854775807::UHUGEINT)::BIGINT,
    coalesce(max(weight) FILTER (WHERE term = ''), 1),
    coalesce(string_agg(term, chr(10) ORDER BY heaviness DESC, term) FILTER (WHERE term <> ''), ''),
    coalesce(list(weight ORDER BY heaviness DESC, term) FILTER (WHERE term <> ''), []),
    coalesce(list(copy_groups ORDER BY heaviness DESC, term) FILTER (WHERE term <> ''), [])
FROM weighed
GROUP BY story_id;

INSERT INTO archive.story_keys (term, story, weight)
WITH listed AS (
    SELECT story, string_split(terms, chr(10)) AS terms, weights, len(weights) AS many FROM archive.story_profiles
), place AS (
    SELECT story, terms, weights, unnest(range(1, least(many, 80) + 1)) AS place FROM listed
)
SELECT (md5_number(terms[place]) & 9223372036854775807::UHUGEINT)::BIGINT, story, weights[place] FROM place;

DROP TABLE archive.story_terms;
