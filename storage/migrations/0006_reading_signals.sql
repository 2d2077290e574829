-- How well an article was read: what its feed said of it, and every date its page states.
ALTER TABLE archive.articles ADD COLUMN summary_agreement DOUBLE;
ALTER TABLE archive.articles ADD COLUMN date_spread_days DOUBLE;
ALTER TABLE archive.articles ADD COLUMN date_candidates
    STRUCT(source VARCHAR, "at" TIMESTAMPTZ, is_zone_known BOOLEAN)[] DEFAULT [];
