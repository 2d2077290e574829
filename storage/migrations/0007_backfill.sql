-- Which pieces of which WARC files were read by a backfill: saved with their articles, so that none is read twice.
CREATE TABLE archive.backfill_batches (
    source VARCHAR NOT NULL, -- the file's name, without its folder
    source_bytes BIGINT NOT NULL,
    first_byte BIGINT NOT NULL,
    end_byte BIGINT NOT NULL,
    pages INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    new_articles INTEGER NOT NULL,
    done_at TIMESTAMPTZ NOT NULL
);
