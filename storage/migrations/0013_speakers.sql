-- Who speaks, by which words, or why that is not known. Speakers told by the earlier rules rest on no span: they are
-- taken back, and told anew when their article is linked again.
ALTER TABLE archive.quotes ADD COLUMN speaker_kind VARCHAR;
ALTER TABLE archive.quotes ADD COLUMN source VARCHAR;
ALTER TABLE archive.quotes ADD COLUMN source_start INTEGER;
ALTER TABLE archive.quotes ADD COLUMN source_end INTEGER;
ALTER TABLE archive.quotes ADD COLUMN speaker_note VARCHAR DEFAULT '';
UPDATE archive.quotes SET speaker = NULL, speaker_note = 'told by earlier rules; link again to read it';
