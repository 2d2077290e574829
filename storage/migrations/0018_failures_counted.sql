-- A failure that comes again is counted, not kept again: the table grows with what fails, not with how often it is tried.
ALTER TABLE archive.failures ADD COLUMN times BIGINT DEFAULT 1;
ALTER TABLE archive.failures ADD COLUMN first_at TIMESTAMPTZ;
UPDATE archive.failures AS f SET times = g.times, first_at = g.first_at
FROM (SELECT stage, subject, error, count(*) AS times, min("at") AS first_at FROM archive.failures GROUP BY ALL) AS g
WHERE g.stage = f.stage AND g.subject = f.subject AND g.error = f.error;
DELETE FROM archive.failures WHERE rowid NOT IN (
    SELECT arg_max(rowid, "at") FROM archive.failures GROUP BY stage, subject, error);
