-- What publishers reserve: rights to mine their texts, or to use them for training, as headers, pages and files say it.
CREATE TABLE archive.reservations (
    article_id BIGINT NOT NULL,
    outlet VARCHAR,
    kind VARCHAR NOT NULL,
    stated_in VARCHAR NOT NULL,
    statement VARCHAR NOT NULL,
    policy VARCHAR,
    seen_at TIMESTAMPTZ NOT NULL
);
