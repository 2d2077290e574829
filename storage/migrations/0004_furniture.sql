-- Lines found to be an outlet's furniture (related stories, newsletter prompts): marked here, never cut from a text.
CREATE TABLE archive.furniture (
    outlet VARCHAR NOT NULL,
    line VARCHAR NOT NULL,
    found_at TIMESTAMPTZ NOT NULL
);
