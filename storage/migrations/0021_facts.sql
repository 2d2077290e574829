-- What articles state in figures and announce for days to come, and where the articles of a story differ. Sentences are
-- spans of that version's text, so that nothing stands twice and nothing is left of a text that is dropped.
CREATE TABLE archive.figures (
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    raw VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    unit VARCHAR NOT NULL,
    noun VARCHAR NOT NULL,
    qualifier VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, -- 0 with sentence_end 0: an account, which has no sentence of the outlet
    sentence_end INTEGER NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.expectations (
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    is_deadline BOOLEAN NOT NULL,
    raw VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

-- One row a side. A difference stands as long as all its sides do.
CREATE TABLE archive.differences (
    story_id VARCHAR NOT NULL,
    difference_id BIGINT NOT NULL,
    about VARCHAR NOT NULL,
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    figure VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);
