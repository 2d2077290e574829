-- Stories count their sources by organisation; what is counted at publication has the same columns.

ALTER TABLE archive.settled_stories ADD COLUMN independent_sources BIGINT;
ALTER TABLE archive.settled_stories ADD COLUMN source_names VARCHAR[];
ALTER TABLE archive.settled_stories ADD COLUMN first_hand_reports BIGINT;
ALTER TABLE archive.settled_stories ADD COLUMN unknown_reports BIGINT;
ALTER TABLE archive.settled_stories ADD COLUMN not_read BIGINT;
