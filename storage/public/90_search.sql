-- Text search for people: words and "quoted phrases" in titles and texts.

-- Words between doubled blanks, so that ' joint  headquarters ' is found as whole words, and one blank serves one word.
CREATE MACRO folded(words) AS
    ' ' || regexp_replace(strip_accents(lower(words)), '[^\p{L}\p{M}\p{N}]+', '  ', 'g') || ' ';

COMMENT ON MACRO folded IS 'Text as search compares it: lower case, without accents and punctuation.';

-- Chinese, Japanese, Korean and Thai are written without blanks between words: there a term may stand anywhere.
CREATE MACRO search_terms(words) AS TABLE
WITH part AS (
    SELECT unnest(regexp_extract_all(words, '-?"[^"]*"|[^\s"]+')) AS part
),
term AS (
    SELECT
        part[1] = '-' AND length(part) > 1 AS is_excluded,
        regexp_matches(part, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]') AS is_unspaced,
        trim(folded(part)) AS bare
    FROM part
)
SELECT DISTINCT is_excluded, CASE WHEN is_unspaced THEN bare ELSE ' ' || bare || ' ' END AS term
FROM term
WHERE bare <> '';

COMMENT ON MACRO TABLE search_terms IS 'FROM search_terms(''"joint headquarters" japan -korea''): what search looks for: is_excluded (a minus stands before it) and term.';

CREATE MACRO first_place(words, term) AS coalesce(
    nullif(instr(strip_accents(lower(words)), replace(trim(term), '  ', ' ')), 0),
    nullif(instr(strip_accents(lower(words)), split_part(trim(term), ' ', 1)), 0),
    1
);

COMMENT ON MACRO first_place IS 'Where in a text, from 1, a term of search first stands.';

CREATE MACRO excerpt(words, place) AS
    CASE WHEN place > 1 THEN '… ' ELSE '' END
    || CASE
        WHEN place > 1 THEN regexp_replace(substring(words, place, 200), '^\S*\s+', '')
        ELSE substring(words, 1, 200)
    END
    || CASE WHEN length(words) >= place + 200 THEN ' …' ELSE '' END;

COMMENT ON MACRO excerpt IS 'Two hundred characters of a text from a place on, word for word.';

CREATE MACRO snippet(words, term) AS excerpt(
    regexp_replace(words, '\s+', ' ', 'g'),
    greatest(1, first_place(regexp_replace(words, '\s+', ' ', 'g'), term) - 60)
);

COMMENT ON MACRO snippet IS 'The part of a text, word for word, in which a term of search first stands.';

-- A first version: it reads the texts of the span asked. Terms are gathered into lists, so that each text is folded
-- once; no text travels further than the scan. Score: BM25 (Robertson and Zaragoza 2009: k1 = 1.2, b = 0.75) over
-- the text, and three times a term's rarity where the title holds it.
CREATE MACRO search(query, since := DATE '1900-01-01', until := DATE '9999-12-31') AS TABLE
WITH clock AS MATERIALIZED (SELECT time_zone() AS zone),
wanted AS MATERIALIZED (
    SELECT
        coalesce(list(term ORDER BY length(term) DESC, term) FILTER (NOT is_excluded), []) AS terms,
        coalesce(list(term) FILTER (is_excluded), []) AS excluded
    FROM search_terms(query)
),
scanned AS (
    SELECT
        article_id, outlet, title, text, ordered_at, word_count,
        folded(title) AS folded_title, folded(text) AS folded_text
    FROM archive.articles, clock
    WHERE is_known(recorded_at, superseded_at) AND day_in(ordered_at, zone) BETWEEN since::DATE AND until::DATE
),
touched AS MATERIALIZED (
    SELECT
        s.article_id, s.outlet, s.title, s.ordered_at, s.word_count, w.terms,
        list_transform(w.terms, lambda t: contains(s.folded_title, t)) AS in_title,
        list_transform(
            w.terms, lambda t: (length(s.folded_text) - length(replace(s.folded_text, t, ''))) // length(t)
        ) AS times,
        len(list_filter(w.excluded, lambda t: contains(s.folded_title, t) OR contains(s.folded_text, t))) AS unwanted,
        snippet(s.text, w.terms[1]) AS snippet
    FROM scanned AS s, wanted AS w
    WHERE len(list_filter(w.terms, lambda t: contains(s.folded_title, t) OR contains(s.folded_text, t))) > 0
),
hits AS (
    SELECT
        article_id,
        unwanted = 0 AS is_welcome,
        word_count,
        len(terms) AS wanted_terms,
        unnest(terms) AS term,
        unnest(in_title) AS in_title,
        unnest(times) AS times
    FROM touched
),
rarity AS (
    SELECT term, ln(1 + (n - found + 0.5) / (found + 0.5)) AS weight
    FROM (SELECT term, count(*) AS found FROM hits WHERE in_title OR times > 0 GROUP BY term),
        (SELECT count(*) AS n FROM scanned)
),
usual AS (SELECT greatest(avg(word_count), 1) AS words FROM touched),
scored AS (
    SELECT
        h.article_id,
        sum(r.weight * (
            CASE WHEN h.in_title THEN 3 ELSE 0 END
            + 2.2 * h.times / (h.times + 1.2 * (0.25 + 0.75 * h.word_count / u.words))
        )) AS score
    FROM hits AS h
    JOIN rarity AS r ON r.term = h.term
    CROSS JOIN usual AS u
    WHERE h.is_welcome AND (h.in_title OR h.times > 0)
    GROUP BY h.article_id
    HAVING count(*) = any_value(h.wanted_terms)
)
SELECT t.article_id, t.outlet, t.title, t.ordered_at, s.score, t.snippet
FROM scored AS s
JOIN touched AS t ON t.article_id = s.article_id
ORDER BY s.score DESC, t.ordered_at DESC, t.article_id;

COMMENT ON MACRO TABLE search IS 'FROM search(''"joint headquarters" japan -korea'', since := DATE ''2026-11-01''): articles that hold every word and "phrase" in title or text, and none with a minus before it; case and accents do not matter. article_id, outlet, title, ordered_at, score (rare terms and hits in the title weigh more; best first), snippet.';
