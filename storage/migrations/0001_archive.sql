-- The archive's tables (schema `archive`, private). People read the views in schema `main` (storage/public).
--
-- Rules (docs/decisions.md, "one SQL"): no keys, indexes, enums, sequences or generated columns, so that the same
-- statements serve a DuckLake; keys come from content; saving is an anti-join inside one transaction. Rows that may
-- be overtaken carry recorded_at and superseded_at (9999-12-31: still true), never NULL, so that `as_of` is one
-- comparison. A link table holds, for an article, the rows of one recorded_at at a time.

CREATE TABLE archive.outlets (
    outlet VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    domain VARCHAR,
    kind VARCHAR NOT NULL,
    country VARCHAR,
    family VARCHAR NOT NULL,
    ambiguous VARCHAR[] NOT NULL
);

CREATE TABLE archive.feeds (
    url VARCHAR NOT NULL,
    outlet VARCHAR,
    language VARCHAR,
    status VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR,
    next_at TIMESTAMPTZ,
    interval_seconds DOUBLE NOT NULL,
    fail_score DOUBLE NOT NULL,
    failures_in_row INTEGER NOT NULL,
    last_outcome VARCHAR,
    last_polled_at TIMESTAMPTZ,
    last_ok_at TIMESTAMPTZ,
    last_new_at TIMESTAMPTZ,
    last_full_at TIMESTAMPTZ,
    publish_gap_seconds DOUBLE,
    redirect_to VARCHAR,
    redirect_since TIMESTAMPTZ,
    redirect_count INTEGER NOT NULL,
    conditional BOOLEAN NOT NULL,
    note VARCHAR,
    added_at TIMESTAMPTZ NOT NULL
);

-- One row a feed and day: what was tried, what came of it.
CREATE TABLE archive.feed_days (
    feed_url VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    day DATE NOT NULL,
    polls INTEGER NOT NULL,
    polls_ok INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    new_entries INTEGER NOT NULL
);

-- What a feed announced, first sighting. entry_id is made of the feed and the entry's identity within it.
CREATE TABLE archive.entries (
    entry_id BIGINT NOT NULL,
    feed_url VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR NOT NULL,
    raw_url VARCHAR,
    article_id BIGINT NOT NULL,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    authors VARCHAR[] NOT NULL,
    outlet VARCHAR,
    language VARCHAR,
    image VARCHAR,
    published_at TIMESTAMPTZ,
    is_zone_known BOOLEAN NOT NULL,
    is_date_plausible BOOLEAN NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
);

-- Pages to be read, or to be read again.
CREATE TABLE archive.readings (
    article_id BIGINT NOT NULL,
    url VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    rereads INTEGER NOT NULL,
    next_at TIMESTAMPTZ NOT NULL,
    last_status VARCHAR NOT NULL
);

CREATE TABLE archive.articles (
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    outlet VARCHAR,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    text_kind VARCHAR NOT NULL,
    language VARCHAR,
    authors VARCHAR[] NOT NULL,
    published_at TIMESTAMPTZ,
    published_by VARCHAR,
    is_zone_known BOOLEAN NOT NULL,
    is_date_plausible BOOLEAN NOT NULL,
    modified_at TIMESTAMPTZ,
    estimated_day DATE,
    first_seen_at TIMESTAMPTZ NOT NULL,
    ordered_at TIMESTAMPTZ NOT NULL,
    ordered_by VARCHAR NOT NULL,
    arrived_by VARCHAR NOT NULL,
    is_seed BOOLEAN NOT NULL,
    image VARCHAR,
    section VARCHAR,
    keywords VARCHAR[] NOT NULL,
    links STRUCT(url VARCHAR, "text" VARCHAR)[] NOT NULL,
    based_on VARCHAR,
    is_paywalled BOOLEAN NOT NULL,
    page_status VARCHAR,
    extractor VARCHAR NOT NULL,
    agreement DOUBLE,
    link_density DOUBLE,
    word_count INTEGER NOT NULL,
    change VARCHAR,
    given_citations STRUCT(cited VARCHAR, kind VARCHAR, relation VARCHAR, is_lead_claim BOOLEAN)[] NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

-- Where an article stands: its copy group and its story.
CREATE TABLE archive.placements (
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    copy_group_id BIGINT NOT NULL,
    is_original BOOLEAN NOT NULL,
    story_id VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    linked_by VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.copies (
    article_id BIGINT NOT NULL,
    original_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    containment DOUBLE NOT NULL,
    sentence_coverage DOUBLE NOT NULL,
    evidence VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.citations (
    article_id BIGINT NOT NULL,
    cited VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    is_explicit BOOLEAN NOT NULL,
    is_lead_claim BOOLEAN NOT NULL,
    span_start INTEGER,
    span_end INTEGER,
    sentence VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.quotes (
    article_id BIGINT NOT NULL,
    quote VARCHAR NOT NULL,
    speaker VARCHAR,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote_group_id BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.origins (
    article_id BIGINT NOT NULL,
    story_id VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    origin_group_id BIGINT NOT NULL,
    state VARCHAR NOT NULL,
    origin VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.stories (
    story_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    is_closed BOOLEAN NOT NULL,
    merged_into VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

-- The accumulated profile of each story: the rule's memory, not history.
CREATE TABLE archive.story_terms (
    story_id VARCHAR NOT NULL,
    term VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    copy_groups INTEGER NOT NULL
);

-- In how many copy groups of a day a term occurs: document frequencies and rising terms.
CREATE TABLE archive.term_days (
    day DATE NOT NULL,
    term VARCHAR NOT NULL,
    copy_groups INTEGER NOT NULL
);

CREATE TABLE archive.watches (
    watch VARCHAR NOT NULL,
    query VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.watch_matches (
    watch VARCHAR NOT NULL,
    article_id BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

-- A person's word, kept for ever: story link/split/name/close, copies join/split.
CREATE TABLE archive.corrections (
    corrected_at TIMESTAMPTZ NOT NULL,
    verb VARCHAR NOT NULL,
    article_id BIGINT,
    other_id BIGINT,
    story_id VARCHAR,
    words VARCHAR NOT NULL
);

CREATE TABLE archive.digests (
    digest_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    period_start TIMESTAMPTZ NOT NULL,
    period_end TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    html VARCHAR NOT NULL,
    body_text VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE archive.deliveries (
    digest_id VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    last_code VARCHAR,
    claimed_at TIMESTAMPTZ,
    sent_at TIMESTAMPTZ
);

CREATE TABLE archive.failures (
    stage VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);

-- That something was removed for good, and when; not what it said.
CREATE TABLE archive.forgotten (
    subject VARCHAR NOT NULL,
    article_id BIGINT NOT NULL,
    forgotten_at TIMESTAMPTZ NOT NULL
);
