-- What somebody was told at once, so that nobody is told twice of one cause.
CREATE TABLE archive.alerts (
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    occasion VARCHAR NOT NULL,
    said VARCHAR NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    mail VARCHAR NOT NULL -- none, pending, claimed, sent or failed
);
