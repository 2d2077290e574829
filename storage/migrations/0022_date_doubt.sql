-- Why no date is believed, where a page shows its readers another day than its metadata state.
ALTER TABLE archive.articles ADD COLUMN date_doubt VARCHAR;
