-- What is counted at publication stays in the store and is renewed where touched (storage/counts). These two tables tell
-- by which rows it was counted: every row that a count reads stands in a mark, so that no writer must report its work.
CREATE TABLE archive.settled_marks (
    source VARCHAR NOT NULL, -- the table
    bucket BIGINT NOT NULL, -- 256 rows in order of rowid; of feed_days: the day; -1: held is the end of what was read
    held BIGINT NOT NULL, -- rows
    fixed UBIGINT NOT NULL, -- hash of the columns that never change
    ended UBIGINT NOT NULL -- hash of superseded_at
);

CREATE TABLE archive.settled_basis (
    moment TIMESTAMPTZ, -- as_of() when it was counted
    form UBIGINT NOT NULL, -- hash of the definitions of the views, of the zone and of the outlets' owners
    turned BIGINT NOT NULL -- rows replaced since everything was counted
);
