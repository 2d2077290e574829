-- name: index
-- Texts begin at place 101; of a title 99 words are kept, so that no phrase runs from one into the other.
INSERT INTO archive.postings (term, doc, places)
SELECT search_key(word) AS term, doc, list_sort(list(place))
FROM (
    SELECT
        doc,
        unnest(headline || body) AS word,
        unnest(range(1, len(headline) + 1) || range(101, len(body) + 101)) AS place
    FROM (
        SELECT
            $next + row_number() OVER (ORDER BY rowid) AS doc,
            search_words(title)[:99] AS headline,
            search_words(text) AS body
        FROM archive.articles WHERE {chosen}
    )
)
GROUP BY word, doc
ORDER BY term, doc
