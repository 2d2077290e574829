-- What the archive must remember of its settings, so that a reader of the file alone cuts days as its owner does.
CREATE TABLE archive.settings (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

INSERT INTO archive.settings (name, value) VALUES ('time_zone', 'UTC');
