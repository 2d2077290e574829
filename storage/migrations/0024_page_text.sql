-- What a page says that was told to be no article: kept, and marked so, that a mistake can be mended without fetching.
ALTER TABLE archive.articles ADD COLUMN page_text VARCHAR;
