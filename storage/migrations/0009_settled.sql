-- What a snapshot answers again and again, counted once when it is made (storage/materialise.py). In the store these tables
-- are empty, and the views of the same names count; so they do for every question with an as_of.
CREATE TABLE archive.settled (
    moment TIMESTAMPTZ -- the archive's clock when it was counted; no row: nothing is settled
);

CREATE TABLE archive.settled_collected_days (
    day DATE NOT NULL,
    outlet VARCHAR,
    articles BIGINT NOT NULL,
    copy_groups BIGINT NOT NULL
);

CREATE TABLE archive.settled_polled_days (
    outlet VARCHAR NOT NULL,
    day DATE NOT NULL,
    polls BIGINT NOT NULL,
    polls_ok BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    is_read BOOLEAN NOT NULL
);

CREATE TABLE archive.settled_followed_spans (
    outlet VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);

CREATE TABLE archive.settled_covered_days (
    day DATE NOT NULL,
    outlets_followed BIGINT NOT NULL,
    outlets_missing BIGINT NOT NULL,
    is_covered BOOLEAN NOT NULL
);

CREATE TABLE archive.settled_coverage_health (
    outlet VARCHAR,
    day DATE NOT NULL,
    polls BIGINT NOT NULL,
    polls_ok BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    articles BIGINT NOT NULL,
    extraction_ok BIGINT NOT NULL,
    is_read BOOLEAN NOT NULL
);

-- Sorted by kind and name, so that one story is found in one part of the table.
CREATE TABLE archive.settled_followed_articles (
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    article_id BIGINT NOT NULL,
    outlet VARCHAR,
    outlet_family VARCHAR,
    ordered_at TIMESTAMPTZ NOT NULL,
    day DATE NOT NULL,
    is_dated BOOLEAN NOT NULL,
    copy_group_id BIGINT NOT NULL,
    is_original BOOLEAN NOT NULL
);

CREATE TABLE archive.settled_bursting_stories (
    story_id VARCHAR NOT NULL,
    day DATE NOT NULL
);

CREATE TABLE archive.settled_stories (
    story_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    copy_groups BIGINT NOT NULL,
    outlets BIGINT NOT NULL,
    origins_explicit BIGINT NOT NULL,
    unknown_explicit BIGINT NOT NULL,
    origins_with_text BIGINT NOT NULL,
    unknown_with_text BIGINT NOT NULL,
    last_own_at TIMESTAMPTZ
);
