-- How often terms occur is asked by number: numbers are compared four times as fast as words.
ALTER TABLE archive.term_days ADD COLUMN number BIGINT;
UPDATE archive.term_days SET number = (md5_number(term) & 9223372036854775807::UHUGEINT)::BIGINT;
