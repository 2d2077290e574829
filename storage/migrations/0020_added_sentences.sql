-- What a copy adds to the text that it repeats: sentences of its own, which are news though the article is a copy.
ALTER TABLE archive.copies ADD COLUMN added_sentences VARCHAR[] DEFAULT [];
