-- What search reads: every version of every article, numbered, and where in it each word stands. It can be made again
-- from the articles (storage/tables/search_index.py), and holds nothing of a text that was dropped.
CREATE TABLE archive.searchable (
    doc INTEGER NOT NULL, -- the version's number in this index, in the order in which versions came
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    words INTEGER NOT NULL,
    ordered_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

-- Sorted by term within spans of doc, so that a term is found in a few parts of the table.
CREATE TABLE archive.postings (
    term BIGINT NOT NULL, -- search_key of the word
    doc INTEGER NOT NULL,
    places INTEGER[] NOT NULL -- ascending: words of the title from 1, of the text from 101
);
