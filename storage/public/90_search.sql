-- Text search for people: words and "quoted phrases" in titles and texts.

CREATE MACRO folded(words) AS trim(regexp_replace(strip_accents(lower(words)), '[^\p{L}\p{M}\p{N}]+', ' ', 'g'));

COMMENT ON MACRO folded IS 'Text as search compares it: lower case, without accents and punctuation.';

-- Chinese, Japanese, Korean and Thai are written without blanks between words: there each character is a word, and
-- what is looked for is a phrase of them.
CREATE MACRO search_words(words) AS list_filter(
    string_split(
        CASE
            WHEN regexp_matches(words, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]')
                THEN regexp_replace(
                    folded(words), '([\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}])', ' \1 ', 'g'
                )
            ELSE folded(words)
        END,
        ' '
    ),
    lambda word: word <> ''
);

COMMENT ON MACRO search_words IS 'The words of a text as search counts them, in order.';

CREATE MACRO search_key(word) AS (md5_number(word) & 9223372036854775807::UHUGEINT)::BIGINT;

COMMENT ON MACRO search_key IS 'The number by which the index of words knows a word: a word as text would cost it a third more room.';

CREATE MACRO search_terms(words) AS TABLE
WITH part AS (
    SELECT unnest(regexp_extract_all(translate(words, '“”„‟«»＂', '"""""""'), '-?"[^"]*"|[^\s"]+')) AS part, words
),
term AS (
    SELECT DISTINCT
        part[1] = '-' AND length(part) > 1 AS is_excluded,
        CASE
            WHEN regexp_matches(part, '^-?"') THEN folded(part)
            WHEN regexp_matches(part, '^(or|not|[|]{2}|!.*|[+=].*|(near|n|w)(/.*)?|[A-Za-z]+:.*|.*[*~].*)$', 'i')
                AND lower(part) NOT IN ('n', 'w')
                THEN error('search() of DuckDB alone reads words, "phrases", AND and a minus, not ' || part || ' at position '
                    || instr(words, part) || ': ask by newsthread sql, which reads the whole query language, or write '
                    || 'the word in double quotes.')::VARCHAR
            ELSE folded(part)
        END AS term
    FROM part
    WHERE lower(part) NOT IN ('and', '&&')
)
SELECT is_excluded, term, search_words(term) AS words FROM term WHERE term <> '';

COMMENT ON MACRO TABLE search_terms IS 'FROM search_terms(''"joint headquarters" japan -korea''): what search looks for: is_excluded (a minus stands before it), term, and its words.';

CREATE MACRO first_place(words, term) AS coalesce(
    nullif(instr(strip_accents(lower(words)), term), 0),
    nullif(instr(strip_accents(lower(words)), split_part(term, ' ', 1)), 0),
    1
);

COMMENT ON MACRO first_place IS 'Where in a text, from 1, a term of search first stands.';

CREATE MACRO excerpt(words, place) AS
    CASE WHEN place > 1 THEN '… ' ELSE '' END
    || regexp_replace(
        CASE
            WHEN place > 1 THEN regexp_replace(substring(words, place, 201), '^\S{0,30}\s+', '')
            ELSE substring(words, 1, 201)
        END,
        CASE WHEN length(words) >= place + 200 THEN '\s+\S{0,30}$' ELSE '\s+$' END,
        ''
    )
    || CASE WHEN length(words) >= place + 200 THEN ' …' ELSE '' END;

COMMENT ON MACRO excerpt IS 'Some two hundred characters of a text from a place on, word for word, cut between words.';

CREATE MACRO snippet(words, term) AS excerpt(
    regexp_replace(words, '\s+', ' ', 'g'),
    greatest(1, first_place(regexp_replace(words, '\s+', ' ', 'g'), term) - 60)
);

COMMENT ON MACRO snippet IS 'The part of a text, word for word, in which a term of search first stands.';

-- Only the best are read: texts are compressed 2,048 together, and each costs milliseconds. All the rest is answered
-- by the postings (storage/tables/search_index.py), in which a phrase is a run of places. Score: BM25 (Robertson and Zaragoza
-- 2009: k1 = 1.2, b = 0.75) over the text, and three times a term's rarity where the title holds it.
CREATE MACRO search(query, since := DATE '1900-01-01', until := DATE '9999-12-31', most := 10) AS TABLE
WITH clock AS MATERIALIZED (
    SELECT since::DATE::TIMESTAMP AT TIME ZONE zone AS first_at, (until::DATE + 1)::TIMESTAMP AT TIME ZONE zone AS end_at
    FROM (SELECT time_zone() AS zone)
),
wanted AS MATERIALIZED (SELECT row_number() OVER () AS number, is_excluded, term, words FROM search_terms(query)),
needed AS MATERIALIZED (
    SELECT number, is_excluded, length, search_key(word) AS term, step
    FROM (
        SELECT number, is_excluded, len(words) AS length, unnest(words) AS word, unnest(range(len(words))) AS step
        FROM wanted
    )
),
-- What is not to be found is mostly little: overtaken versions.
hidden AS MATERIALIZED (
    SELECT doc
    FROM archive.searchable, clock
    WHERE NOT (is_known(recorded_at, superseded_at) AND ordered_at >= clock.first_at AND ordered_at < clock.end_at)
),
hit AS MATERIALIZED (
    SELECT p.term, p.doc
    FROM archive.postings AS p
    JOIN (SELECT DISTINCT term FROM needed) AS n ON n.term = p.term
    ANTI JOIN hidden AS h ON h.doc = p.doc
),
rarity AS MATERIALIZED (
    SELECT term, ln(1 + (n - found + 0.5) / (found + 0.5)) AS weight, n > 100000 AND 2 * found > n AS is_everywhere
    FROM (SELECT term, count(*) AS found FROM hit GROUP BY term),
        (SELECT (SELECT count(*) FROM archive.searchable) - (SELECT count(*) FROM hidden) AS n)
),
candidate AS MATERIALIZED (
    SELECT h.doc
    FROM hit AS h
    JOIN (SELECT DISTINCT term FROM needed WHERE NOT is_excluded) AS n ON n.term = h.term
    GROUP BY h.doc
    HAVING count(*) = (SELECT count(DISTINCT term) FROM needed WHERE NOT is_excluded)
),
-- A word by itself that is wanted, and stands in most of so many texts that to weigh them takes seconds, has done its
-- part by standing there.
weighed AS MATERIALIZED (
    SELECT n.*, r.weight, row_number() OVER (PARTITION BY n.number ORDER BY r.weight DESC, n.step) AS turn
    FROM needed AS n JOIN rarity AS r ON r.term = n.term
    WHERE n.length > 1 OR n.is_excluded OR NOT r.is_everywhere
),
word AS (
    SELECT
        p.doc,
        n.number,
        n.is_excluded,
        n.weight,
        p.places[1] <= 100 AS in_title,
        CASE WHEN p.places[1] > 100 THEN len(p.places) ELSE len(list_filter(p.places, lambda place: place > 100)) END
            AS times
    FROM archive.postings AS p
    JOIN weighed AS n ON n.term = p.term
    JOIN candidate AS c ON c.doc = p.doc
    WHERE n.length = 1
),
-- Where a phrase would begin by the places of its rarest word, and by those of the others.
begun AS MATERIALIZED (
    SELECT (number << 32) + doc AS spot, place - step AS start
    FROM (
        SELECT n.number, n.step, p.doc, unnest(p.places) AS place
        FROM archive.postings AS p
        JOIN (FROM weighed WHERE length > 1 AND turn = 1) AS n ON n.term = p.term
        JOIN candidate AS c ON c.doc = p.doc
    )
),
going AS (
    SELECT (number << 32) + doc AS spot, place - step AS start
    FROM (
        SELECT n.number, n.step, p.doc, unnest(p.places) AS place
        FROM archive.postings AS p
        JOIN (FROM weighed WHERE length > 1 AND turn > 1) AS n ON n.term = p.term
        JOIN candidate AS c ON c.doc = p.doc
    )
),
phrase AS (
    SELECT spot, start, count(*) AS words
    FROM begun
    JOIN going USING (spot, start)
    GROUP BY spot, start
),
counted AS (
    FROM word
    UNION ALL
    SELECT
        (spot & 4294967295)::INTEGER AS doc,
        number,
        is_excluded,
        weight,
        min(start) <= 100 AS in_title,
        count(*) FILTER (start > 100) AS times
    FROM phrase
    JOIN (
        SELECT number, is_excluded, length, sum(weight) AS weight FROM weighed GROUP BY number, is_excluded, length
    ) AS n ON n.number = spot >> 32 AND n.length = words + 1
    GROUP BY spot, number, is_excluded, weight
),
known AS MATERIALIZED (
    SELECT s.doc, s.article_id, s.version, s.words, s.ordered_at
    FROM archive.searchable AS s JOIN candidate AS c ON c.doc = s.doc
),
usual AS (SELECT greatest(avg(words), 1) AS words FROM known),
scored AS (
    SELECT
        k.article_id,
        k.version,
        k.ordered_at,
        coalesce(sum(c.weight * (
            CASE WHEN c.in_title THEN 3 ELSE 0 END + 2.2 * c.times / (c.times + 1.2 * (0.25 + 0.75 * k.words / u.words))
        )) FILTER (NOT c.is_excluded), 0) AS score
    FROM known AS k
    CROSS JOIN usual AS u
    LEFT JOIN counted AS c ON c.doc = k.doc
    GROUP BY ALL
    HAVING count(*) FILTER (NOT c.is_excluded) = (SELECT count(DISTINCT number) FROM weighed WHERE NOT is_excluded)
        AND count(*) FILTER (c.is_excluded) = 0
),
best AS (
    SELECT *, count(*) OVER () AS found FROM scored ORDER BY score DESC, ordered_at DESC, article_id LIMIT most
),
-- In two steps: a join that decides which rows are wanted would read every text.
standing AS MATERIALIZED (
    SELECT a.rowid AS place, b.score, b.found
    FROM best AS b
    JOIN archive.articles AS a ON a.article_id = b.article_id AND a.version = b.version
)
SELECT
    a.article_id,
    a.outlet,
    a.title,
    a.ordered_at,
    s.score,
    snippet(a.text, (SELECT term FROM wanted WHERE NOT is_excluded ORDER BY length(term) DESC, term LIMIT 1)) AS snippet,
    s.found
FROM standing AS s
JOIN archive.articles AS a ON a.rowid = s.place
ORDER BY s.score DESC, a.ordered_at DESC, a.article_id;

COMMENT ON MACRO TABLE search IS 'FROM search(''"joint headquarters" japan -korea'', since := DATE ''2026-11-01'', most := 50): articles that hold every word and "phrase" in title or text, and none with a minus before it; case and accents do not matter. AND may stand between them. newsthread sql and assistants read the whole query language of docs/queries.md in it (OR, NEAR, wildcards, fields), the latest first and without a score; DuckDB alone refuses what is more than words. article_id, outlet, title, ordered_at, score (rare terms and hits in the title weigh more; best first), snippet, found (how many there are: the best 10 are shown unless most says otherwise).';
