-- Short messages to chat services and webhooks, frozen before the first byte goes out, and what became of each.
CREATE TABLE archive.notices (
    notice_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    content VARCHAR NOT NULL, -- JSON as it is sent
    created_at TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL, -- pending, sending, sent, later, failed or unknown, as in deliveries
    attempts INTEGER NOT NULL,
    last_code VARCHAR,
    claimed_at TIMESTAMPTZ,
    sent_at TIMESTAMPTZ
);
