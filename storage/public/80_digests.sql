-- Digests sent, and what did not work.

CREATE VIEW digests AS
SELECT digest_id, name, period_start, period_end, content_sha256, state, subject, body_text, html, created_at
FROM archive.digests
WHERE is_known(created_at, TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW digests IS 'Digests as they were written; frozen before they are sent.';
COMMENT ON COLUMN digests.digest_id IS 'Key, made of reader and period.';
COMMENT ON COLUMN digests.name IS 'The reader it was written for.';
COMMENT ON COLUMN digests.period_start IS 'From when it tells.';
COMMENT ON COLUMN digests.period_end IS 'Until when it tells.';
COMMENT ON COLUMN digests.content_sha256 IS 'Hash of its content: a replay must give the same.';
COMMENT ON COLUMN digests.state IS 'frozen: written, to be sent as it is; skipped: nothing was new, and none was sent. Whether it was sent is told by deliveries.';
COMMENT ON COLUMN digests.subject IS 'Subject line.';
COMMENT ON COLUMN digests.body_text IS 'The digest as text.';
COMMENT ON COLUMN digests.html IS 'The digest as HTML.';
COMMENT ON COLUMN digests.created_at IS 'When it was written.';

CREATE VIEW deliveries AS
SELECT digest_id, recipient, state, attempts, last_code, sent_at, claimed_at, message_id FROM archive.deliveries;

COMMENT ON VIEW deliveries IS 'One row a digest and recipient: whether it was sent. As known now, whatever as_of says.';
COMMENT ON COLUMN deliveries.digest_id IS 'The digest.';
COMMENT ON COLUMN deliveries.recipient IS 'Name of the reader; the address stands in the settings alone.';
COMMENT ON COLUMN deliveries.state IS 'pending; sending; sent; later: the server asked us to try again, and we shall; failed; unknown: it may have been sent, and waits for a person.';
COMMENT ON COLUMN deliveries.attempts IS 'Attempts made.';
COMMENT ON COLUMN deliveries.last_code IS 'Last answer of the mail server.';
COMMENT ON COLUMN deliveries.sent_at IS 'When the server accepted it; NULL: not, or not known.';
COMMENT ON COLUMN deliveries.claimed_at IS 'When the last attempt began.';
COMMENT ON COLUMN deliveries.message_id IS 'Message-ID of the digest.';

CREATE VIEW notices AS
SELECT notice_id, channel, state, attempts, last_code, created_at, claimed_at, sent_at, content
FROM archive.notices WHERE is_known(created_at, TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW notices IS 'One row a digest or alert and channel, such as a chat room or a webhook: whether it was sent.';
COMMENT ON COLUMN notices.notice_id IS 'Key, made of what it tells and the channel.';
COMMENT ON COLUMN notices.channel IS 'Name of the channel in the settings.';
COMMENT ON COLUMN notices.state IS 'pending, sending, sent, later, failed or unknown, as in deliveries; as known now, whatever as_of says.';
COMMENT ON COLUMN notices.attempts IS 'Attempts made.';
COMMENT ON COLUMN notices.last_code IS 'Last answer of the other side.';
COMMENT ON COLUMN notices.created_at IS 'When it was written.';
COMMENT ON COLUMN notices.claimed_at IS 'When the last attempt began.';
COMMENT ON COLUMN notices.sent_at IS 'When the other side accepted it; NULL: not, or not known.';
COMMENT ON COLUMN notices.content IS 'What is sent, as JSON.';

CREATE VIEW failures AS
SELECT stage, subject, error, "at", times, coalesce(first_at, "at") AS first_at
FROM archive.failures WHERE is_known(coalesce(first_at, "at"), TIMESTAMPTZ '9999-12-31 00:00:00+00');

COMMENT ON VIEW failures IS 'What of the outside did not work: a feed, a page, a line of an import. Each stage, subject and error has one row.';
COMMENT ON COLUMN failures.stage IS 'Where: feeds, pages, import, or watches (a query that cannot be read).';
COMMENT ON COLUMN failures.subject IS 'What: the URL or file at fault.';
COMMENT ON COLUMN failures.error IS 'How: timeout, consent_wall, …';
COMMENT ON COLUMN failures."at" IS 'When last.';
COMMENT ON COLUMN failures.times IS 'How often.';
COMMENT ON COLUMN failures.first_at IS 'When first.';
